/** What may happen to a server and its disk: nothing that was acknowledged is lost, and every record is accounted for. */
import { appendFile, mkdtemp, open, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { wallClock } from '../connect/index.ts'
import { parsePact } from '../pact/index.ts'
import { problemsIn } from '../problem.ts'
import { packed } from './entry.ts'
import { framed } from './log/frame.ts'
import { type Observatory, type ObservatoryOptions, openObservatory } from './observatory.ts'
import { reckoning } from './reckoning.ts'

const pact = parsePact('pact: p\nversion: 1\nconditions:\n  - id: no-guarantees\n    never-says: guarantee\n', {
  file: 'p.yaml',
  read: () => '',
})
const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})
async function fresh(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fieldproof-durable-'))
  folders.push(folder)
  return folder
}
const opened = (folder: string, more: Partial<ObservatoryOptions> = {}) =>
  openObservatory({ folder, grading: { pact }, clock: wallClock(), now: () => 1e12, ...more })

const whole = (id: string) => ({
  id,
  agent: { id: 'a' },
  channel: 'chat',
  origin: 'production',
  startedAt: '2026-03-02T10:00:00Z',
  events: [{ type: 'message', atMs: 0, from: 'agent', text: 'Hello' }],
})
const send = (observatory: Observatory, value: unknown) =>
  observatory.take({ project: 'default', reader: 'conversations', body: Buffer.from(JSON.stringify(value)) })
const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'taken',
    (thrown) => problemsIn(thrown)[0]?.code,
  )

async function gradedIn(observatory: Observatory): Promise<readonly string[]> {
  const all: string[] = []
  for await (const { thread } of observatory.observed.gradings('default')) all.push(thread)
  return all
}
async function agreedCounts(observatory: Observatory) {
  const counts = await observatory.observed.counts('default')
  expect(reckoning(counts).filter(({ agrees }) => !agrees)).toEqual([])
  return counts
}

test('what is sent again is acknowledged, kept once and counted', async () => {
  const folder = await fresh()
  const observatory = await opened(folder)
  const both = await Promise.all([send(observatory, whole('a')), send(observatory, whole('a'))])
  const { size } = await stat(join(folder, 'log', '0000000000.log'))
  await send(observatory, whole('a'))
  expect(both).toEqual([
    { records: 1, refused: 0 },
    { records: 1, refused: 0 },
  ])
  expect((await stat(join(folder, 'log', '0000000000.log'))).size).toBe(size)
  await observatory.settled()
  expect(await gradedIn(observatory)).toEqual(['a'])
  expect(await agreedCounts(observatory)).toMatchObject({ received: 3, persisted: 1, repeated: 2, mapped: 1 })
  await observatory.close()
})

test('bad records are refused one by one, bad bodies whole, and both are counted', async () => {
  const observatory = await opened(await fresh())
  expect(await send(observatory, [whole('a'), { nothing: true }])).toMatchObject({ records: 2, refused: 1 })
  expect(await send(observatory, [{ nothing: true }])).toMatchObject({ records: 1, refused: 1 })
  await observatory.settled()
  expect(await agreedCounts(observatory)).toMatchObject({ received: 3, persisted: 1, refused: 2, mapped: 1 })
  await observatory.close()
})

test('an entry that nobody understands stops nobody, is counted and stays in the log', async () => {
  const folder = await fresh()
  const first = await opened(folder)
  await send(first, whole('a'))
  await first.close()
  const head = { project: 'default', receivedMs: 1e12, contentType: 'application/json', records: 2, refused: 0 }
  const poison = packed({ ...head, reader: 'conversations', body: Buffer.from('{"not": ') })
  const foreign = packed({ ...head, reader: 'of-tomorrow', body: Buffer.from('{}') })
  await appendFile(join(folder, 'log', '0000000000.log'), Buffer.concat([...framed(poison), ...framed(foreign)]))
  const again = await opened(folder)
  await send(again, whole('b'))
  await again.settled()
  expect(await gradedIn(again)).toEqual(['a', 'b'])
  expect(await agreedCounts(again)).toMatchObject({
    persisted: 6,
    mapped: 2,
    'skipped: not understood': 2,
    'skipped: unknown reader': 2,
  })
  await again.close()
})

