/** What drifts do to single values. */
import { isObject, type Json } from '../../conversation/index.ts'

const numeric = /^-?\d+(?:\.\d+)?$/

export const hasOtherType = (value: Json): boolean => value !== null && typeof value !== 'object'

/** A number as text, text as a number where it is one and as an object around it where it is none, a truth as text. */
export function otherType(value: Json): Json {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return value
  return numeric.test(value) ? Number(value) : { value }
}

const date = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/
/** The zone at the end of a time. */
export const zone = /(?:Z|[+-]\d{2}:?\d{2})$/

export const isDate = (value: Json): value is string =>
  typeof value === 'string' && date.test(value) && !Number.isNaN(Date.parse(value))

export const hasZone = (value: Json): value is string => isDate(value) && value.length > 10 && zone.test(value)

/** A date without a zone is read as in UTC. */
export function dateAs(value: string, form: 'epoch-s' | 'epoch-ms' | 'local'): Json {
  const at = new Date(value.length > 10 && !zone.test(value) ? `${value}Z` : value)
  if (form !== 'local') return form === 'epoch-ms' ? at.getTime() : Math.floor(at.getTime() / 1000)
  const [year = '', month = '', day = ''] = value.slice(0, 10).split('-')
  const time = value.slice(11, 16)
  return `${month}/${day}/${year}${time === '' ? '' : ` ${time}`}`
}

export const isAmount = (name: string): boolean =>
  /amount|price|cost|fee|total|balance|refund|payment|charge|deposit|subtotal|tax/i.test(name)

export const isNumeric = (value: Json): value is number | string =>
  typeof value === 'number' || (typeof value === 'string' && numeric.test(value))

/** Scaled without the tails of binary fractions: 19.99 becomes 1999. */
export function scaled(value: number | string, by: number): Json {
  const result = Number((Number(value) * by).toFixed(6))
  return typeof value === 'string' ? String(result) : result
}

/** A name in another casing; one that has a single word only changes in Pascal case. */
export function cased(name: string, to: 'snake' | 'camel' | 'pascal'): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[_-]+/)
    .filter(Boolean)
  if (to === 'snake') return words.join('_')
  const capital = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  return to === 'pascal' ? capital : capital.charAt(0).toLowerCase() + capital.slice(1)
}

/** The first of a list instead of the list, a list of one instead of the one. */
export function swapped(value: Json): Json {
  if (Array.isArray(value)) return value.length > 0 ? (value[0] as Json) : value
  return isObject(value) ? [value] : value
}
