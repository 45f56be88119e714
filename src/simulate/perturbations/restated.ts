/**
 * Whether two pieces of text say the same value.
 *
 * Numbers, days and times are read on both sides; everything else is the same only when it differs in nothing but
 * case, quotes and spaces. Nothing is guessed: what cannot be read is not the same.
 */
import { valuesIn } from '../../pact/index.ts'
import type { Edit } from '../customers/customer.ts'

export const NUMBER_WORDS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ')

export function isRestated(from: string, to: string): boolean {
  if (typed(from) === typed(to)) return true
  if (!/[\d@]/.test(from) && typed(from).toLowerCase() === typed(to).toLowerCase()) return true
  if (isSpelled(from, to)) return true
  const before = readingOf(from)
  return before !== undefined && !EXACT.test(before) && before === readingOf(to)
}

export const DIGIT_WORDS = NUMBER_WORDS.slice(0, 10)

/** How the signs of an address are said. */
export const SIGNS = [
  ['at', '@'],
  ['dot', '.'],
  ['underscore', '_'],
  ['dash', '-'],
] as const

/** Whether something was said digit by digit, or an address in words; both can be written down again as they were. */
export function isSpelled(from: string, spelled: string): boolean {
  const to = spelled.toLowerCase()
  const address = SIGNS.reduce((text, [word, sign]) => text.replaceAll(` ${word} `, sign), to)
  if (from.includes('@')) return address === from
  const words = to.replaceAll(',', '').split(' ')
  const written = words.map((word) => (word === 'oh' ? 0 : word === 'plus' ? '+' : DIGIT_WORDS.indexOf(word)))
  return words.length > 3 && !written.includes(-1) && written.join('') === from.replaceAll(/[\s()-]/g, '')
}

/** An id may mean something else in small letters. */
const EXACT = /\b(?:id|email) /

/** What a piece of text says, in one canonical form; nothing where no value is read. */
function readingOf(text: string): string | undefined {
  const bare = text.trim().toLowerCase()
  const number = NUMBER_WORDS.indexOf(bare)
  if (number !== -1) return `number ${number}`
  if (/^\d{1,2}$/.test(bare)) return `number ${Number(bare)}`
  const values = valuesIn(text)
  return values.length === 0 ? undefined : values.map(({ type, value }) => `${type} ${value}`).join(', ')
}

/** One text for all the ways of typing it that a reader does not tell apart. */
function typed(text: string): string {
  return text
    .replaceAll(/[‘’]/g, "'")
    .replaceAll(/[“”]/g, '"')
    .replaceAll(/[\s\u00a0]+/g, ' ')
}

/** Words with which a customer takes back what they just said. */
export const REPAIRS = ['no sorry,', 'no wait,', 'sorry I mean', 'I mean', 'no,'] as const

/** Whether an edit puts in something and takes it back at once. */
export function isRepair({ from, to }: Edit): boolean {
  return from === '' && REPAIRS.some((words) => to.endsWith(` ${words} `))
}
