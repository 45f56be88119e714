/**
 * Real clients, changed by nothing but a base URL: each must give the same conversation, tool call included.
 *
 * Every client runs in a process of its own, since instrumentations change the modules of the process they are in.
 */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wallClock } from '../../src/connect/index.ts'
import type { Conversation } from '../../src/conversation/index.ts'
import { openObservatory } from '../../src/observe/index.ts'
import { parsePact } from '../../src/pact/index.ts'
import { openServer } from '../../src/server/index.ts'

const pact = parsePact('pact: p\nversion: 1\nconditions:\n  - id: no-guarantees\n    never-says: guarantee\n', {
  file: 'p.yaml',
  read: () => '',
})
let model: Server
let modelUrl: string
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fieldproof-telemetry-'))
  model = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(completion(JSON.parse(Buffer.concat(chunks).toString('utf8')))))
  })
  model.listen(0, '127.0.0.1')
  await once(model, 'listening')
  modelUrl = `http://127.0.0.1:${(model.address() as AddressInfo).port}/v1`
})
afterAll(async () => {
  model.closeAllConnections()
  model.close()
  await rm(folder, { recursive: true })
})

/** Looks up the day first, offers what it found, and confirms. */
function completion({
  messages,
}: {
  readonly messages: readonly { readonly role: string; readonly content: string }[]
}) {
  const last = messages.at(-1)
  const message =
    last?.role === 'tool'
      ? { role: 'assistant', content: 'Tuesday at 14:00 is free. Shall I book it?' }
      : last?.content === 'Yes please'
        ? { role: 'assistant', content: 'Done, see you on Tuesday at 14:00.' }
        : {
            role: 'assistant',
            content: null,
            tool_calls: [
              { id: 'call_1', type: 'function', function: { name: 'free_slots', arguments: '{"day":"Tuesday"}' } },
            ],
          }
  const finish_reason = 'tool_calls' in message ? 'tool_calls' : 'stop'
  return {
    id: `answer-${messages.length}`,
    object: 'chat.completion',
    created: 1,
    model: 'gpt-4o-mini',
    choices: [{ index: 0, finish_reason, message }],
    usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
  }
}

const complete = [
  'customer: Can I come on Tuesday?',
  'call: free_slots {"day":"Tuesday"}',
  'ok: {"free":["14:00"]}',
  'agent: Tuesday at 14:00 is free. Shall I book it?',
  'customer: Yes please',
  'agent: Done, see you on Tuesday at 14:00.',
]

function linesOf({ events }: Conversation): readonly string[] {
  return events.map((event) => {
    if (event.type === 'message') return `${event.from}: ${event.text}`
    if (event.type === 'tool-call') return `call: ${event.tool} ${JSON.stringify(event.args)}`
    return event.type === 'tool-result' ? `${event.outcome}: ${JSON.stringify(event.value)}` : event.type
  })
}

/** What a server of its own has after a client has talked: each conversation's id and lines. */
async function observedOf(client: string): Promise<readonly (readonly [id: string, lines: readonly string[]])[]> {
  const now = () => Date.now()
  const observatory = await openObservatory({
    folder: join(folder, client),
    grading: { pact },
    clock: wallClock(),
    now,
  })
  const server = await openServer({ observatory, now, version: '0', port: 0 })
  try {
    const script = join(import.meta.dirname, 'telemetry', `${client}.mjs`)
    await promisify(execFile)(process.execPath, [script, server.url, modelUrl], { timeout: 60_000 })
    await observatory.settled()
    const listed = (await (await fetch(`${server.url}/v1/conversations`)).json()) as { conversations: { id: string }[] }
    return await Promise.all(
      listed.conversations.map(async ({ id }) => {
        const read = await fetch(`${server.url}/v1/conversations/${encodeURIComponent(id)}`)
        const { conversation } = (await read.json()) as { conversation: Conversation }
        return [id, linesOf(conversation)] as const
      }),
    )
  } finally {
    await server.close()
    await observatory.close()
  }
}

test.each([
  ["OpenTelemetry's exporter in JSON", 'otlp-http'],
  ["OpenTelemetry's exporter in protocol buffers", 'otlp-proto'],
  ["Langfuse's client of batches", 'langfuse-v3'],
  ["Langfuse's client of spans", 'langfuse-v5'],
  ["Traceloop's SDK", 'traceloop'],
  ["LangSmith's client", 'langsmith'],
  ["LangSmith's client without batches", 'langsmith-single'],
  ["the AI SDK's telemetry", 'vercel-ai'],
])('%s gives the whole conversation, its tool call included', async (_, client) => {
  expect(await observedOf(client)).toEqual([['visit-7', complete]])
})

test("OpenInference's instrumentation gives the whole conversation without naming it: its turns find each other", async () => {
  expect(await observedOf('openinference')).toEqual([[expect.stringMatching(/^trace-/), complete]])
})
