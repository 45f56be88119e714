/** Dates are written another way: as seconds since 1970, or as 03/04/2026. */
import { z } from 'zod'
import { driftKind, fieldOption } from './drift.ts'
import { dateAs, isDate } from './json-values.ts'

const wording = { 'epoch-s': 'seconds since 1970', 'epoch-ms': 'milliseconds since 1970', local: 'month/day/year' }

const options = z.strictObject({
  ...fieldOption,
  as: z
    .enum(['epoch-s', 'epoch-ms', 'local'])
    .default('epoch-ms')
    .describe('Seconds or milliseconds since 1970, or month/day/year. Default epoch-ms.'),
})

export const dateFormat = driftKind<z.output<typeof options>>(
  {
    kind: 'date-format',
    summary: 'writes dates another way',
    example: 'date-format: { field: $.start, as: local }',
    options,
    variants: { 'epoch-s': { as: 'epoch-s' }, 'epoch-ms': { as: 'epoch-ms' }, local: { as: 'local' } },
    explain: (settings, field) => `writes ${field} as ${wording[settings.as]}`,
    fits: ({ values }) => values.some(isDate),
    rewrite: (settings) => (name, value) => [[name, isDate(value) ? dateAs(value, settings.as) : value]],
  },
  options,
)
