/** Clock times in a time zone, and the moments that they are: days on which clocks change have hours that are missing or twice. */

import { shownIn } from '../conversation/index.ts'

/** Whether the machine knows a time zone. */
export const isZone = (timeZone: string) => shownIn(timeZone, 0) !== undefined

/** What the clocks in a zone show: `2026-03-29T01:50`. @throws RangeError for a zone that the machine does not know */
export function localAt(utcMs: number, timeZone: string): string {
  const shown = shownIn(timeZone, utcMs)
  if (shown === undefined) throw new RangeError(`there is no time zone ${timeZone}`)
  const { year, month, day, hour, minute } = shown
  return `${year}-${month}-${day}T${hour}:${minute}`
}

/** Minutes by which the clocks in a zone are ahead of UTC at a moment. */
export function offsetAt(utcMs: number, timeZone: string): number {
  const minute = Math.floor(utcMs / 60_000) * 60_000
  return (asUtc(localAt(minute, timeZone)) - minute) / 60_000
}

/**
 * The moment at which the clocks in a zone show a time. One that they show twice is the first of both; one that they
 * skip is as much later as they skip.
 */
export function momentAt(local: string, timeZone: string): number {
  const wall = asUtc(local)
  const day = 86_400_000
  const candidates = [offsetAt(wall - day, timeZone), offsetAt(wall + day, timeZone)].map(
    (offset) => wall - offset * 60_000,
  )
  const shown = candidates.filter((moment) => localAt(moment, timeZone) === local)
  return shown.length > 0 ? Math.min(...shown) : Math.max(...candidates)
}

/** ISO 8601 with the zone's offset: `2026-03-29T01:50:00+00:00`. */
export function isoAt(utcMs: number, timeZone: string): string {
  const offset = offsetAt(utcMs, timeZone)
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60].map((part) =>
    String(part).padStart(2, '0'),
  )
  const seconds = String(Math.floor(utcMs / 1000) % 60).padStart(2, '0')
  return `${localAt(utcMs, timeZone)}:${seconds}${offset < 0 ? '-' : '+'}${hours}:${minutes}`
}

/** A date so many days on: `2026-02-28` and 1 make `2026-03-01`. */
export function dayAfter(date: string, days: number): string {
  return localAt(asUtc(`${date}T12:00`) + days * 86_400_000, 'UTC').slice(0, 10)
}

/** Milliseconds since 1970 of ISO 8601 with offset. */
export function msAt(iso: string): number {
  // biome-ignore lint/style/noRestrictedGlobals: reads a text, not the clock
  return Date.parse(iso)
}

/** A local time read as if it were UTC. */
export function asUtc(local: string): number {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = local.split(/[-T:]/).map(Number)
  // biome-ignore lint/style/noRestrictedGlobals: counts, does not read the clock
  return Date.UTC(year, month - 1, day, hour, minute)
}
