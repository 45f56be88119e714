/**
 * Facts as people write them: what kind a fact is where nobody says, and values that are counted from when the
 * conversation begins.
 */
import { after } from './awkward-moments.ts'
import { dayAfter, momentAt, msAt } from './local-time.ts'
import type { Fact, FactType } from './scenario.ts'
import { daysOf, msOf } from './spans.ts'

/** A fact in a file. */
export type FactForm = Partial<Omit<Fact, 'key'>> & {
  /** Instead of a value: how long after the beginning it lies. */
  readonly in?: string
}

/** When a conversation begins, and by which clocks. */
export interface Beginning {
  /** ISO 8601 with offset. */
  readonly startsAt?: string
  readonly timeZone?: string
}

/** A fact with its kind and its value. */
export function factOf(key: string, form: FactForm, beginning: Beginning): Fact {
  const { value, type, disclose, ...rest } = counted(key, form, beginning)
  return {
    key,
    ...(value !== undefined && { value }),
    ...rest,
    type: type ?? guessedType(key, value, rest.options),
    disclose: disclose ?? 'on-ask',
  }
}

/** Whether a value that is given by how long after the beginning it lies means something. */
export function isCountable(
  key: string,
  { value, type = guessedType(key) }: FactForm,
  { startsAt }: Beginning,
): boolean {
  return value === undefined && startsAt !== undefined && (type === 'date' || type === 'time')
}

/** Whoever thinks and types takes a while, and half an hour is not meant to the minute. */
const marginMs = 120_000

/** People say `tomorrow` and `in 30 minutes`; what they mean is a date and a time. */
function counted(key: string, form: FactForm, { startsAt, timeZone = 'UTC' }: Beginning): Omit<FactForm, 'in'> {
  const { in: span, ...fact } = form
  if (span === undefined || startsAt === undefined) return fact
  const days = daysOf(span)
  const there = after(startsAt, timeZone, days === undefined ? { ms: msOf(span) } : { days })
  if ((fact.type ?? guessedType(key)) === 'time')
    return { say: [`in ${span}`], sayForMs: marginMs, ...fact, type: 'time', value: there.time }
  const today = after(startsAt, timeZone, { days: 0 }).date
  const say = { [today]: 'today', [dayAfter(today, 1)]: 'tomorrow' }[there.date] ?? `in ${span}`
  const sayForMs = Math.max(0, momentAt(`${dayAfter(today, 1)}T00:00`, timeZone) - msAt(startsAt) - marginMs)
  return { say: [say], sayForMs, ...fact, type: 'date', value: there.date }
}

const byValue: readonly (readonly [FactType, RegExp])[] = [
  ['date', /^\d{4}-\d\d-\d\d$/],
  ['time', /^\d{1,2}:\d\d$/],
  ['email', /^[^\s@]+@[^\s@]+$/],
  ['money', /^[$€£]\s?\d[\d.,]*$/],
  ['phone', /^\+?[\d ()-]{7,}$/],
  ['count', /^\d{1,3}$/],
]
const byName: readonly (readonly [FactType, RegExp])[] = [
  ['email', /e-?mail/i],
  ['phone', /phone|mobile|cell/i],
  ['date', /date|day|birth/i],
  ['time', /time|hour/i],
  ['name', /name|dentist|doctor|stylist/i],
  ['place', /address|city|place|location/i],
  ['money', /price|amount|cost|budget/i],
  ['id', /(^|_|\b)(id|number|reference|code|order)$/i],
]

/** A value that looks like something is that; else the name decides. */
function guessedType(key: string, value?: string, options?: readonly string[]): FactType {
  const looks = byValue.find(([, pattern]) => value !== undefined && pattern.test(value))
  if (looks !== undefined) return looks[0]
  if (options !== undefined) return 'choice'
  return byName.find(([, pattern]) => pattern.test(key))?.[0] ?? 'free'
}
