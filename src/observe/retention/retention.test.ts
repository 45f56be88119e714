import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { wallClock } from '../../connect/index.ts'
import { parsePact } from '../../pact/index.ts'
import { problemsIn } from '../../problem.ts'
import { openSegmentLog } from '../log/segment-log.ts'
import { type Observatory, openObservatory } from '../observatory.ts'
import { reckoning } from '../reckoning.ts'
import { askToReread } from '../reread.ts'
import { forget, forgetCustomer, hold, release } from './forget.ts'
import { houseKeeping } from './house-keeping.ts'
import { retain } from './retain.ts'

const pact = parsePact('pact: p\nversion: 1\nconditions:\n  - id: no-guarantees\n    never-says: guarantee\n', {
  file: 'p.yaml',
  read: () => '',
})
const dayMs = 86_400_000
const terms = { logMs: 30 * dayMs, partsMs: 30 * dayMs, conversationsMs: 90 * dayMs, violationsMs: 365 * dayMs }
/** No segment of the log is left. */
const nothingLeft = Number.MAX_SAFE_INTEGER
const begunMs = Date.UTC(2026, 2, 2)

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

interface Own {
  readonly observatory: Observatory
  readonly folder: string
  nowMs: number
}
async function opened(): Promise<Own> {
  const folder = await mkdtemp(join(tmpdir(), 'fieldproof-retention-'))
  folders.push(folder)
  const own = { nowMs: begunMs, folder }
  const now = () => own.nowMs
  const observatory = await openObservatory({ folder, grading: { pact }, clock: wallClock(), now, lookEveryMs: 1e6 })
  return Object.assign(own, { observatory })
}

async function say({ observatory }: Own, id: string, text: string, customerId = 'anna'): Promise<void> {
  const events = [{ at: '2026-03-02T10:00:00Z', type: 'message', from: 'agent', text }]
  const body = Buffer.from(JSON.stringify({ id, customerId, events, ended: true }))
  await observatory.take({ project: 'default', reader: 'conversations', body })
  await observatory.settled()
}

/** Conversations that are told, counts that must agree, and findings as numbers. */
async function left({ observatory: { observed } }: Own) {
  const told: string[] = []
  for await (const { thread } of observed.gradings('default')) told.push(thread)
  const kept = await observed.keeping.closed('default')
  const counts = await observed.counts('default')
  expect(reckoning({ ...counts, kept }).filter(({ agrees }) => !agrees)).toEqual([])
  const found = await observed.findingCounts('default', { sinceMs: 0, untilMs: 1e15 })
  const findings = Object.fromEntries(
    ['held', 'violated'].map((outcome) => [
      outcome,
      found.filter((each) => each.outcome === outcome).reduce((sum, { n }) => sum + n, 0),
    ]),
  )
  const removed = Object.fromEntries(Object.entries(counts).filter(([name]) => name.startsWith('removed')))
  return { told, findings, removed }
}
const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'done',
    (thrown) => problemsIn(thrown)[0]?.code,
  )

test('conversations go by their age, those with a violation later; numbers stay, and the counts agree', async () => {
  const own = await opened()
  const { observed } = own.observatory
  await say(own, 'kept', 'Hello')
  await say(own, 'broken', 'I guarantee it')
  await say(own, 'wanted', 'Hello again')
  const wanted = { project: 'default', thread: 'wanted', sinceMs: begunMs, who: 'legal', because: 'case 7' }
  await hold(observed, wanted)
  expect(await observed.keeping.holds('default')).toEqual([wanted])

  expect(await retain(observed, terms, { nowMs: begunMs + 89 * dayMs, segment: nothingLeft })).toMatchObject({
    removed: 0,
  })
  expect((await left(own)).told).toEqual(['broken', 'kept', 'wanted'])
  expect(await retain(observed, terms, { nowMs: begunMs + 91 * dayMs, segment: nothingLeft })).toMatchObject({
    removed: 1,
  })
  expect(await left(own)).toEqual({
    told: ['broken', 'wanted'],
    findings: { held: 2, violated: 1 },
    removed: { 'removed: by age': 1 },
  })
  await release(observed, wanted)
  await retain(observed, terms, { nowMs: begunMs + 366 * dayMs, segment: nothingLeft })
  expect(await left(own)).toEqual({
    told: [],
    findings: { held: 2, violated: 1 },
    removed: { 'removed: by age': 3 },
  })
  expect(await observed.latestThreads('default', 10)).toEqual([])
  await own.observatory.close()
})

test('what the log still has is not removed, however old: read again, it would come back', async () => {
  const own = await opened()
  await say(own, 'a', 'Hello')
  const all = { nowMs: begunMs + 999 * dayMs, segment: 0 }
  expect(await retain(own.observatory.observed, terms, all)).toEqual({ putTogether: 0, removed: 0 })
  await own.observatory.close()
})

