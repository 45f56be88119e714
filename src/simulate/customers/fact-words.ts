/**
 * How a customer puts the value of a fact into words.
 *
 * Words come from the scenario (`say`) or are the value itself in another everyday form: `14:00` is
 * `2pm`, `2026-03-03` is `March 3rd`. Nothing else is ever said as a value.
 */
import type { Fact } from '../scenario.ts'

const MONTHS = 'January February March April May June July August September October November December'.split(' ')

/** The ways in which a customer says a value: the scenario's own where it gives any, and no bare machine form. */
export function spoken({ type, say = [] }: Pick<Fact, 'type' | 'say'>, value: string): readonly string[] {
  if (say.length > 0 && !DATES_AND_TIMES.has(type)) return say
  return surfaces({ type, say }, value)
}

const DATES_AND_TIMES: ReadonlySet<Fact['type']> = new Set(['date', 'time'])

/** All ways in which a value of this type may be named, the scenario's own first. */
export function surfaces({ type, say = [] }: Pick<Fact, 'type' | 'say'>, value: string): readonly string[] {
  if (say.length > 0) return [...say, ...formsOf(type, value)]
  return formsOf(type, value)
}

function formsOf(type: Fact['type'], value: string): readonly string[] {
  if (type === 'date') return dateForms(value)
  if (type === 'time') return timeForms(value)
  return type === 'free' && /^\d{4}-\d\d-\d\d$/.test(value) ? [...dateForms(value), value] : [value]
}

function dateForms(value: string): readonly string[] {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) ?? []
  const name = MONTHS[Number(month) - 1]
  if (year === undefined || day === undefined || name === undefined) return [value]
  const number = Number(day)
  const old = Number(year) < 2015 ? ` ${year}` : ''
  return [`${name} ${ordinal(number)}${old}`, `${number} ${name}${old}`, `${name} ${number}${old}`]
}

function ordinal(day: number): string {
  if (day % 100 >= 11 && day % 100 <= 13) return `${day}th`
  return `${day}${['th', 'st', 'nd', 'rd'][day % 10] ?? 'th'}`
}

function timeForms(value: string): readonly string[] {
  const [, hours, minutes] = /^(\d{1,2}):(\d\d)$/.exec(value) ?? []
  if (hours === undefined || minutes === undefined) return [value]
  const hour = Number(hours) % 12 === 0 ? 12 : Number(hours) % 12
  const half = Number(hours) >= 12 ? 'pm' : 'am'
  return minutes === '00'
    ? [`${hour}${half}`, `${hour} ${half}`, `${hour}:00 ${half}`]
    : [`${hour}:${minutes}${half}`, `${hour}:${minutes} ${half}`]
}

/** What a fact is called when an agent does not ask for it: `party_size` is `party size`. */
export function labelOf(key: string): string {
  return key
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[_\-.]+/g, ' ')
    .toLowerCase()
}
