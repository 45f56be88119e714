/** A value as text, the same for equal values whatever the order of their fields. */
import type { Json } from '../../conversation/index.ts'

export function written(value: Json): string {
  return JSON.stringify(value, (_, field: Json) =>
    typeof field === 'object' && field !== null && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
      : field,
  )
}
