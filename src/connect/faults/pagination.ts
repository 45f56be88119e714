/** A list that came whole comes in pages: only the first is there, and a cursor for the rest. */
import { z } from 'zod'
import { driftKind, fieldOption } from './drift.ts'

const options = z.strictObject({
  ...fieldOption,
  size: z.int().min(0).default(1).describe('Records on the first page. Default 1.'),
})

export const pagination = driftKind(
  {
    kind: 'pagination',
    summary: 'sends a list in pages, the first with a cursor for the rest',
    example: 'pagination: { field: $.appointments, size: 1 }',
    options,
    explain: ({ size }, field) => `sends only the first ${size} of ${field}, with a cursor for the rest`,
    fits: ({ values }, { size }) => values.some((value) => Array.isArray(value) && value.length > size),
    rewrite:
      ({ size }) =>
      (name, value) =>
        Array.isArray(value) && value.length > size
          ? [
              [name, value.slice(0, size)],
              ['next_cursor', `page-2-of-${Math.ceil(value.length / Math.max(1, size))}`],
            ]
          : [[name, value]],
  },
  options,
)
