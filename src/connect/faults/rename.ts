/** A field has another name than it had. */
import { z } from 'zod'
import { driftKind, fieldOption, requestOption } from './drift.ts'

const options = z.strictObject({
  ...fieldOption,
  ...requestOption,
  to: z
    .string()
    .min(1)
    .optional()
    .describe('The new name. Default the old one in another casing, or with an underscore.'),
})

export const rename = driftKind(
  {
    kind: 'rename',
    summary: 'gives a field another name',
    example: 'rename: { field: $.start, to: start_time }',
    options,
    explain: ({ to, alsoRequest }, field) =>
      `calls ${field} ${to ?? 'something else'}${alsoRequest ? ', and takes no other name for it' : ''}`,
    fits: ({ name }, { to }) => to !== name,
    newName: ({ to, alsoRequest }, name) => (alsoRequest ? (to ?? renamed(name)) : undefined),
    rewrite:
      ({ to }) =>
      (name, value) => [[to ?? renamed(name), value]],
  },
  options,
)

/** `startTime` is `start_time`, `start_time` is `startTime`, `start` is `start_value`. */
function renamed(name: string): string {
  if (/[a-z][A-Z]/.test(name)) return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()
  if (/_[a-z]/.test(name)) return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
  return `${name}_value`
}
