/** Amounts come in cents where they came in units, or the other way round. */
import { z } from 'zod'
import { driftKind, fieldOption } from './drift.ts'
import { isAmount, isNumeric, scaled } from './json-values.ts'

const options = z.strictObject({
  ...fieldOption,
  to: z.enum(['cents', 'units']).default('cents').describe('What amounts are sent in. Default cents.'),
})

export const cents = driftKind<z.output<typeof options>>(
  {
    kind: 'cents',
    summary: 'sends amounts in cents instead of units, or in units instead of cents',
    example: 'cents: { field: $.balance }',
    options,
    variants: { cents: { to: 'cents' }, units: { to: 'units' } },
    explain: ({ to }, field) => `sends ${field} in ${to}`,
    fits: ({ name, values }) => isAmount(name) && values.some((value) => isNumeric(value) && Number(value) !== 0),
    rewrite:
      ({ to }) =>
      (name, value) => [[name, isNumeric(value) ? scaled(value, to === 'cents' ? 100 : 0.01) : value]],
  },
  options,
)
