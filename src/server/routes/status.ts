/** What came, what became of it, and whether the counts agree. */
import { z } from 'zod'
import type { Route } from '../context.ts'
import { guarded, refusals } from '../forms.ts'

export const status: Route = (server, { observatory, version }) => {
  server.get(
    '/v1/status',
    {
      config: { needs: 'read' },
      schema: {
        summary: 'What came, and what became of it',
        response: {
          200: z.object({
            version: z.string(),
            project: z.string(),
            counts: z.record(z.string(), z.number()).describe('By what became of it.'),
          }),
          ...refusals(...guarded),
        },
      },
    },
    async ({ project }) => ({ version, project, counts: { ...(await observatory.observed.counts(project)) } }),
  )
}
