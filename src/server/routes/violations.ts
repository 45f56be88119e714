/** The queue of violations of production: groups, most worth looking at first, and the conversations of each. */
import { z } from 'zod'
import { peopleIn, type Violation, type ViolationGroup, violationGroups } from '../../learn/index.ts'
import type { Context, Route } from '../context.ts'
import { guarded, ms, refusals } from '../forms.ts'
import { notFound } from '../refused.ts'

const dayMs = 86_400_000
const newWithinMs = 7 * dayMs

const window = z.object({
  days: z.coerce.number().int().min(1).max(366).default(28).describe('Conversations that ended so lately.'),
  channel: z.string().optional(),
  version: z.string().optional().describe("The agent's."),
  condition: z.string().optional().describe('Only violations of this promise.'),
})
const page = {
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  after: z.coerce.number().int().min(0).default(0).describe('So many were had already; as "next" of the page before.'),
}
const next = z.number().int().optional().describe('What to ask for with "after"; absent on the last page.')

const group = z.object({
  id: z.string(),
  condition: z.string(),
  severity: z.enum(['critical', 'major', 'minor']),
  path: z.object({ tools: z.array(z.string()), ending: z.string() }),
  opening: z.string().describe('How the customer of its first conversation began.'),
  violated: z.number().int().describe('Conversations.'),
  decided: z.number().int().describe('Conversations in which the promise was decided.'),
  low: z.number().describe('Of their share, 95 %.'),
  high: z.number(),
  confirmed: z.number().int(),
  dismissed: z.number().int(),
  isNew: z.boolean().describe('Began within the last seven days.'),
  rank: z.number().describe('Weight x share x novelty.'),
  weighs: z.object({ severity: z.number(), frequency: z.number(), novelty: z.number() }),
  firstMs: ms,
  lastMs: ms,
})
const violation = z.object({
  conversation: z.string(),
  channel: z.string(),
  closedMs: ms,
  because: z.string(),
  at: z.array(z.number().int()).describe('Indexes of the events that show it.'),
  said: z.enum(['held', 'violated', 'disputed']).optional().describe('What people say of it.'),
})

export const violations: Route = (server, context) => {
  server.get(
    '/v1/violations',
    {
      config: { needs: 'read' },
      schema: {
        summary: 'Groups of violations, most worth looking at first',
        querystring: window.extend(page),
        response: { 200: z.object({ groups: z.array(group), next }), ...refusals(400, ...guarded) },
      },
    },
    async ({ project, query: { limit, after, ...wanted } }) => {
      const { items, ...rest } = pageOf(await groupsOf(context, project, wanted), after, limit)
      return { groups: items.map(shown), ...rest }
    },
  )

  server.get(
    '/v1/violations/:group',
    {
      config: { needs: 'read' },
      schema: {
        summary: 'The conversations of one group, oldest first; each is at /v1/conversations/:id',
        params: z.object({ group: z.string() }),
        querystring: window.extend(page),
        response: { 200: z.object({ group, violations: z.array(violation), next }), ...refusals(400, 404, ...guarded) },
      },
    },
    async ({ project, params, query: { limit, after, ...wanted } }) => {
      const found = (await groupsOf(context, project, wanted)).find(({ id }) => id === params.group)
      if (found === undefined) throw notFound('group of violations')
      const { items, ...rest } = pageOf(found.violations, after, limit)
      return { group: shown(found), violations: items.map(violationShown), ...rest }
    },
  )
}

async function groupsOf(
  { observatory: { observed, pact }, labels, now }: Context,
  project: string,
  { days, channel, version, condition }: z.infer<typeof window>,
): Promise<readonly ViolationGroup[]> {
  const production = {
    ...{ observed, project, sinceMs: now() - days * dayMs, untilMs: now() + dayMs },
    ...(channel !== undefined && { channel }),
    ...(version !== undefined && { version }),
  }
  const people = await peopleIn(labels.all(project, { source: 'production' }))
  const options = { pact, people, newSinceMs: now() - newWithinMs, ...(condition !== undefined && { condition }) }
  return violationGroups({ production }, options)
}

function pageOf<Item>(all: readonly Item[], after: number, limit: number) {
  const items = all.slice(after, after + limit)
  return { items, ...(after + limit < all.length && { next: after + limit }) }
}

function shown({ id, condition, severity, path, opening, violations: all, shares, ...group }: ViolationGroup) {
  const { confirmed, dismissed, isNew, rank, weighs } = group
  const { n = all.length, low = 0, high = 1 } = shares.production ?? {}
  return {
    ...{ id, condition, severity, opening, confirmed, dismissed, isNew, rank, weighs: { ...weighs } },
    path: { tools: [...path.tools], ending: path.ending },
    ...{ violated: all.length, decided: n, low, high },
    ...{ firstMs: all[0]?.atMs ?? 0, lastMs: all.at(-1)?.atMs ?? 0 },
  }
}

function violationShown({ conversation, channel, atMs, because, at, said }: Violation) {
  return { conversation, channel, closedMs: atMs, because, at: [...at], ...(said !== undefined && { said }) }
}
