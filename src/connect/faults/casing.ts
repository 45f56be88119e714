/** Names are written in another casing: snake_case where they were camelCase. */
import { z } from 'zod'
import { driftKind, fieldOption, requestOption } from './drift.ts'
import { cased } from './json-values.ts'

const options = z.strictObject({
  ...fieldOption,
  ...requestOption,
  to: z
    .enum(['snake', 'camel', 'pascal'])
    .default('snake')
    .describe('snake_case, camelCase or PascalCase. Default snake.'),
})

export const casing = driftKind<z.output<typeof options>>(
  {
    kind: 'casing',
    summary: 'writes the names of a record in another casing',
    example: 'casing: { to: snake }',
    options,
    variants: { snake: { to: 'snake' }, camel: { to: 'camel' } },
    explain: ({ to, alsoRequest }, field) =>
      `writes ${field} in ${to} case${alsoRequest ? ', and reads no other' : ''}`,
    newName: ({ to, alsoRequest }, name) => (alsoRequest ? cased(name, to) : undefined),
    fits: ({ name }, { to }) => ![name, ''].includes(cased(name, to)),
    rewrite:
      ({ to }) =>
      (name, value) => [[cased(name, to), value]],
  },
  options,
)
