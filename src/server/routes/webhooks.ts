/**
 * Copies of what chat providers deliver to a bot's webhook, and of what the bot sends where the provider does not tell.
 *
 * Deliveries need no key: the provider's signature is one. What an agent sent is signed by nobody, and needs a key.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { WebhookAnswer, WebhookRequest } from '../../observe/index.ts'
import { problemsIn } from '../../problem.ts'
import type { Route } from '../context.ts'
import { guarded, refusals } from '../forms.ts'
import { Refused } from '../refused.ts'
import { bytesIn } from './ingest.ts'

const params = z.object({ provider: z.string(), name: z.string().optional() })
const heard = z.unknown().describe('What the provider wants to hear.')
/** Deliveries are small: providers send no files. */
const largest = 4 * 1024 * 1024

export const webhooks: Route = (server, { observatory, webhooks: sources }) => {
  if (sources === undefined) return
  const nothing = { config: { needs: 'nothing' as const }, bodyLimit: largest }

  for (const path of ['/v1/webhooks/:provider', '/v1/webhooks/:provider/:name']) {
    server.get(
      path,
      {
        ...nothing,
        schema: {
          summary: 'Answers the challenge by which a provider verifies a webhook',
          params,
          response: { 200: heard, ...refusals(403, 404) },
        },
      },
      async (request, reply) => {
        const { provider, name } = request.params
        const receipt = asked(() => sources.receive(provider, name, requestOf(request)))
        return answered(reply, receipt.answer)
      },
    )

    server.post(
      path,
      {
        ...nothing,
        schema: {
          summary: 'Send a copy of what a chat provider delivered to a webhook, as it came',
          consumes: ['application/json', 'application/x-www-form-urlencoded'],
          params,
          response: { 200: heard, ...refusals(400, 401, 404, 413, 503) },
        },
      },
      async (request, reply) => {
        const { provider, name } = request.params
        const receipt = asked(() => sources.receive(provider, name, requestOf(request)))
        if (receipt.kind === 'take') {
          const { project, reader, body } = receipt
          await observatory.take({ project, reader, body, contentType: 'application/json' })
        }
        return answered(reply, receipt.answer)
      },
    )
  }

  server.post(
    '/v1/webhooks/:provider/:name/sent',
    {
      config: { needs: 'ingest' },
      bodyLimit: largest,
      schema: {
        summary: 'Send a copy of what an agent sent to its chat provider, and of what was answered',
        consumes: ['application/json'],
        params,
        response: { 200: z.unknown().describe('It is on disk.'), ...refusals(400, 404, 413, ...guarded) },
      },
    },
    async (request) => {
      const { provider, name } = request.params
      const { reader, body } = asked(() => sources.sent(provider, name, bytesIn(request)))
      return observatory.take({ project: request.project, reader, body, contentType: 'application/json' })
    },
  )
}

function requestOf(request: FastifyRequest): WebhookRequest {
  const { search } = new URL(request.url, 'http://here')
  const headers = Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(', ')])
  return {
    method: request.method === 'GET' ? 'GET' : 'POST',
    query: new URLSearchParams(search),
    headers: Object.fromEntries(headers),
    body: bytesIn(request),
  }
}

async function answered(reply: FastifyReply, { status, type, text }: WebhookAnswer) {
  return reply.code(status).type(type).send(text)
}

/** What the sender is told of a delivery that is refused for good. */
function asked<Value>(ask: () => Value): Value {
  try {
    return ask()
  } catch (thrown) {
    const [problem] = problemsIn(thrown)
    const status = statuses[problem?.code ?? '']
    if (problem === undefined || status === undefined) throw thrown
    const { code, message, hint } = problem
    throw new Refused(status, { code, message, hint })
  }
}

const statuses: Readonly<Record<string, number | undefined>> = {
  'ingest/unknown-webhook': 404,
  'ingest/wrong-signature': 401,
}
