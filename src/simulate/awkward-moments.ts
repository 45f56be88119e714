/**
 * Moments at which agents get days and hours wrong, by name: `startsAt: dst-start` begins a conversation just before
 * the clocks go forward.
 *
 * A name is the next such moment in the scenario's own time zone from a day that the file gives, so that the same file
 * always means the same moment.
 */
import { asUtc, dayAfter, isoAt, localAt, momentAt, msAt, offsetAt } from './local-time.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** Minutes before the clocks change: what is to be in half an hour lies beyond. */
const beforeChange = 10
/** Zones have given up their summer time, and a leap day may be eight years away. */
const daysAtMost = 3000

interface Moment {
  /** In words that follow "begins". */
  readonly explain: string
  /** The first on a day or after it, in milliseconds since 1970; undefined where a zone has none. */
  next(date: string, timeZone: string): number | undefined
}

const onDay = (explain: string, clock: string, isMeant: (date: string, next: string) => boolean): Moment => ({
  explain,
  next(from, timeZone) {
    for (let date = from, left = daysAtMost; left > 0; left -= 1) {
      const next = dayAfter(date, 1)
      if (isMeant(date, next)) return momentAt(`${date}T${clock}`, timeZone)
      date = next
    }
    return undefined
  },
})

const moments = {
  midnight: onDay('five minutes before midnight', '23:55', () => true),
  'month-end': onDay('on the last day of a month', '16:30', (date, next) => date.slice(0, 7) !== next.slice(0, 7)),
  'year-end': onDay('on the last day of a year', '16:30', (date) => date.endsWith('-12-31')),
  'leap-day': onDay('on the day before 29 February', '16:30', (_, next) => next.endsWith('-02-29')),
  'dst-start': {
    explain: 'ten minutes before the clocks go forward',
    next: (date, timeZone) => beforeTheClocks('forward', date, timeZone),
  },
  'dst-end': {
    explain: 'ten minutes before the clocks go back',
    next: (date, timeZone) => beforeTheClocks('back', date, timeZone),
  },
} as const satisfies Readonly<Record<string, Moment>>

/** A moment by name. */
export type MomentName = keyof typeof moments

export const momentNames = Object.keys(moments) as [MomentName, ...MomentName[]]

/** What a moment is, in words that follow "begins". */
export const explainMoment = (name: MomentName): string => moments[name].explain

/**
 * When the next moment of a name is.
 *
 * @param from the first day that counts: `2026-01-01`
 * @returns ISO 8601 with the zone's offset; undefined where the zone has no such moment in eight years
 */
export function nextMoment(name: MomentName, from: string, timeZone: string): string | undefined {
  const moment: Moment = moments[name]
  const utcMs = moment.next(from, timeZone)
  return utcMs === undefined ? undefined : isoAt(utcMs, timeZone)
}

function beforeTheClocks(go: 'forward' | 'back', from: string, timeZone: string): number | undefined {
  const first = asUtc(`${from}T00:00`) - offsetAt(asUtc(`${from}T00:00`), timeZone) * minuteMs
  for (let day = 0; day < daysAtMost; day += 1) {
    const [start, end] = [first + day * 24 * hourMs, first + (day + 1) * 24 * hourMs]
    const change = offsetAt(end, timeZone) - offsetAt(start, timeZone)
    if (change !== 0 && change > 0 === (go === 'forward'))
      return changeBetween(start, end, timeZone) - beforeChange * minuteMs
  }
  return undefined
}

/** The first minute with the later offset. */
function changeBetween(start: number, end: number, timeZone: string): number {
  const later = offsetAt(end, timeZone)
  let [low, high] = [start, end]
  while (high - low > minuteMs) {
    const middle = low + Math.floor((high - low) / 2 / minuteMs) * minuteMs
    if (offsetAt(middle, timeZone) === later) high = middle
    else low = middle
  }
  return high
}

/**
 * What the clocks show so long after a moment, as a date and a time.
 *
 * Days are those of the calendar, so that tomorrow is the next date however long today is; hours and minutes pass as
 * they do, so that half an hour before the clocks go forward lies an hour and a half later on them.
 */
export function after(
  startsAt: string,
  timeZone: string,
  { days, ms = 0 }: { readonly days?: number; readonly ms?: number },
): { readonly date: string; readonly time: string } {
  const start = msAt(startsAt)
  const [date = '', time = ''] = localAt(days === undefined ? start + ms : start, timeZone).split('T')
  return { date: days === undefined ? date : dayAfter(date, days), time }
}
