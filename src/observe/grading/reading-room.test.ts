import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { wallClock } from '../../connect/index.ts'
import { type Model, scripted } from '../../model/index.ts'
import { parsePact } from '../../pact/index.ts'
import { sampledRate } from '../../stats/index.ts'
import { type Observatory, openObservatory } from '../observatory.ts'
import { openReadingRoom, type ReadingRoom, type ReadingRoomOptions } from './reading-room.ts'
import type { SamplingTerms } from './sampling.ts'

const pact = parsePact(
  `pact: p
version: 1
juries: { default: { jurors: ['ollama:one'] } }
conditions:
  - id: no-guarantees
    never-says: guarantee
  - id: warm
    rubric:
      question: Is the agent warm?
      levels:
        - { name: Cold, description: Curt., holds: false }
        - { name: Warm, description: Kind., holds: true }
`,
  { file: 'p.yaml', read: () => '' },
)
const cleaning: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean()
})

interface Opening {
  readonly time: { ms: number }
  readonly sampling?: SamplingTerms
}

async function opened({ time, sampling }: Opening): Promise<Observatory> {
  const folder = await mkdtemp(join(tmpdir(), 'fieldproof-reading-'))
  const observatory = await openObservatory({
    folder,
    grading: { pact, ...(sampling && { sampling }) },
    clock: wallClock(),
    now: () => time.ms,
    lookEveryMs: 1e9,
  })
  cleaning.push(async () => {
    await observatory.close()
    await rm(folder, { recursive: true })
  })
  return observatory
}

function reading(
  { observed }: Observatory,
  time: { ms: number },
  judge: Model,
  more: Partial<ReadingRoomOptions> = {},
): ReadingRoom {
  const room = openReadingRoom({
    observed,
    pact,
    juries: { default: { jurors: [judge] } },
    clock: wallClock(),
    now: () => time.ms,
    lookEveryMs: 1e9,
    ...more,
  })
  cleaning.push(() => room.close())
  return room
}

const warm = (text: string) => ({ json: { reasoning: 'It is.', level: 'Warm', quotes: [{ at: 0, text }] } })
const judge = scripted(() => warm('Hello'), { id: 'one' })
const silent: Model = { ...judge, id: 'silent', ask: () => new Promise(() => {}) }

const send = (observatory: Observatory, ...values: readonly unknown[]) =>
  observatory.take({
    project: 'default',
    reader: 'conversations',
    body: Buffer.from(values.map((value) => JSON.stringify(value)).join('\n')),
  })

const whole = (id: string, text: string, more = {}) => ({
  id,
  agent: { id: 'a', version: '1' },
  channel: 'chat',
  origin: 'production',
  startedAt: '2026-03-02T10:00:00Z',
  events: [{ type: 'message', atMs: 0, from: 'agent', text }],
  ...more,
})

const outcomes = async ({ observed }: Observatory, thread: string) =>
  (await observed.grading('default', thread))?.verdict.findings.map(({ outcome }) => outcome)

test('a jury fills in the rubrics of what code has graded', async () => {
  const time = { ms: 1e12 }
  const observatory = await opened({ time })
  await send(observatory, whole('c', 'Hello'))
  await observatory.settled()
  expect(await outcomes(observatory, 'c')).toEqual(['held', 'unjudged'])
  await reading(observatory, time, judge).settled()
  expect(await outcomes(observatory, 'c')).toEqual(['held', 'held'])
  expect(await observatory.observed.readings.counts('default')).toEqual([{ state: 'read', n: 1 }])
})

test('with a judge that never answers, everything is acknowledged and graded by code', async () => {
  const time = { ms: 1e12 }
  const observatory = await opened({ time })
  const room = reading(observatory, time, silent)
  await send(observatory, whole('c1', 'Hello'))
  await observatory.settled()
  const stuck = room.settled()
  await send(observatory, whole('c2', 'I guarantee it'))
  await observatory.settled()
  expect(await outcomes(observatory, 'c1')).toEqual(['held', 'unjudged'])
  expect(await outcomes(observatory, 'c2')).toEqual(['violated', 'unjudged'])
  await room.close()
  await stuck
  expect(await observatory.observed.readings.counts('default')).toEqual([{ state: 'waiting', n: 2 }])
})

