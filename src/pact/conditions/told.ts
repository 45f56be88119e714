/**
 * Whether the customer was told something, compared as a value: "$1,234.50" tells `1234.5`.
 *
 * A number is told by any number of that size, so a small bare number is weak evidence; name what it is
 * (`10 t-shirts`, `$10`) where that matters. Everything else is told by its words.
 */
import type { Conversation } from '../../conversation/index.ts'
import { momentAt, sameValue, type Value, valuesIn } from '../values/index.ts'
import { folded } from './alike.ts'

/** What of `wanted` no message of the agent says. */
export function untold(conversation: Conversation, wanted: readonly string[]): readonly string[] {
  const messages = conversation.events.flatMap((event, at) =>
    event.type === 'message' && event.from === 'agent' ? [{ text: event.text, at }] : [],
  )
  const texts = messages.map(({ text }) => text)
  const said = {
    text: folded(texts.join('\n')),
    numbers: texts.flatMap(numbersIn),
    values: messages.flatMap(({ text, at }) => valuesIn(text, momentAt(conversation, at))),
  }
  return wanted.filter((want) => !isTold(want, said))
}

interface Said {
  readonly text: string
  readonly numbers: readonly number[]
  readonly values: readonly Value[]
}

function isTold(want: string, said: Said): boolean {
  if (hasWords(said.text, folded(want))) return true
  if (/^[-$€£\s]*\d[\d,]*(?:\.\d+)?\s*%?$/.test(want)) {
    return numbersIn(want).every((number) => said.numbers.some((other) => Math.abs(number - other) < 0.005))
  }
  const [value, ...others] = valuesIn(want)
  if (value === undefined || others.length > 0 || value.text.length < want.trim().length) return false
  return said.values.some((other) => sameValue(value, other))
}

/** Whether the words occur, not inside a longer word or number. */
function hasWords(text: string, words: string): boolean {
  if (words === '') return true
  for (let from = text.indexOf(words); from !== -1; from = text.indexOf(words, from + 1)) {
    if (!isWordAt(text, from - 1) && !isWordAt(text, from + words.length)) return true
  }
  return false
}

function isWordAt(text: string, index: number): boolean {
  const here = text[index]
  if (here === undefined) return false
  return (
    /[\p{L}\p{N}]/u.test(here) ||
    (/[.,]/.test(here) && /\d/.test(text[index - 1] ?? '') && /\d/.test(text[index + 1] ?? ''))
  )
}

function numbersIn(text: string): readonly number[] {
  const numbers: number[] = []
  for (const match of text.matchAll(
    /(?<![\w.])\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,4})?(?!\w)|(?<![\w.])\d{1,12}(?:\.\d{1,4})?(?!\w)/g,
  )) {
    numbers.push(Number(match[0].replaceAll(',', '')))
  }
  for (const match of text.matchAll(/[$€£]\s?(\d[\d,]{0,15}(?:\.\d{1,4})?)/g))
    numbers.push(Number((match[1] ?? '').replaceAll(',', '')))
  return numbers
}
