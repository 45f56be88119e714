/** A field that has one of a few values has one that is none of them. */
import { z } from 'zod'
import { driftKind, fieldOption } from './drift.ts'

const options = z.strictObject({
  ...fieldOption,
  to: z.string().min(1).default('pending_review').describe('The new value. Default pending_review.'),
})

export const newValue = driftKind(
  {
    kind: 'new-value',
    summary: 'sends a value that is none of the known ones',
    example: 'new-value: { field: $.status, to: waitlisted }',
    options,
    explain: ({ to }, field) => `sends ${to} for ${field}`,
    fits: ({ values }, { to }) =>
      values.some((value) => value !== to) &&
      values.every((value) => typeof value === 'string' && /^[A-Za-z][A-Za-z_-]{1,24}$/.test(value)),
    rewrite:
      ({ to }) =>
      (name) => [[name, to]],
  },
  options,
)
