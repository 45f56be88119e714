/** Spans of time as people write them: `20 minutes`, `3 h`, `2 days`. */
import { z } from 'zod'

const pattern = /^(\d+(?:\.\d+)?)\s*(m|min|minutes?|h|hours?|d|days?)$/

/** A span in a file. */
export const spanText = z
  .string()
  .regex(pattern, 'Write a number with its unit: 20 minutes, 3 h, 2 days.')
  .refine((text) => msOf(text) > 0, 'Write a span longer than nothing.')

/** Milliseconds of a span; a day has 24 hours. 0 for what is no span. */
export function msOf(span: string): number {
  const [, number = '0', unit = 'm'] = pattern.exec(span) ?? []
  return Math.round(Number(number) * unitMs(unit.charAt(0)))
}

/** Whole days of a span that is given in days, such as `2 days`; undefined for any other. */
export function daysOf(span: string): number | undefined {
  const [, number = '', unit = ''] = pattern.exec(span) ?? []
  return unit.startsWith('d') && /^\d+$/.test(number) ? Number(number) : undefined
}

function unitMs(unit: string): number {
  if (unit === 'd') return 86_400_000
  return unit === 'h' ? 3_600_000 : 60_000
}
