/** Violations that prove themselves, told while their conversation still goes on. */
import { z } from 'zod'
import type { Route } from '../context.ts'
import { guarded, ms, refusals } from '../forms.ts'

const wanted = z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) })

const violation = z.object({
  conversation: z.string(),
  condition: z.string(),
  seenMs: ms,
  because: z.string(),
  at: z.array(z.number().int()).describe('Indexes of the events that show it, as far as the conversation had come.'),
})

export const early: Route = (server, { observatory: { observed } }) => {
  server.get(
    '/v1/early-violations',
    {
      config: { needs: 'read' },
      schema: {
        summary: 'Violations that were seen before their conversation was over, newest first',
        querystring: wanted,
        response: { 200: z.object({ violations: z.array(violation) }), ...refusals(400, ...guarded) },
      },
    },
    async ({ project, query: { limit } }) => ({
      violations: (await observed.readings.early(project, limit)).map(({ thread, condition, seenMs, because, at }) => ({
        conversation: thread,
        condition,
        seenMs,
        because,
        at: [...at],
      })),
    }),
  )
}
