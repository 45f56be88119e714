/**
 * Values in Spanish, Portuguese, French, German and Hindi in Latin letters: numbers, days, months, money, yes and no.
 *
 * Read word by word, with or without accents. A word that is also an English one, such as `do` (two in Hindi) or `once`
 * (eleven in Spanish), is a value only in a text that has another word of that language.
 */
import { valueWords } from './word-lists.ts'

/** A word that is a value, by its place in the text. */
export interface ForeignValue {
  readonly at: number
  readonly text: string
  readonly what: 'number' | 'day' | 'negation'
}

const KINDS = [
  ['number', 'number'],
  ['day', 'day'],
  ['money', 'number'],
  ['negation', 'negation'],
] as const

const sure = new Map<string, ForeignValue['what']>(
  valueWords.flatMap((list) =>
    KINDS.flatMap(([field, what]) => list[field].split(' ').map((word) => [word, what] as const)),
  ),
)
const languages = valueWords.map(({ unsure, marks, number, day }) => ({
  unsure: new Set(unsure.split(' ')),
  marks: new Set(`${marks} ${number} ${day}`.split(' ')),
}))
const unsureAnywhere = new Set(valueWords.flatMap(({ unsure }) => unsure.split(' ')))

/** With its accent it is no value in any of them. */
const NO_VALUES: ReadonlySet<string> = new Set(['très'])
const WORD = /\p{L}+/gu
/** `dreiundzwanzig`, `zweihundertfünfzig`: numbers in one word. */
const GERMAN_NUMBER =
  /^(?:ein|zwei|drei|vier|fue?nf|sechs|sieben|acht|neun)(?:und(?:zwanzig|drei(?:ss|ß)ig|vierzig|fue?nfzig|sechzig|siebzig|achtzig|neunzig)|hundert\p{L}*|tausend\p{L}*)$/u
/** A day in one word with a part of it: `Freitagabend`. */
const GERMAN_DAY = /^(?:mon|diens|donners|frei|sams|sonn)tag\p{L}+$/u

/** @param text in any language; places are in UTF-16 units */
export function foreignValues(text: string): readonly ForeignValue[] {
  const words = [...folded(text).matchAll(WORD)].map(({ 0: word, index }) => ({ word, at: index }))
  const isDoubtful = words.some(({ word }) => unsureAnywhere.has(word))
  const spoken = isDoubtful ? languages.filter(({ marks }) => words.some(({ word }) => marks.has(word))) : []
  return words.flatMap(({ word, at }) => {
    if (NO_VALUES.has(text.slice(at, at + word.length).toLowerCase())) return []
    const what = spoken.some(({ unsure }) => unsure.has(word)) ? 'number' : whatIs(word)
    return what === undefined ? [] : [{ at, text: text.slice(at, at + word.length), what }]
  })
}

/** In lower case and without accents, each letter in its place. */
function folded(text: string): string {
  return text.replaceAll(/\p{L}/gu, (letter) => {
    const plain = letter.normalize('NFD').charAt(0).toLowerCase()
    return plain.length === letter.length ? plain : letter
  })
}

function whatIs(word: string): ForeignValue['what'] | undefined {
  const known = sure.get(word)
  if (known !== undefined) return known
  if (GERMAN_NUMBER.test(word)) return 'number'
  return GERMAN_DAY.test(word) ? 'day' : undefined
}
