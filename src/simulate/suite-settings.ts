/** How a suite is written in a project file: what varies, how often production has it, and what never goes together. */
import { z } from 'zod'

const name = z.string().min(1)
const share = z
  .number()
  .min(0)
  .describe('How often production has it; of a factor’s shares only the proportions count.')

const level = z.union([
  share,
  z.strictObject({
    share: share.optional(),
    persona: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('What is other about the customer, as in a persona file: only what changes.'),
  }),
])

const levels = z.union([
  z.array(name).min(1),
  z
    .record(name, level)
    .refine((given) => Object.keys(given).length > 0, { error: 'A factor needs at least one level.' }),
])

const together = z.record(name, z.union([name, z.array(name).min(1)]))

export const suiteSettings = z.strictObject({
  strength: z
    .number()
    .int()
    .min(1)
    .max(4)
    .default(2)
    .describe('2: every pair of levels is played in some conversation. 3: every triple.'),
  factors: z
    .record(name, levels)
    .default({})
    .describe(
      'What varies. scenario, persona, channel and faults are the project’s where they are left out; any other is a change of the customer per level. A list of levels, or levels with the share that production has of each.',
    ),
  typical: z
    .number()
    .int()
    .min(0)
    .default(20)
    .describe(
      'Conversations drawn as production has them, where every factor says its shares: without them hardly any conversation of a suite is an everyday one, and no rate can be told.',
    ),
  never: z.array(together).default([]).describe('Levels that never go together.'),
  always: z
    .array(z.record(name, name))
    .default([])
    .describe('Conversations that must be there, such as those of an incident; what is left out is chosen.'),
})

export type SuiteSettings = z.output<typeof suiteSettings>
