/** What one reader of values found in a text: the shape all readers in this alcove share. */
import type { Moment, Value, ValueType } from './value.ts'

export type Reader = (text: string, moment: Moment) => Value[]

/** A value at a match, its readings joined. */
export function found(type: ValueType, readings: readonly string[], text: string, start: number, of?: string): Value {
  const value = [...new Set(readings)].join('|')
  return { type, value, text, start, end: start + text.length, ...(of === undefined ? {} : { of }) }
}

/** All matches of a global pattern, each read by `read`; a match that `read` refuses is dropped. */
export function each(pattern: RegExp, text: string, read: (match: RegExpExecArray) => Value[]): Value[] {
  // Mostly there is none, and `matchAll` copies the pattern before it looks.
  if (text.search(pattern) === -1) return []
  const values: Value[] = []
  for (const match of text.matchAll(pattern)) values.push(...read(match))
  return values
}
