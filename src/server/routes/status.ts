/** What came, what became of it, and whether the counts agree. */
import type { Route } from '../context.ts'

export const status: Route = (server, { observatory, version }) => {
  server.get('/v1/status', async ({ project }) => ({
    version,
    counts: await observatory.observed.counts(project),
  }))
}