test('a jury that takes too long is tried again later, then skipped with the reason', async () => {
  const time = { ms: 1e12 }
  const observatory = await opened({ time })
  await send(observatory, whole('c', 'Hello'))
  await observatory.settled()
  const room = reading(observatory, time, silent, { deadlineMs: 20, tries: 2 })
  await room.settled()
  expect(await observatory.observed.readings.counts('default')).toEqual([
    { state: 'waiting', because: 'the jury took too long', n: 1 },
  ])
  time.ms += 3_600_000
  await room.settled()
  expect(await observatory.observed.readings.counts('default')).toEqual([
    { state: 'skipped', because: 'the jury took too long', n: 1 },
  ])
})

test('what is not read is counted by reason', async () => {
  const time = { ms: 1e12 }
  const observatory = await opened({ time })
  const part = (second: number, text: string) => ({
    id: 'goes-on',
    events: [{ at: `2026-03-02T10:00:0${second}Z`, type: 'message', from: 'agent', text }],
    ended: true,
  })
  await send(observatory, whole('late', 'Hello'))
  await send(observatory, part(0, 'Hello'))
  await observatory.settled()
  await send(observatory, part(1, 'Hello again'))
  await observatory.settled()
  time.ms += 25 * 3_600_000
  await reading(observatory, time, judge).settled()
  expect(await observatory.observed.readings.counts('default')).toEqual([
    { state: 'skipped', because: 'the conversation went on', n: 1 },
    { state: 'skipped', because: 'waited too long for a jury', n: 2 },
  ])
  expect(await observatory.observed.counts('default')).toMatchObject({
    'to be read': 3,
    'unread: the conversation went on': 1,
    'unread: waited too long for a jury': 2,
  })
})

test('what looks bad is read more often, and rates are right nevertheless', async () => {
  const time = { ms: 1e12 }
  const observatory = await opened({ time, sampling: { salt: 's', basePerDay: 240, riskPerDay: 240 } })
  // One in ten breaks a promise that code can check, and all of those are cold.
  const isBad = (index: number) => index % 10 === 0
  for (let hour = 0; hour < 24; hour += 1) {
    await send(
      observatory,
      ...Array.from({ length: 50 }, (_, index) => whole(`${hour}-${index}`, isBad(index) ? 'I guarantee it' : 'Hello')),
    )
    await observatory.settled()
    time.ms += 3_600_000
  }
  const level = (text: string) => (text.includes('guarantee') ? 'Cold' : 'Warm')
  const honest = scripted(
    ({ messages }) => {
      const text = messages.at(-1)?.text ?? ''
      const quote = text.includes('guarantee') ? 'I guarantee it' : 'Hello'
      return { json: { reasoning: 'It is.', level: level(text), quotes: [{ at: 0, text: quote }] } }
    },
    { id: 'honest' },
  )
  await reading(observatory, time, honest, { longestWaitMs: 1e12, atOnce: 20 }).settled()
  const read = []
  for await (const { thread, revision, verdict } of observatory.observed.gradings('default')) {
    const found = await observatory.observed.readings.reading('default', thread, revision)
    const outcome = verdict.findings.find(({ condition }) => condition === 'warm')?.outcome
    if (found?.state === 'read') read.push({ inclusion: found.inclusion, successes: Number(outcome === 'held'), n: 1 })
  }
  const naive = read.filter(({ successes }) => successes === 1).length / read.length
  const honestRate = sampledRate(read)
  expect(naive).toBeLessThan(0.7)
  expect(honestRate?.low).toBeLessThan(0.9)
  expect(honestRate?.high).toBeGreaterThan(0.9)
  expect(honestRate?.standsFor).toBeGreaterThan(950)
  expect(honestRate?.standsFor).toBeLessThan(1450)
})
