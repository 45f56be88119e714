/** Whether two values mean the same. */
import { readIso, weekdayOf } from './calendar.ts'
import type { Value } from './value.ts'

/**
 * True when some reading of `a` agrees with some reading of `b`: `3:15` with `15:15`, `Tuesday` with a date that is
 * a Tuesday, `March 5` with `2026-03-05`, `$120` with `120` where no currency was said.
 *
 * Values of different types are different, except that a bare number agrees with any amount, share, count or
 * identifier of that size. Symmetric; every value is the same as itself; not transitive, because "Tuesday" is the
 * same as two dates that differ.
 */
export function sameValue(a: Value, b: Value): boolean {
  if (a.type === 'number' || b.type === 'number') return sameNumber(a, b)
  if (a.type !== b.type) return false
  if (a.type === 'count' && a.of !== undefined && b.of !== undefined && a.of !== b.of) return false
  if (a.type === 'phone') return samePhone(a.value, b.value)
  const agree = agreement[a.type] ?? ((x: string, y: string) => x === y)
  const others = b.value.split('|')
  return a.value.split('|').some((reading) => others.some((other) => agree(reading, other)))
}

/** Whether two values could be compared at all: of one type, or one of them a bare number. */
export function comparable(a: Value, b: Value): boolean {
  if (a.type === b.type) return true
  const other = a.type === 'number' ? b.type : b.type === 'number' ? a.type : undefined
  return other === 'money' || other === 'percent' || other === 'count' || other === 'id'
}

const agreement: Partial<Record<Value['type'], (a: string, b: string) => boolean>> = {
  money: sameMoney,
  date: sameDate,
}

function sameNumber(a: Value, b: Value): boolean {
  if (!comparable(a, b)) return false
  if (a.type === 'id' || b.type === 'id') return a.value === b.value
  return Math.abs(Number.parseFloat(a.value) - Number.parseFloat(b.value)) < 0.005
}

function sameMoney(a: string, b: string): boolean {
  const [amountA, currencyA] = a.split(' ')
  const [amountB, currencyB] = b.split(' ')
  return amountA === amountB && (currencyA === undefined || currencyB === undefined || currencyA === currencyB)
}

/** A telephone number may be said without its country code: then the shorter is the end of the longer. */
function samePhone(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  return short === long || (short.length >= 7 && long.endsWith(short.replace(/^0/, '')))
}

function sameDate(a: string, b: string): boolean {
  if (a.startsWith('weekday:') || b.startsWith('weekday:')) return sameWeekday(a, b)
  const [x, y] = [dateParts(a), dateParts(b)]
  return x.every((part, index) => part === '' || y[index] === '' || part === y[index])
}

/** Year, month and day, each empty where it was not said. */
function dateParts(date: string): [string, string, string] {
  const match = /^(\d{4}|-)-(\d{2}|-)?(?:-?(\d{2}))?$/.exec(date)
  const said = (part: string | undefined): string => (part === undefined || part === '-' ? '' : part)
  return [said(match?.[1]), said(match?.[2]), said(match?.[3])]
}

/** A weekday agrees with a full date that falls on it, and with every date whose year was not said. */
function sameWeekday(a: string, b: string): boolean {
  if (a === b) return true
  const [name, other] = a.startsWith('weekday:') ? [a, b] : [b, a]
  if (other.startsWith('weekday:')) return false
  const full = readIso(other)
  return full === undefined || name === `weekday:${weekdayOf(full.day)}`
}
