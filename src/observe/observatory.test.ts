import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { wallClock } from '../connect/index.ts'
import { parsePact } from '../pact/index.ts'
import { type Observatory, openObservatory } from './observatory.ts'

const pact = parsePact('pact: p\nversion: 1\nconditions:\n  - id: no-guarantees\n    never-says: guarantee\n', {
  file: 'p.yaml',
  read: () => '',
})
const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

/** A clock that the test turns. */
async function opened(time: { ms: number }, folder?: string): Promise<Observatory> {
  const own = folder ?? (await mkdtemp(join(tmpdir(), 'fieldproof-observatory-')))
  if (folder === undefined) folders.push(own)
  return openObservatory({ folder: own, grading: { pact }, clock: wallClock(), now: () => time.ms })
}

const send = (observatory: Observatory, value: unknown) =>
  observatory.take({ project: 'default', reader: 'conversations', body: Buffer.from(JSON.stringify(value)) })

async function gradings(observatory: Observatory) {
  const all = []
  for await (const { thread, revision, verdict, conversation } of observatory.observed.gradings('default')) {
    const said = conversation.events.map((event) => (event.type === 'message' ? event.text : event.type))
    all.push({ thread, revision, outcome: verdict.findings[0]?.outcome, said })
  }
  return all
}

test('a whole conversation is graded at once, and its counters add up', async () => {
  const observatory = await opened({ ms: 1e12 })
  const taken = await send(observatory, {
    id: 'c1',
    agent: { id: 'a' },
    channel: 'chat',
    origin: 'production',
    startedAt: '2026-03-02T10:00:00Z',
    events: [{ type: 'message', atMs: 0, from: 'agent', text: 'I guarantee it' }],
  })
  await observatory.settled()
  expect(taken).toEqual({ records: 1, refused: 0 })
  expect(await gradings(observatory)).toEqual([
    { thread: 'c1', revision: 1, outcome: 'violated', said: ['I guarantee it'] },
  ])
  expect(await observatory.observed.counts('default')).toEqual({
    closed: 1,
    graded: 1,
    mapped: 1,
    parts: 1,
    persisted: 1,
    received: 1,
  })
  await observatory.close()
})

test('events that come one by one are graded when nothing has come for the idle time, and again when more comes', async () => {
  const time = { ms: 1_000_000_000_000 }
  const observatory = await opened(time)
  const say = (at: string, from: string, text: string) =>
    send(observatory, { id: 'c2', channel: 'chat', events: [{ at, type: 'message', from, text }] })
  await say('2026-03-02T10:00:05Z', 'agent', 'Hello')
  await say('2026-03-02T10:00:00Z', 'customer', 'hi')
  await observatory.settled()
  expect(await gradings(observatory)).toEqual([])
  time.ms += 31 * 60_000
  await observatory.settled()
  expect(await gradings(observatory)).toEqual([{ thread: 'c2', revision: 2, outcome: 'held', said: ['hi', 'Hello'] }])
  await say('2026-03-02T11:00:00Z', 'agent', 'I guarantee it')
  time.ms += 31 * 60_000
  await observatory.settled()
  expect(await gradings(observatory)).toEqual([
    { thread: 'c2', revision: 3, outcome: 'violated', said: ['hi', 'Hello', 'I guarantee it'] },
  ])
  await observatory.close()
})

test('what was acknowledged and not yet understood is understood after opening again, once', async () => {
  const time = { ms: 1e12 }
  const folder = await mkdtemp(join(tmpdir(), 'fieldproof-observatory-'))
  folders.push(folder)
  const first = await opened(time, folder)
  await send(first, {
    id: 'c3',
    events: [{ at: '2026-03-02T10:00:00Z', type: 'message', from: 'agent', text: 'Hello' }],
    ended: true,
  })
  await first.close()
  const again = await opened(time, folder)
  await again.settled()
  await again.settled()
  expect(await gradings(again)).toEqual([{ thread: 'c3', revision: 2, outcome: 'held', said: ['Hello'] }])
  await again.close()
})
