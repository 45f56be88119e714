/** A field has another type than it had: a number is text, a text is a number. */
import { z } from 'zod'
import { driftKind, fieldOption } from './drift.ts'
import { hasOtherType, otherType } from './json-values.ts'

const options = z.strictObject({ ...fieldOption })

export const retype = driftKind(
  {
    kind: 'retype',
    summary: 'gives a field another type',
    example: 'retype: { field: $.balance }',
    options,
    explain: (_, field) => `sends ${field} with another type`,
    fits: ({ values }) => values.some(hasOtherType),
    rewrite: () => (name, value) => [[name, otherType(value)]],
  },
  options,
)
