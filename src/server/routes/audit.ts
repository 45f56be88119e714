/** Who did what. */
import { z } from 'zod'
import type { Route } from '../context.ts'
import { guarded, ms, refusals } from '../forms.ts'

const deed = z.object({
  atMs: ms,
  project: z.string(),
  who: z.string(),
  what: z.string(),
  about: z.string(),
  from: z.string().optional().describe('The address it came from.'),
})

export const audit: Route = (server, { access }) => {
  server.get(
    '/v1/audit',
    {
      config: { needs: 'admin' },
      schema: {
        summary: 'Who did what, newest first',
        querystring: z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) }),
        response: { 200: z.object({ deeds: z.array(deed) }), ...refusals(400, ...guarded) },
      },
    },
    async ({ query: { limit }, project }) => ({ deeds: [...(await access.deeds(project, limit))] }),
  )
}
