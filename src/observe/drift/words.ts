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

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}'’]+/gu) ?? []
}

/** One side of a conversation, as measures ask for it: read once. */
export class Side {
  readonly texts: readonly string[]
  #words?: readonly (readonly string[])[]
  #language?: { readonly is: string | undefined }

  constructor(texts: readonly string[]) {
    this.texts = texts
  }

  /** Of each text. */
  get words(): readonly (readonly string[])[] {
    this.#words ??= this.texts.map(wordsOf)
    return this.#words
  }

  get language(): string | undefined {
    this.#language ??= { is: languageOf(this.texts.join(' '), this.words.flat()) }
    return this.#language.is
  }
}

export function wordsStream(channel: string): WordsRow {
  return { kind: 'words', channel, n: 0, words: [], languages: { customer: {}, agent: {} } }
}

/** What is known after one more conversation. */
export function wordsNext(row: WordsRow, customer: Side, agent: Side): WordsRow {
  const words = [...new Set([...row.words, ...customer.words.flat()])].slice(0, most)
  const languages = {
    customer: counted(row.languages.customer, customer.language),
    agent: counted(row.languages.agent, agent.language),
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

export interface Familiarity {
  readonly novel: number
  readonly slips: number
}

/** Shares of words that were never heard, and of those that are one slip from a known one. Nothing without words. */
export function familiarity({ words: said }: Side, { known }: Words): Familiarity | undefined {
  const words = said.flat().slice(0, wordsRead)
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

const common: Readonly<Record<string, string>> = {
  en: 'the and to of a in is you that it for i my with have this on can what your not be are please',
  es: 'el la los que de y en un una por para con es mi no se lo su está quiero tengo puede gracias',
  pt: 'o os que de e em um uma por para com é meu minha não se você está quero tenho pode obrigado obrigada',
  fr: 'le la les que de et en un une pour avec est mon ma ne pas je vous votre suis dans merci bonjour',
  de: 'der die das und zu ist ich sie mit für nicht ein eine mein haben auf kann wir es den bitte danke',
  it: 'il lo la che di e in un una per con è mio mia non si vorrei sono posso grazie questo della',
  nl: 'de het een en van ik is dat je niet met voor op mijn u kan heb wil zijn graag dank',
}

/** The languages of which a word is one of the commonest. */
const speaking = new Map<string, string[]>()
for (const [language, words] of Object.entries(common)) {
  for (const word of new Set(words.split(' '))) speaking.set(word, [...(speaking.get(word) ?? []), language])
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

/** No letter of another script: those begin with Greek. */
function isLatin(text: string): boolean {
  return !/[\u0370-\uffff]/.test(text)
}

/** The language of a text by its commonest words, or nothing where that is not clear. */
function languageOf(text: string, words: readonly string[]): string | undefined {
  const script = isLatin(text) ? undefined : scripts.find(([, letters]) => letters.test(text))
  if (script !== undefined) return script[0]
  const scores = new Map<string, number>()
  for (const word of words.slice(0, wordsRead)) {
    for (const language of speaking.get(word) ?? []) scores.set(language, (scores.get(language) ?? 0) + 1)
  }
  const [first, second] = [...scores].toSorted(([, a], [, b]) => b - a)
  return first !== undefined && first[1] >= 2 && first[1] > (second?.[1] ?? 0) ? first[0] : undefined
}

function counted(counts: Readonly<Record<string, number>>, name: string | undefined): Readonly<Record<string, number>> {
  return name === undefined ? counts : { ...counts, [name]: (counts[name] ?? 0) + 1 }
}

function commonest(counts: Readonly<Record<string, number>>): string | undefined {
  return Object.entries(counts).toSorted(([, a], [, b]) => b - a)[0]?.[0]
}
