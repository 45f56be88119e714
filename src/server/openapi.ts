/** The description of the HTTP API, made from the schemas that requests and answers are held to. */
import swagger from '@fastify/swagger'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import type { Server } from './context.ts'

/** Has to be there before the routes it describes. */
export async function describe(server: Server, version: string): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Fieldproof',
        version,
        description: 'Conversations of production in, graded by the same pact as simulated ones.',
      },
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'A key, `fp_…`, also as `x-api-key` or by Basic.' },
          session: { type: 'apiKey', in: 'cookie', name: 'fieldproof', description: 'A person who signed in.' },
        },
      },
      security: [{ key: [] }, { session: [] }],
    },
    transform: jsonSchemaTransform,
  })
}
