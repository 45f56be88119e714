/** A field stands one level deeper than it did. */
import { z } from 'zod'
import { driftKind, fieldOption } from './drift.ts'

const options = z.strictObject({
  ...fieldOption,
  in: z.string().min(1).default('data').describe('The name of the object it is put in. Default data.'),
})

export const nest = driftKind(
  {
    kind: 'nest',
    summary: 'puts a field one level deeper',
    example: 'nest: { field: $.start, in: time }',
    options,
    explain: (settings, field) => `puts ${field} into an object ${settings.in}`,
    fits: () => true,
    rewrite: (settings) => (name, value) => [[settings.in, { [name]: value }]],
  },
  options,
)
