import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { wallClock } from '../../connect/index.ts'
import { parsePact } from '../../pact/index.ts'
import { type Observatory, openObservatory } from '../observatory.ts'

const pact = parsePact(
  `pact: p
version: 1
conditions:
  - id: no-guarantees
    never-says: guarantee
  - id: says-goodbye
    says: goodbye
`,
  { file: 'p.yaml', read: () => '' },
)
const minute = 60_000
const cleaning: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const clean of cleaning.splice(0)) await clean()
})

async function opened(time: { ms: number }): Promise<Observatory> {
  const folder = await mkdtemp(join(tmpdir(), 'fieldproof-grading-'))
  const observatory = await openObservatory({
    folder,
    grading: { pact },
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

async function say(observatory: Observatory, second: number, from: string, text: string, more = {}) {
  const at = new Date(Date.UTC(2026, 2, 2, 10, 0, second)).toISOString()
  const value = { id: 'c', channel: 'chat', events: [{ at, type: 'message', from, text }], ...more }
  await observatory.take({ project: 'default', reader: 'conversations', body: Buffer.from(JSON.stringify(value)) })
  await observatory.settled()
}

const state = async ({ observed }: Observatory) => (await observed.thread('default', 'c'))?.state
const early = async ({ observed }: Observatory) =>
  (await observed.readings.early('default', 10)).map(({ condition, revision, at }) => ({ condition, revision, at }))

test('a conversation is open, then quiet, then closed, and open again when more comes', async () => {
  const time = { ms: 1e12 }
  const observatory = await opened(time)
  const states: unknown[] = []
  await say(observatory, 0, 'customer', 'hi')
  for (const minutes of [14, 2, 13, 2]) {
    states.push(await state(observatory))
    time.ms += minutes * minute
    await observatory.settled()
  }
  states.push(await state(observatory))
  await say(observatory, 5, 'customer', 'still there?')
  states.push(await state(observatory))
  expect(states).toEqual(['open', 'open', 'quiet', 'quiet', 'closed', 'open'])
})

test('what comes while a conversation is quiet opens it, and its silence is counted anew', async () => {
  const time = { ms: 1e12 }
  const observatory = await opened(time)
  await say(observatory, 0, 'customer', 'hi')
  time.ms += 20 * minute
  await observatory.settled()
  await say(observatory, 1200, 'agent', 'Hello')
  time.ms += 20 * minute
  await observatory.settled()
  expect(await state(observatory)).toBe('quiet')
  expect(await observatory.observed.grading('default', 'c')).toBe(undefined)
})

test('a violation that proves itself is told while the conversation goes on, once; the rest waits until it is over', async () => {
  const time = { ms: 1e12 }
  const observatory = await opened(time)
  await say(observatory, 0, 'agent', 'Hello')
  expect(await early(observatory)).toEqual([])
  await say(observatory, 1, 'agent', 'I guarantee it')
  expect(await early(observatory)).toEqual([{ condition: 'no-guarantees', revision: 2, at: [1] }])
  expect(await observatory.observed.grading('default', 'c')).toBe(undefined)
  await say(observatory, 2, 'agent', 'I guarantee it again', { ended: true })
  expect(await early(observatory)).toEqual([{ condition: 'no-guarantees', revision: 2, at: [1] }])
  expect((await observatory.observed.alarms.list()).map(({ stream, once }) => [stream, once])).toEqual([
    ['early/no-guarantees', true],
  ])
  const grading = await observatory.observed.grading('default', 'c')
  expect(grading?.verdict.findings.map(({ condition, outcome }) => [condition, outcome])).toEqual([
    ['no-guarantees', 'violated'],
    ['says-goodbye', 'violated'],
  ])
})

test('a violation that proves itself is told when its conversation comes whole, unless that ended long ago', async () => {
  const time = { ms: Date.UTC(2026, 2, 2, 12) }
  const observatory = await opened(time)
  await say(observatory, 0, 'agent', 'I guarantee it', { ended: true })
  await say(observatory, -2 * 24 * 3600, 'agent', 'I guarantee it', { id: 'long ago', ended: true })
  const told = (await observatory.observed.alarms.list()).map(({ title, because }) => [title, because])
  expect(told).toEqual([
    ['no-guarantees is violated in a conversation', 'the agent said "I guarantee it", in conversation c.'],
  ])
  expect(await early(observatory)).toEqual([{ condition: 'no-guarantees', revision: 2, at: [0] }])
})

test('conversations of several projects that are over together are graded each in its own, and counted there', async () => {
  const observatory = await opened({ ms: 1e12 })
  const event = { at: '2026-03-02T10:00:00Z', type: 'message', from: 'agent' }
  for (const [project, id, text] of [
    ['one', 'c', 'I guarantee it, goodbye'],
    ['other', 'c', 'goodbye'],
    ['one', 'd', ''],
  ] as const) {
    const events = text === '' ? [] : [{ ...event, text }]
    const body = Buffer.from(JSON.stringify({ id, channel: 'chat', events, ended: true }))
    await observatory.take({ project, reader: 'conversations', body })
  }
  await observatory.settled()

  const { observed } = observatory
  const all = await Promise.all(
    ['one', 'other'].map(async (project) => {
      const { closed, graded, 'ungraded: nothing said': silent } = await observed.counts(project)
      const grading = await observed.grading(project, 'c')
      return [closed, graded, silent, grading?.verdict.findings.map(({ outcome }) => outcome)]
    }),
  )
  expect(all).toEqual([
    [2, 1, 1, ['violated', 'held']],
    [1, 1, undefined, ['held', 'held']],
  ])
})

test('a conversation that goes on after it was graded is graded again, as a later revision', async () => {
  const time = { ms: 1e12 }
  const observatory = await opened(time)
  await say(observatory, 0, 'agent', 'Hello', { ended: true })
  const first = await observatory.observed.grading('default', 'c')
  await say(observatory, 1, 'agent', 'goodbye', { ended: true })
  const second = await observatory.observed.grading('default', 'c')
  const outcomes = [first, second].map((grading) => grading?.verdict.findings.map(({ outcome }) => outcome))
  expect(outcomes).toEqual([
    ['held', 'violated'],
    ['held', 'held'],
  ])
  expect(first?.revision).toBeLessThan(second?.revision ?? 0)
  expect(await observatory.observed.counts('default')).toMatchObject({ closed: 1, 'closed again': 1, graded: 2 })
})
