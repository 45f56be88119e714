/** A field that was always there is not. */
import { z } from 'zod'
import { driftKind, fieldOption } from './drift.ts'

const options = z.strictObject({ ...fieldOption })

export const missingField = driftKind(
  {
    kind: 'missing-field',
    summary: 'leaves a field out',
    example: 'missing-field: { field: $.dentist }',
    options,
    explain: (_, field) => `leaves out ${field}`,
    fits: () => true,
    rewrite: () => () => [],
  },
  options,
)
