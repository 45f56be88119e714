/** A server on this machine that keeps what real clients send to it, and stands in for a model where they ask one. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Received {
  readonly path: string
  readonly contentType: string
  readonly body: Buffer
}

export interface Loopback {
  readonly base: string
  received(path: string): readonly Received[]
  stop(): Promise<void>
}

export async function loopback(): Promise<Loopback> {
  const all: Received[] = []
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request)
    const path = request.url ?? ''
    all.push({ path, contentType: request.headers['content-type'] ?? '', body })
    answer(path, body, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: (path) => all.filter((each) => each.path.startsWith(path)),
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function answer(path: string, body: Buffer, response: ServerResponse): void {
  response.setHeader('content-type', 'application/json')
  if (path.includes('ingestion')) response.statusCode = 207
  response.end(JSON.stringify(contentFor(path, body)))
}

function contentFor(path: string, body: Buffer): unknown {
  if (path.includes('ingestion')) return { successes: [], errors: [] }
  if (path.includes('chat/completions')) return completion(JSON.parse(body.toString('utf8')))
  return path === '/info' ? { batch_ingest_config: { use_multipart_endpoint: true } } : {}
}

/** Calls the tool first, and confirms once the tool has answered. */
function completion({ messages }: { readonly messages: readonly { readonly role: string }[] }) {
  const isBooked = messages.at(-1)?.role === 'tool'
  return {
    id: `answer-${messages.length}`,
    object: 'chat.completion',
    created: 1,
    model: 'gpt-4o-2024-08-06',
    choices: [
      {
        index: 0,
        finish_reason: isBooked ? 'stop' : 'tool_calls',
        message: isBooked
          ? { role: 'assistant', content: 'You are booked for Tuesday at 2 PM.' }
          : {
              role: 'assistant',
              content: null,
              tool_calls: [
                {
                  id: 'call_1',
                  type: 'function',
                  function: { name: 'create_appointment', arguments: '{"day":"Tuesday","time":"14:00"}' },
                },
              ],
            },
      },
    ],
    usage: { prompt_tokens: 52, completion_tokens: 17, total_tokens: 69 },
  }
}
