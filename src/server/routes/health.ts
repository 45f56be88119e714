/** Whether the server is there, and whether it can take anything in. Neither needs a key nor tells anything else. */
import type { Route } from '../context.ts'

export const health: Route = (server, { observatory }) => {
  server.get('/healthz', async () => ({ ok: true }))
  server.get('/readyz', async (_, reply) => {
    try {
      await observatory.observed.counts('')
      return { ready: true }
    } catch {
      return reply.code(503).header('retry-after', '2').send({ ready: false })
    }
  })
}