test('after its parts have gone a conversation stands as it was graded, and goes on from there', async () => {
  const own = await opened()
  await say(own, 'a', 'Hello')
  const old = { nowMs: begunMs + 31 * dayMs, segment: nothingLeft }
  expect(await retain(own.observatory.observed, terms, old)).toEqual({ putTogether: 1, removed: 0 })
  expect(await retain(own.observatory.observed, terms, old)).toEqual({ putTogether: 0, removed: 0 })
  await say(own, 'a', 'I guarantee it')
  const grading = await own.observatory.observed.grading('default', 'a')
  expect(grading?.conversation.events.map((event) => event.type === 'message' && event.text)).toEqual([
    'Hello',
    'I guarantee it',
  ])
  expect(grading?.conversation.customerId).toBe('anna')
  expect(await left(own)).toMatchObject({ told: ['a'], findings: { held: 0, violated: 1 } })
  await own.observatory.close()
})

test('what a customer asks to forget is gone at once and does not come back when the log is read again', async () => {
  const own = await opened()
  const { observed } = own.observatory
  await say(own, 'a1', 'Hello')
  await say(own, 'a2', 'I guarantee it')
  await say(own, 'b1', 'Hello', 'ben')
  await hold(observed, { project: 'default', thread: 'a2', sinceMs: begunMs, who: 'legal', because: 'case 7' })
  expect(await codeOf(forgetCustomer(observed, 'default', 'anna'))).toBe('observe/held')
  expect((await left(own)).told).toEqual(['a1', 'a2', 'b1'])
  await release(observed, { project: 'default', thread: 'a2' })
  expect(await codeOf(release(observed, { project: 'default', thread: 'a2' }))).toBe('observe/no-such-conversation')
  expect(await forgetCustomer(observed, 'default', 'anna')).toEqual({ conversations: 2 })
  const gone = { told: ['b1'], findings: { held: 1, violated: 0 }, removed: { 'removed: asked for': 2 } }
  expect(await left(own)).toEqual(gone)
  await askToReread(observed, 0)
  await own.observatory.settled()
  expect(await left(own)).toEqual(gone)
  expect(await codeOf(forget(observed, 'default', ['nobody']))).toBe('observe/no-such-conversation')
  await own.observatory.close()
})

test('alarms say nothing more of a conversation that was forgotten', async () => {
  const own = await opened()
  const { observed } = own.observatory
  await say(own, 'a%_1', 'I guarantee it')
  const drifted = {
    ...{
      id: '~',
      project: 'default',
      stream: 'no-guarantees/chat',
      raisedMs: begunMs,
      title: 'broken',
      because: 'Twice.',
    },
    evidence: { kind: 'promise', n: 2, examples: ['a%_1', 'axx1'] },
  }
  await observed.together(({ alarms }) => alarms.put(drifted))
  const [early] = await observed.alarms.list()
  expect(early?.because).toContain('a%_1')
  await forget(observed, 'default', ['a%_1'])
  expect(await observed.alarms.list()).toEqual([
    {
      ...early,
      because: 'The conversation is not kept any more.',
      evidence: { kind: 'early', condition: 'no-guarantees', at: [0] },
    },
    { ...drifted, evidence: { kind: 'promise', n: 2, examples: ['axx1'] } },
  ])
  await own.observatory.close()
})

test('points of texts, of which nobody knows whose they are, go with whatever goes first', async () => {
  const own = await opened()
  const { keep } = own.observatory
  const file = join(own.folder, 'embeddings/model.jsonl')
  const make = async () => {
    await mkdir(join(own.folder, 'embeddings'), { recursive: true })
    await writeFile(file, '{}')
  }
  await make()
  await say(own, 'a', 'Hello')
  await say(own, 'b', 'Hello')
  const retaining = { terms, segment: nothingLeft, folder: own.folder }
  await keep({ retain: { ...retaining, nowMs: begunMs + 89 * dayMs } })
  expect(existsSync(file)).toBe(true)
  await keep({ forget: { project: 'default', threads: ['a'] } })
  expect(existsSync(file)).toBe(false)
  await make()
  await keep({ retain: { ...retaining, nowMs: begunMs + 91 * dayMs } })
  expect(existsSync(file)).toBe(false)
  await own.observatory.close()
})

test('segments of the log go when they are old, with a clock that runs and not with one that has jumped', async () => {
  const own = await opened()
  await say(own, 'a', 'Hello')
  await own.observatory.close()
  const again = await openObservatory({
    folder: own.folder,
    grading: { pact },
    clock: wallClock(),
    now: () => own.nowMs,
  })
  await again.settled()
  const log = await openSegmentLog(join(own.folder, 'log'))
  const keep = houseKeeping({ folder: own.folder, log, observed: again.observed, terms, keep: again.keep })
  const segments = async () => (await readdir(join(own.folder, 'log'))).sort()
  const jumpedMs = Date.now() + 31 * dayMs
  await keep(Date.now())
  await keep(jumpedMs)
  await keep(jumpedMs + 1_800_000)
  expect(await segments()).toEqual(['0000000000.log'])
  await keep(jumpedMs + 3_600_000)
  expect(await segments()).toEqual(['0000000001.log'])
  await log.close()
  await again.close()
})
