/** Records of a backend and the fields in them. Nothing here changes what it is given. */
import { isObject, type Json } from '../../conversation/index.ts'
import { Problem } from '../../problem.ts'

export type JsonRecord = { readonly [field: string]: Json }

/** What stands at `patient.id`; undefined when nothing does. */
export function fieldOf(record: Json | undefined, path: string): Json | undefined {
  return at(record, path.split('.'))
}

export function at(value: Json | undefined, names: readonly string[]): Json | undefined {
  let here = value
  for (const name of names) {
    if (!isObject(here) || !Object.hasOwn(here, name)) return undefined
    here = here[name]
  }
  return here
}

/** The same value with something else at a place in it. */
export function put(value: Json, names: readonly string[], inner: Json): Json {
  const [name, ...rest] = names
  if (name === undefined) return inner
  const outer = isObject(value) ? value : {}
  return { ...outer, [name]: put(outer[name] ?? {}, rest, inner) }
}

/**
 * `$.data.items[*]` as names. Only names: a shadow has to write there.
 *
 * @throws Problem `connect/shadow-place`
 */
export function namesOf(place: string): readonly string[] {
  const bare = place.replace(/\[\*\]$/, '')
  if (bare === '$') return []
  if (!/^\$(?:\.[\w-]+)+$/.test(bare)) {
    throw new Problem({
      code: 'connect/shadow-place',
      message: `"${place}" is not a place that a shadow can write to.`,
      hint: 'Write names from the root, nothing else: $.data, $.appointments, $.page.items.',
    })
  }
  return bare.slice(2).split('.')
}

/** Whether two scalars are the same to a query, in which everything is text. */
export function alike(one: Json | undefined, other: Json | undefined): boolean {
  if (one === undefined || other === undefined || typeof one === 'object' || typeof other === 'object') {
    return one === other
  }
  return String(one) === String(other)
}

/** Whether a record has all these values; a list of values means any of them. */
export function has(record: Json, wanted: JsonRecord): boolean {
  return Object.entries(wanted).every(([field, value]) =>
    [value].flat().some((each) => alike(fieldOf(record, field), each as Json)),
  )
}

const zoned = /T.*(?:Z|[+-]\d\d:?\d\d)$/

/** Order of two values: numbers by size, moments with a zone by time, everything else as text. */
export function compared(one: Json | undefined, other: Json | undefined): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other
  const [left, right] = [String(one ?? ''), String(other ?? '')]
  if (zoned.test(left) && zoned.test(right)) return Date.parse(left) - Date.parse(right)
  if (isNumber(left) && isNumber(right)) return Number(left) - Number(right)
  return left < right ? -1 : left > right ? 1 : 0
}

const isNumber = (text: string) => /^-?\d+(?:\.\d+)?$/.test(text)
