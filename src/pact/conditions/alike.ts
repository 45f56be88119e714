/**
 * Whether what was found is what was expected, compared as a value.
 *
 * Lenient where people and systems write the same thing differently: letter case and spaces, `120` and
 * "$120.00", a date in words and in ISO form, the order of a list. Strict in everything else; in
 * particular two identifiers are the same only when they are spelt the same.
 */
import { isObject, type Json } from '../../conversation/index.ts'
import { sameValue, type Value, valuesIn } from '../values/index.ts'

/** True when `found` means `expected`. An expected object asks only for the fields it names; `null` also means absent. */
export function alike(found: Json | undefined, expected: Json): boolean {
  if (found === undefined || found === null) return expected === null
  if (expected === null) return false
  if (isList(expected)) return isList(found) && sameItems(found, expected)
  if (typeof expected === 'object') return isObject(found) && hasFields(found, expected as Fields)
  if (typeof found === 'object') return false
  if (typeof found === 'number' && typeof expected === 'number') return sameNumber(found, expected)
  return typeof found === 'boolean' || typeof expected === 'boolean'
    ? found === expected
    : sameText(String(found), String(expected))
}

export type Fields = Readonly<Record<string, Json>>

/** Whether every field named in `expected` is alike in `found`. */
export function hasFields(found: Fields, expected: Fields): boolean {
  return Object.entries(expected).every(([name, value]) => alike(found[name], value))
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

/** Lists are compared without their order: backends rarely promise one, and a set of seats is the same set either way. */
function sameItems(found: readonly Json[], expected: readonly Json[]): boolean {
  if (found.length !== expected.length) return false
  const left = [...found]
  return expected.every((item) => {
    const index = left.findIndex((candidate) => alike(candidate, item))
    if (index !== -1) left.splice(index, 1)
    return index !== -1
  })
}

function sameText(found: string, expected: string): boolean {
  const [one, other] = [folded(found), folded(expected)]
  if (one === other) return true
  const [a, b] = [wholeNumberText(one), wholeNumberText(other)]
  if (a !== undefined && b !== undefined) return sameNumber(a, b)
  const [x, y] = [wholeValue(found), wholeValue(expected)]
  return x !== undefined && y !== undefined && sameValue(x, y)
}

/** Equal but for what floating point adds. */
function sameNumber(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b))
}

/** Lower case, single spaces, nothing around. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
}

/** The number that a text is, when it is nothing but a number. Long digit strings are identifiers and stay text. */
function wholeNumberText(text: string): number | undefined {
  return /^-?\$?(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(?:\.\d{1,9})?$/.test(text)
    ? Number(text.replaceAll(/[$,]/g, ''))
    : undefined
}

const written = new Set(['money', 'date', 'time', 'duration', 'percent', 'phone', 'email'])

/** The one value that a text is, when it is nothing but that value. */
function wholeValue(text: string): Value | undefined {
  const [value, ...others] = valuesIn(text)
  const whole = value !== undefined && others.length === 0 && value.text.length === text.trim().length
  return whole && written.has(value.type) ? value : undefined
}
