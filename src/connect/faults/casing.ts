/** Names are written in another casing: snake_case where they were camelCase. */
import { z } from 'zod'
import { driftKind, fieldOption } from './drift.ts'
import { cased } from './json-values.ts'

const options = z.strictObject({
  ...fieldOption,
  to: z
    .enum(['snake', 'camel', 'pascal'])
    .default('snake')
    .describe('snake_case, camelCase or PascalCase. Default snake.'),
})

export const casing = driftKind(
  {
    kind: 'casing',
    summary: 'writes the names of a record in another casing',
    example: 'casing: { to: snake }',
    options,
    explain: ({ to }, field) => `writes ${field} in ${to} case`,
    fits: ({ name }, { to }) => cased(name, to) !== name,
    rewrite:
      ({ to }) =>
      (name, value) => [[cased(name, to), value]],
  },
  options,
)
