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
    this.#language ??= { is: languageOf(this.texts, this.words) }
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

const nobody: readonly number[] = []

const common: Readonly<Record<string, string>> = {
  en: 'the and to of a in is you that it for i my with have this on can what your not be are please',
  es: 'el la los que de y en un una por para con es mi no se lo su está quiero tengo puede gracias',
  pt: 'o os que de e em um uma por para com é meu minha não se você está quero tenho pode obrigado obrigada',
  fr: 'le la les que de et en un une pour avec est mon ma ne pas je vous votre suis dans merci bonjour',
  de: 'der die das und zu ist ich sie mit für nicht ein eine mein haben auf kann wir es den bitte danke',
  it: 'il lo la che di e in un una per con è mio mia non si vorrei sono posso grazie questo della',
  nl: 'de het een en van ik is dat je niet met voor op mijn u kan heb wil zijn graag dank',
}

const languages = Object.keys(common)
/** The languages of which a word is one of the commonest, by their places. */
const speaking = new Map<string, readonly number[]>()
for (const [at, words] of Object.values(common).entries()) {
  for (const word of new Set(words.split(' '))) speaking.set(word, [...(speaking.get(word) ?? nobody), at])
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

/** The language of texts by their commonest words, or nothing where that is not clear. */
function languageOf(texts: readonly string[], words: readonly (readonly string[])[]): string | undefined {
  const foreign = texts.filter((text) => !isLatin(text))
  const script = scripts.find(([, letters]) => foreign.some((text) => letters.test(text)))
  if (script !== undefined) return script[0]
  const scores = scoresOf(words)
  const most = Math.max(...scores)
  const first = scores.indexOf(most)
  return most >= 2 && scores.lastIndexOf(most) === first ? languages[first] : undefined
}

/** How many of the words are among the commonest of each language. */
function scoresOf(words: readonly (readonly string[])[]): readonly number[] {
  const scores = languages.map(() => 0)
  let left = wordsRead
  for (const some of words) {
    for (const word of some) {
      if (left === 0) return scores
      left -= 1
      for (const language of speaking.get(word) ?? nobody) scores[language] = (scores[language] ?? 0) + 1
    }
  }
  return scores
}

function counted(counts: Readonly<Record<string, number>>, name: string | undefined): Readonly<Record<string, number>> {
  return name === undefined ? counts : { ...counts, [name]: (counts[name] ?? 0) + 1 }
}

function commonest(counts: Readonly<Record<string, number>>): string | undefined {
  return Object.entries(counts).toSorted(([, a], [, b]) => b - a)[0]?.[0]
}
