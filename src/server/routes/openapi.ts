/** The description of the HTTP API. It is the same for everybody, so nobody needs a key for it. */
import { z } from 'zod'
import type { Route } from '../context.ts'

export const openapi: Route = (server) => {
  server.get(
    '/openapi.json',
    {
      config: { needs: 'nothing' },
      schema: { summary: 'This description', response: { 200: z.unknown().describe('OpenAPI 3.1.') } },
    },
    async () => server.swagger(),
  )
}
