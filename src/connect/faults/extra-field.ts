/** A field that nobody knows stands beside one that everybody knows. */
import { z } from 'zod'
import type { Json } from '../../conversation/index.ts'
import { driftKind, fieldOption } from './drift.ts'

const options = z.strictObject({
  ...fieldOption,
  name: z.string().min(1).optional().describe('Its name. Default that of its neighbour with _v2.'),
  value: z.json().default('n/a').describe('Its value. Default n/a.'),
})

export const extraField = driftKind(
  {
    kind: 'extra-field',
    summary: 'adds a field that nobody knows',
    example: 'extra-field: { field: $.id, name: legacy_id }',
    options,
    explain: ({ name }, field) => `adds ${name ?? 'an unknown field'} beside ${field}`,
    fits: () => true,
    rewrite: (settings) => (name, value) => [
      [name, value],
      [settings.name ?? `${name}_v2`, settings.value as Json],
    ],
  },
  options,
)
