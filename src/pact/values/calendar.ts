/**
 * Days of the Gregorian calendar as plain numbers, and clock times in a zone. No machine clock or zone is
 * read, so the same words give the same dates on every machine.
 */
import { shownIn } from '../../conversation/index.ts'

export interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

const msPerDay = 86_400_000
const pad = (n: number, width = 2): string => String(n).padStart(width, '0')

/** Days since 1970-01-01; negative before. Howard Hinnant's days-from-civil. */
export function dayNumber({ year, month, day }: Day): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

export function dayOfNumber(n: number): Day {
  const z = n + 719_468
  const era = Math.floor(z / 146_097)
  const dayOfEra = z - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  }
}

/** Monday is 1, Sunday is 7. */
export function weekdayOf(day: Day): number {
  return ((((dayNumber(day) + 3) % 7) + 7) % 7) + 1
}

/** Whether such a day exists: refuses 31 April and 29 February 2026. */
export function exists({ year, month, day }: Day): boolean {
  if (month < 1 || month > 12 || day < 1 || day > 31) return false
  const back = dayOfNumber(dayNumber({ year, month, day }))
  return back.month === month && back.day === day
}

export function isoDay({ year, month, day }: Day): string {
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}`
}

const isoPattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?\s?(Z|[+-]\d{2}:?\d{2})?)?$/

/** A day, and the minute of it where one was written. */
export interface Instant {
  readonly day: Day
  readonly clock?: string
}

/**
 * Reads an ISO 8601 date or date and time. A zoned time is brought to `timeZone`; a time without zone is taken
 * as it stands. `undefined` when it is no such date.
 */
export function readIso(text: string, timeZone?: string): Instant | undefined {
  const match = isoPattern.exec(text)
  if (match === null) return undefined
  const [, year, month, date, hour, minute, second, zone] = match
  const day: Day = { year: Number(year), month: Number(month), day: Number(date) }
  if (!exists(day)) return undefined
  if (hour === undefined || minute === undefined) return { day }
  if (zone === undefined || timeZone === undefined) return { day, clock: `${hour}:${minute}` }
  const utcMs = dayNumber(day) * msPerDay + (Number(hour) * 60 + Number(minute) - offsetMinutes(zone)) * 60_000
  return inZone(utcMs + Number(second ?? 0) * 1000, timeZone) ?? { day, clock: `${hour}:${minute}` }
}

/**
 * The day on the calendar so long after a moment: in `timeZone`, or else in the zone that the moment is written in.
 * `undefined` when it is no moment.
 */
export function localDay(moment: string, timeZone: string | undefined, afterMs: number): Day | undefined {
  const match = isoPattern.exec(moment)
  if (match === null) return undefined
  const [, year, month, date, hour = '0', minute = '0', second = '0', zone] = match
  const day: Day = { year: Number(year), month: Number(month), day: Number(date) }
  if (!exists(day)) return undefined
  const writtenMs = dayNumber(day) * msPerDay + (Number(hour) * 60 + Number(minute)) * 60_000 + Number(second) * 1000
  const thenMs = writtenMs + afterMs
  const there =
    zone === undefined || timeZone === undefined ? undefined : inZone(thenMs - offsetMinutes(zone) * 60_000, timeZone)
  return there?.day ?? dayOfNumber(Math.floor(thenMs / msPerDay))
}

function offsetMinutes(zone: string): number {
  if (zone === 'Z') return 0
  const digits = zone.replace(':', '')
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5))
  return zone.startsWith('-') ? -minutes : minutes
}

function inZone(utcMs: number, timeZone: string): Instant | undefined {
  const shown = shownIn(timeZone, utcMs)
  if (shown === undefined) return undefined
  const { year, month, day, hour, minute } = shown
  return { day: { year: Number(year), month: Number(month), day: Number(day) }, clock: `${hour}:${minute}` }
}
