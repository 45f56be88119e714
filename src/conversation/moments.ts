/**
 * Moments as foreign records write them: ISO 8601, or seconds or milliseconds since 1970.
 *
 * A moment without a zone is read as UTC: only differences between moments of one record are used, and
 * the machine's own zone must not change a verdict.
 */
const iso = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i

/** Numbers from here on are milliseconds since 1970: as seconds they would lie after the year 5000. */
const leastMilliseconds = 1e11

/** Milliseconds since 1970, or undefined when the value is no moment. `unit` decides for numbers when it is given. */
export function momentOf(value: unknown, unit?: 'seconds' | 'milliseconds'): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? scaled(value, unit) : undefined
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  if (/^\d+(\.\d+)?$/.test(text)) return scaled(Number(text), unit)
  const match = iso.exec(text)
  if (match === null) return undefined
  const [, day, time = '00:00', zone = 'Z'] = match
  // biome-ignore lint/style/noRestrictedGlobals: reads a text, not the clock
  const ms = Date.parse(`${day}T${time.slice(0, 12)}${wholeZone(zone)}`)
  return Number.isNaN(ms) ? undefined : ms
}

/** The moment as ISO 8601 in UTC. */
export function isoOf(ms: number): string {
  // biome-ignore lint/style/noRestrictedGlobals: writes a number, does not read the clock
  return new Date(ms).toISOString()
}

function scaled(value: number, unit: 'seconds' | 'milliseconds' | undefined): number {
  const isMilliseconds = unit === undefined ? Math.abs(value) >= leastMilliseconds : unit === 'milliseconds'
  return isMilliseconds ? value : value * 1000
}

/** `+02` and `+0200` as `+02:00`. */
function wholeZone(zone: string): string {
  if (/^z$/i.test(zone)) return 'Z'
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0')
  return `${zone[0]}${digits.slice(0, 2)}:${digits.slice(2)}`
}
