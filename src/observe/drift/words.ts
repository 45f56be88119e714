/**
 * Words of customers: which are known, which are one slip away from a known one, and in which language a text is.
 *
 * Languages are told by their commonest words and by their script. That is enough to see a share move; it is no judgement
 * of a single answer, which the condition `language` makes with a proper detector.
 */
import type { WordsRow } from './rows.ts'

/** What the detectors know of how customers of a channel write. */
export interface Words {
  readonly known: ReadonlySet<string>
  readonly customerLanguage?: string
  readonly agentLanguage?: string
}

/** Words kept at most. */
const most = 20_000
/** Words of a text that are looked at. */
const wordsRead = 400

export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}'’]+/gu) ?? []
}

export function wordsStream(channel: string): WordsRow {
  return { kind: 'words', channel, n: 0, words: [], languages: { customer: {}, agent: {} } }
}

/** What is known after one more conversation. */
export function wordsNext(row: WordsRow, customer: readonly string[], agent: readonly string[]): WordsRow {
  const words = [...new Set([...row.words, ...customer.flatMap(wordsOf)])].slice(0, most)
  const languages = {
    customer: counted(row.languages.customer, languageOf(customer.join(' '))),
    agent: counted(row.languages.agent, languageOf(agent.join(' '))),
  }
  return { ...row, n: row.n + 1, words, languages }
}

export function knownWords({ words, languages }: WordsRow): Words {
  const customerLanguage = commonest(languages.customer)
  const agentLanguage = commonest(languages.agent)
  return {
    known: new Set(words),
    ...(customerLanguage !== undefined && { customerLanguage }),
    ...(agentLanguage !== undefined && { agentLanguage }),
  }
}

/** Shares of words that were never heard, and of those that are one slip from a known one. Nothing without words. */
export function familiarity(
  texts: readonly string[],
  { known }: Words,
): { readonly novel: number; readonly slips: number } | undefined {
  const words = texts.flatMap(wordsOf).slice(0, wordsRead)
  if (words.length === 0 || known.size === 0) return undefined
  const unknown = words.filter((word) => !known.has(word))
  const slips = unknown.filter((word) => isSlip(word, known)).length
  return { novel: (unknown.length - slips) / words.length, slips: slips / words.length }
}

/** One letter more or less, or two that changed places. */
function isSlip(word: string, known: ReadonlySet<string>): boolean {
  if (word.length < 4 || word.length > 20) return false
  for (let at = 0; at <= word.length; at += 1) {
    const before = word.slice(0, at)
    const after = word.slice(at)
    if (known.has(before + after.slice(1))) return true
    if (after.length > 1 && known.has(`${before}${after[1]}${after[0]}${after.slice(2)}`)) return true
    for (const letter of letters) {
      if (known.has(before + letter + after) || known.has(before + letter + after.slice(1))) return true
    }
  }
  return false
}

const letters = 'abcdefghijklmnopqrstuvwxyz'

const common: Readonly<Record<string, ReadonlySet<string>>> = {
  en: new Set(
    'the and to of a in is you that it for i my with have this on can what your not be are please'.split(' '),
  ),
  es: new Set('el la los que de y en un una por para con es mi no se lo su está quiero tengo puede gracias'.split(' ')),
  pt: new Set(
    'o os que de e em um uma por para com é meu minha não se você está quero tenho pode obrigado obrigada'.split(' '),
  ),
  fr: new Set(
    'le la les que de et en un une pour avec est mon ma ne pas je vous votre suis dans merci bonjour'.split(' '),
  ),
  de: new Set(
    'der die das und zu ist ich sie mit für nicht ein eine mein haben auf kann wir es den bitte danke'.split(' '),
  ),
  it: new Set('il lo la che di e in un una per con è mio mia non si vorrei sono posso grazie questo della'.split(' ')),
  nl: new Set('de het een en van ik is dat je niet met voor op mijn u kan heb wil zijn graag dank'.split(' ')),
}

const scripts: readonly (readonly [string, RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ['zh', /\p{Script=Han}/u],
  ['ko', /\p{Script=Hangul}/u],
  ['ar', /\p{Script=Arabic}/u],
  ['he', /\p{Script=Hebrew}/u],
  ['ru', /\p{Script=Cyrillic}/u],
  ['el', /\p{Script=Greek}/u],
  ['hi', /\p{Script=Devanagari}/u],
  ['th', /\p{Script=Thai}/u],
]

/** The language of a text by its commonest words, or nothing where that is not clear. */
export function languageOf(text: string): string | undefined {
  const script = scripts.find(([, letters]) => letters.test(text))
  if (script !== undefined) return script[0]
  const words = wordsOf(text).slice(0, wordsRead)
  const scores = Object.entries(common)
    .map(([language, own]) => ({ language, n: words.filter((word) => own.has(word)).length }))
    .toSorted((a, b) => b.n - a.n)
  const [first, second] = scores
  return first !== undefined && first.n >= 2 && first.n > (second?.n ?? 0) ? first.language : undefined
}

function counted(counts: Readonly<Record<string, number>>, name: string | undefined): Readonly<Record<string, number>> {
  return name === undefined ? counts : { ...counts, [name]: (counts[name] ?? 0) + 1 }
}

function commonest(counts: Readonly<Record<string, number>>): string | undefined {
  return Object.entries(counts).toSorted(([, a], [, b]) => b - a)[0]?.[0]
}
