/**
 * Real HTTP servers on loopback that speak the three protocols, for tests: well, busily, brokenly.
 *
 * Each request is answered by the next mood in a list; the last one stays.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Protocol = 'openai-compatible' | 'anthropic' | 'google'

/** How one request is answered. `Headers` are added to it. */
export type Mood =
  | { readonly says: string }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  | { readonly raw: string; readonly contentType?: string }
  | 'refuses'
  | 'cut-off'
  | 'resets'
  | 'hangs'

export interface ProtocolServer {
  readonly baseUrl: string
  /** What was asked, in order: path, the header that carried the key, the trace to go on with, and the parsed body. */
  readonly requests: readonly {
    readonly path: string
    readonly key: string | undefined
    readonly trace: string | undefined
    readonly body: unknown
  }[]
  close(): Promise<void>
}

export async function protocolServer(protocol: Protocol, moods: readonly Mood[]): Promise<ProtocolServer> {
  const requests: ProtocolServer['requests'][number][] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    requests.push({
      path: request.url ?? '',
      key: keyOf(request),
      trace: one(request.headers.traceparent),
      body: JSON.parse(Buffer.concat(chunks).toString()),
    })
    answer(protocol, moods[Math.min(requests.length, moods.length) - 1] ?? 'hangs', response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function keyOf({ headers }: IncomingMessage): string | undefined {
  return one(headers.authorization ?? headers['x-api-key'] ?? headers['x-goog-api-key'])
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}

function answer(protocol: Protocol, mood: Mood, response: ServerResponse): void {
  if (mood === 'hangs') return
  if (mood === 'resets') response.socket?.resetAndDestroy()
  else if (mood === 'cut-off') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' })
    response.write('{"id": "half an ans', () => response.destroy())
  } else if (mood === 'refuses') json(response, refusals[protocol])
  else if ('status' in mood) response.writeHead(mood.status, mood.headers).end(mood.body ?? '')
  else if ('raw' in mood)
    response.writeHead(200, { 'content-type': mood.contentType ?? 'application/json' }).end(mood.raw)
  else json(response, replies[protocol](mood.says))
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

const replies: Readonly<Record<Protocol, (text: string) => unknown>> = {
  'openai-compatible': (text) => ({
    id: 'c1',
    model: 'served-model',
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 120, completion_tokens: 30, total_tokens: 150 },
  }),
  anthropic: (text) => ({
    id: 'm1',
    type: 'message',
    role: 'assistant',
    model: 'served-model',
    content: [{ type: 'text', text }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 120, output_tokens: 30 },
  }),
  google: (text) => ({
    candidates: [{ content: { role: 'model', parts: [{ text }] }, finishReason: 'STOP' }],
    usageMetadata: { promptTokenCount: 120, candidatesTokenCount: 30, totalTokenCount: 150 },
  }),
}

const refusals: Readonly<Record<Protocol, unknown>> = {
  'openai-compatible': {
    choices: [{ message: { role: 'assistant', content: null }, finish_reason: 'content_filter' }],
  },
  anthropic: {
    id: 'm1',
    type: 'message',
    role: 'assistant',
    model: 'served-model',
    content: [],
    stop_reason: 'refusal',
    stop_sequence: null,
    usage: { input_tokens: 120, output_tokens: 1 },
  },
  google: { promptFeedback: { blockReason: 'SAFETY' } },
}
