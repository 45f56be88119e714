import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wallClock } from '../connect/index.ts'
import { type Observatory, openObservatory } from '../observe/index.ts'
import { parsePact } from '../pact/index.ts'
import { type OpenServer, openServer } from './open-server.ts'

const pact = parsePact('pact: p\nversion: 1\nconditions:\n  - id: no-guarantees\n    never-says: guarantee\n', {
  file: 'p.yaml',
  read: () => '',
})
let folder: string
let observatory: Observatory
let server: OpenServer

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fieldproof-server-'))
  const now = () => Date.now()
  observatory = await openObservatory({ folder, grading: { pact }, clock: wallClock(), now })
  server = await openServer({ observatory, now, version: '1.2.3', port: 0 })
})
afterAll(async () => {
  await server.close()
  await observatory.close()
  await rm(folder, { recursive: true })
})

const post = (path: string, body: string, type = 'application/json') =>
  fetch(`${server.url}${path}`, { method: 'POST', body, headers: { 'content-type': type } })

test('a conversation that is sent is graded and can be read back with its verdict', async () => {
  const sent = await post(
    '/v1/conversations',
    JSON.stringify({
      id: 'c-1',
      events: [
        { at: '2026-03-02T10:00:00Z', type: 'message', from: 'customer', text: 'will it work?' },
        { at: '2026-03-02T10:00:04Z', type: 'message', from: 'agent', text: 'I guarantee it.' },
      ],
      ended: true,
    }),
  )
  expect([sent.status, await sent.json()]).toEqual([200, { records: 1, refused: 0 }])
  await observatory.settled()
  const answer = await fetch(`${server.url}/v1/conversations/c-1`)
  const read = (await answer.json()) as { thread: { state: string }; verdict: { findings: unknown } }
  expect([read.thread.state, read.verdict.findings]).toEqual([
    'closed',
    [{ condition: 'no-guarantees', outcome: 'violated', because: expect.stringContaining('guarantee'), at: [1] }],
  ])
})

test('a body that nobody can read is refused for good, and one bad record of several is refused alone', async () => {
  const bad = await post('/v1/conversations', 'not json')
  expect([bad.status, await bad.json()]).toEqual([
    400,
    {
      code: 'ingest/undecodable',
      message: 'The body is not JSON.',
      hint: 'Send one JSON value, a list of them, or one per line.',
    },
  ])
  const good = { id: 'c-2', events: [{ at: '2026-03-02T10:00:00Z', type: 'message', from: 'agent', text: 'Hello' }] }
  const mixed = await post('/v1/conversations', JSON.stringify([good, { id: '' }]))
  expect([mixed.status, await mixed.json()]).toEqual([
    200,
    { records: 2, refused: 1, because: expect.stringContaining('id') },
  ])
})

test('health needs nothing', async () => {
  const answers = await Promise.all(
    ['/healthz', '/readyz'].map(async (path) => (await fetch(server.url + path)).json()),
  )
  expect(answers).toEqual([{ ok: true }, { ready: true }])
})
