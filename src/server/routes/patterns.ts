/** What customers of production do again and again, and where they leave. */
import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import { gatherTelling, type Hazard, type Pattern, patternsOf } from '../../learn/index.ts'
import type { Context, Route } from '../context.ts'
import { guarded, refusals } from '../forms.ts'

const dayMs = 86_400_000

const window = z.object({
  days: z.coerce.number().int().min(1).max(366).default(28).describe('Conversations that ended so lately.'),
  channel: z.string().optional(),
  version: z.string().optional().describe("The agent's."),
  most: z.coerce
    .number()
    .int()
    .min(50)
    .max(2000)
    .default(300)
    .describe('Conversations that are looked at, about; beyond them customers are sampled, each with all visits.'),
})

const rate = z.object({
  rate: z.number(),
  low: z.number().describe('95 %.'),
  high: z.number(),
  successes: z.number().int(),
  n: z.number().int(),
})
const pattern = z.object({
  name: z.enum(['drop-off', 'rephrasing', 'asks-for-person', 'channel-switch']),
  says: z.string().describe('What they do, in words that follow a share of customers.'),
  real: rate.optional().describe('Of conversations; absent where it can be told of none.'),
  untold: z.number().int().describe('Conversations that it cannot be told of.'),
  concentrates: z
    .array(
      z.object({
        by: z.enum(['kind', 'channel']),
        in: z.string(),
        words: z.array(z.string()).optional().describe('What sets apart how they begin, where "in" does not say it.'),
        share: rate,
        elsewhere: z.number(),
      }),
    )
    .describe('Where there is more of it than elsewhere.'),
  examples: z.array(z.string()).describe('A few conversations; each is at /v1/conversations/:id.'),
})
const hazard = z.object({
  by: z.enum(['upshot', 'turn', 'done']).describe('How points are told apart.'),
  at: z.string(),
  leave: rate.describe("Of the agent's turns at this point, those after which the customer left."),
  elsewhere: z.number().describe('Of turns at all other points.'),
  standsOut: z.boolean().describe('More leave here than elsewhere, with all points allowed for.'),
})

export const patterns: Route = (server, context) => {
  server.get(
    '/v1/patterns',
    {
      config: { needs: 'read' },
      schema: {
        summary: 'What customers do again and again, and where they leave without what they came for',
        querystring: window,
        response: {
          200: z.object({
            conversations: z.number().int(),
            lookedAt: z.number().int(),
            silent: z.number().int().describe('More conversations in which no customer said anything.'),
            patterns: z.array(pattern),
            hazards: z.array(hazard).describe('Points at which they leave, most first within each way to tell them.'),
          }),
          ...refusals(400, ...guarded),
        },
      },
    },
    async ({ project, query: { most, ...wanted } }) => {
      const gradings = unhurried(gradingsOf(context, project, wanted))
      const { real, of, silent } = await gatherTelling(none(), gradings, { seed: 1, most })
      const { shown, hazards } = patternsOf(real, [])
      return {
        ...{ conversations: of, lookedAt: real.length, silent },
        patterns: shown.map(({ pattern }) => patternShown(pattern)),
        hazards: hazards.map(hazardShown),
      }
    },
  )
}

function gradingsOf(
  { observatory: { observed }, now }: Context,
  project: string,
  { days, channel, version }: Omit<z.infer<typeof window>, 'most'>,
) {
  return observed.gradings(project, {
    ...{ sinceMs: now() - days * dayMs, untilMs: now() + dayMs },
    ...(channel !== undefined && { channel }),
    ...(version !== undefined && { version }),
  })
}

async function* none(): AsyncGenerator<never> {}

/** Each conversation takes milliseconds to understand; whoever sends something must not wait for all of them. */
async function* unhurried<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item> {
  for await (const item of items) {
    yield item
    await setImmediate()
  }
}

function patternShown({ name, says, real, untold, concentrates, examples }: Pattern) {
  return {
    ...{ name, says, untold, examples: [...examples] },
    ...(real && { real: rateShown(real) }),
    concentrates: concentrates.map(({ by, in: name, words, share, elsewhere }) => ({
      ...{ by, in: name, elsewhere, ...(words && { words: [...words] }) },
      share: rateShown(share),
    })),
  }
}

const hazardShown = ({ leave, ...point }: Hazard) => ({ ...point, leave: rateShown(leave) })

const rateShown = ({ rate, low, high, successes, n }: Hazard['leave']) => ({ rate, low, high, successes, n })
