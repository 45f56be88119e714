/** Whether the server is there, and whether it can take anything in. Neither needs a key nor tells anything else. */
import { z } from 'zod'
import type { Route } from '../context.ts'
import { retryAfter } from '../refused.ts'

export const health: Route = (server, { observatory }) => {
  server.get(
    '/healthz',
    {
      config: { needs: 'nothing' },
      schema: { summary: 'Whether the server is there', response: { 200: z.object({ ok: z.boolean() }) } },
    },
    async () => ({ ok: true }),
  )
  const readiness = z.object({ ready: z.boolean(), because: z.string().optional() })
  server.get(
    '/readyz',
    {
      config: { needs: 'nothing' },
      schema: {
        summary: 'Whether it can take anything in, and understands what it took',
        response: { 200: readiness, 503: readiness.describe('Not now.') },
      },
    },
    async (_, reply) => {
      const trouble = observatory.trouble()
      if (trouble !== undefined)
        return reply.code(503).headers(retryAfter).send({ ready: false, because: trouble.message })
      try {
        await observatory.observed.counts('')
        return { ready: true }
      } catch {
        return reply.code(503).headers(retryAfter).send({ ready: false })
      }
    },
  )
}
