import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { parsePact } from '../pact/index.ts'
import { inline } from './inline.ts'

const pact = parsePact('pact: p\nversion: 1\nconditions:\n  - id: no-guarantees\n    never-says: guarantee\n', {
  file: 'p.yaml',
  read: () => '',
})

async function serving(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** One message and its reply, told to the server that answers like this. */
async function toldTo(url: string, withinMs?: number) {
  const watch = inline({ pact, agent: { id: 'a' }, server: { url, key: 'k' } })
  const handler = watch.wrap(async (message) => `echo ${message}`)
  expect(await handler('hi', { conversation: 'c' })).toBe('echo hi')
  await watch.flush(withinMs)
  return watch.told
}

test('events arrive at the server as one batch, in the form its conversations take', async () => {
  const got: unknown[] = []
  const url = await serving(async (request, response) => {
    let body = ''
    for await (const piece of request) body += piece
    got.push([request.url, request.headers.authorization, JSON.parse(body)])
    response.end('{"records":2,"refused":0}')
  })
  expect(await toldTo(url)).toEqual({ added: 2, sent: 2, refused: 0, dropped: 0, failures: 0, waiting: 0 })
  const event = { atMs: expect.any(Number), at: expect.any(String), id: expect.any(String), type: 'message' }
  const about = { id: 'c', agent: { id: 'a' }, channel: 'chat' }
  expect(got).toEqual([
    [
      '/v1/conversations',
      'Bearer k',
      [
        { ...about, events: [{ ...event, from: 'customer', text: 'hi' }] },
        { ...about, events: [{ ...event, from: 'agent', text: 'echo hi' }] },
      ],
    ],
  ])
})

const kept = { added: 2, sent: 0, refused: 0, dropped: 0, failures: 1, waiting: 2 }

test('a server that is down, busy, or answers nonsense costs the agent nothing, and what is to be told waits', async () => {
  expect(await toldTo('http://127.0.0.1:9')).toEqual(kept)
  expect(await toldTo(await serving((_, response) => response.writeHead(503).end()))).toEqual(kept)
  expect(await toldTo(await serving((_, response) => response.end('<h1>welcome</h1>')))).toEqual(kept)
  expect(await toldTo(await serving((_, response) => response.end('x'.repeat(1_000_000))))).toEqual(kept)
  expect(await toldTo(await serving((request) => request.socket.destroy()))).toEqual(kept)
})

test('a server that never answers holds a flush up no longer than it is given', async () => {
  expect(await toldTo(await serving(() => {}), 50)).toEqual({ ...kept, failures: 0 })
})

test('what the server will never take is let go, so that it stops nothing else', async () => {
  const url = await serving((_, response) => response.writeHead(413).end())
  expect(await toldTo(url)).toEqual({ ...kept, refused: 2, failures: 0, waiting: 0 })
})