test('an entry that cannot be kept is skipped, and those beside it are not', async () => {
  const folder = await fresh()
  const first = await opened(folder)
  await first.close()
  const head = { project: 'default', receivedMs: 1e12, contentType: 'application/json', records: 1, refused: 0 }
  const span = { from: { resource: {}, scope: { name: '', version: '', attributes: {} } }, trace: 't', name: 'chat' }
  const attributes = { 'gen_ai.operation.name': 'chat', 'session.id': 's' }
  // A time that no reader gives any more, and no table takes.
  const timeless = { ...span, span: 's', attributes, events: [], status: { code: 'ok' }, dropped: 0 }
  const values = { spans: [timeless], logs: [] }
  const poison = packed({ ...head, reader: 'otlp-traces', body: Buffer.from(JSON.stringify(values)) })
  await writeFile(join(folder, 'log', '0000000000.log'), Buffer.concat(framed(poison)))
  const again = await opened(folder)
  await send(again, whole('b'))
  await again.settled()
  expect(await gradedIn(again)).toEqual(['b'])
  expect(await agreedCounts(again)).toMatchObject({ persisted: 2, mapped: 1, 'skipped: not understood': 1 })
  await again.close()
})

test('a half-written end is cut off, a damaged middle is stepped over, and all the rest is there', async () => {
  const folder = await fresh()
  const first = await opened(folder, { lookEveryMs: 1e6 })
  for (const id of ['a', 'b', 'c']) await send(first, whole(id))
  await first.settled()
  await first.close()
  const file = join(folder, 'log', '0000000000.log')
  await rm(join(folder, 'observed.db'))
  for (const name of await readdir(folder)) if (name.startsWith('observed.db')) await rm(join(folder, name))
  const { size } = await stat(file)
  const handle = await open(file, 'r+')
  await handle.write(Buffer.from('XXXX'), 0, 4, Math.floor(size / 2))
  await handle.close()
  await appendFile(file, Buffer.concat(framed(Buffer.from('half of this was written'))).subarray(0, 20))
  const again = await opened(folder)
  await send(again, whole('d'))
  await again.settled()
  expect(await gradedIn(again)).toEqual(['a', 'c', 'd'])
  expect(await again.observed.counts('')).toEqual({ 'damaged bytes': Math.floor(size / 3) })
  await again.close()
})

test('with less free than the server leaves untouched, it turns away and says so; with room again it goes on', async () => {
  const folder = await fresh()
  const full = await opened(folder, { log: { keepFreeBytes: Number.MAX_SAFE_INTEGER } })
  expect(await codeOf(send(full, whole('a')))).toBe('ingest/disk-full')
  await full.settled()
  expect(await agreedCounts(full)).toEqual({})
  await full.close()
  const roomy = await opened(folder)
  expect(await codeOf(send(roomy, whole('a')))).toBe('taken')
  await roomy.settled()
  expect(await gradedIn(roomy)).toEqual(['a'])
  await roomy.close()
})

test('where the folder cannot be written the server does not start, and says what to do', async () => {
  const folder = await fresh()
  await writeFile(join(folder, 'taken'), '')
  expect(await codeOf(opened(join(folder, 'taken')))).toBe('ingest/disk-refuses')
})

test('more on its way than memory should hold is turned away, and taken when it comes again', async () => {
  const observatory = await opened(await fresh(), { underWayBytes: 400 })
  const codes = await Promise.all(['a', 'b', 'c', 'd'].map((id) => codeOf(send(observatory, whole(id)))))
  expect(codes).toContain('taken')
  expect(codes).toContain('ingest/overloaded')
  for (const id of ['a', 'b', 'c', 'd']) expect(await codeOf(send(observatory, whole(id)))).toBe('taken')
  await observatory.settled()
  expect([...(await gradedIn(observatory))].sort()).toEqual(['a', 'b', 'c', 'd'])
  await agreedCounts(observatory)
  await observatory.close()
})

test('a clock that jumps back and forth loses nothing, and everything is graded once the clock has come to it', async () => {
  let nowMs = 1e12
  const observatory = await opened(await fresh(), { now: () => nowMs })
  const jumps = [0, -40 * 365, 30, -1, 5000, -5000, 1].map((days) => days * 86_400_000)
  for (const [index, jump] of jumps.entries()) {
    nowMs += jump
    await send(observatory, {
      id: `c${index}`,
      events: [{ at: '2026-03-02T10:00:00Z', type: 'message', from: 'agent', text: `Hello ${index}` }],
    })
    await observatory.settled()
  }
  nowMs = 1e12 + 6000 * 86_400_000
  await observatory.settled()
  expect(new Set(await gradedIn(observatory))).toEqual(new Set(jumps.map((_, index) => `c${index}`)))
  await agreedCounts(observatory)
  await observatory.close()
})
