/** A field that always had a value has none. */
import { z } from 'zod'
import { driftKind, fieldOption } from './drift.ts'

const options = z.strictObject({ ...fieldOption })

export const nullField = driftKind(
  {
    kind: 'null-field',
    summary: 'sends null where there was always a value',
    example: 'null-field: { field: $.phone }',
    options,
    explain: (_, field) => `sends null for ${field}`,
    fits: ({ values }) => values.some((value) => value !== null),
    rewrite: () => (name) => [[name, null]],
  },
  options,
)
