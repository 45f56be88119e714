import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { wallClock } from '../connect/index.ts'
import { parsePact } from '../pact/index.ts'
import { turn } from './assemble/turns.sample.ts'
import { type Entry, packed } from './entry.ts'
import { conversationOf } from './grading/conversation-of.ts'
import { otlpTraces } from './intake/otlp.ts'
import { openSegmentLog } from './log/segment-log.ts'
import { type Observatory, openObservatory } from './observatory.ts'
import type { OtlpSpan } from './otlp/otlp.ts'
import { reckoning } from './reckoning.ts'
import { askToReread } from './reread.ts'

const pact = parsePact('pact: p\nversion: 1\nconditions:\n  - id: no-guarantees\n    never-says: guarantee\n', {
  file: 'p.yaml',
  read: () => '',
})
const folders: string[] = []
afterEach(async () => {
  vi.restoreAllMocks()
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})
const time = { ms: 1_900_000_000_000 }

/** An observatory over a log of short segments that holds these requests. */
async function over(batches: readonly (readonly OtlpSpan[])[], segmentBytes = 1): Promise<Observatory> {
  const folder = await mkdtemp(join(tmpdir(), 'fieldproof-reread-'))
  folders.push(folder)
  const log = await openSegmentLog(join(folder, 'log'), { segmentBytes })
  for (const spans of batches) await log.append(packed(entryOf(spans)))
  await log.close()
  return openObservatory({ folder, grading: { pact }, clock: wallClock(), now: () => time.ms, lookEveryMs: 1e6 })
}

function entryOf(spans: readonly OtlpSpan[]): Entry {
  const body = Buffer.from(JSON.stringify({ spans, logs: [] }))
  const head = { project: 'default', reader: 'otlp-traces', receivedMs: 1_800_000_100_000, refused: 0 }
  return { ...head, contentType: 'application/json', records: spans.length, body }
}

/** What anybody can see of it: conversations, what was found in them, and the counts that do not tell of gradings. */
async function seenIn({ observed }: Observatory) {
  const threads = await observed.latestThreads('default', 1000)
  const conversations = await Promise.all(
    threads.map(async (thread) => {
      const { id, state, channel, agent, version, customer, lastMs, seenMs, revision, graded } = thread
      const grading = await observed.grading('default', id)
      return {
        ...{ id, state, channel, agent, version, customer, lastMs, seenMs, isGraded: revision === graded },
        conversation: await conversationOf(observed, thread),
        graded: grading?.conversation,
        outcomes: grading?.verdict.findings.map(({ outcome }) => outcome),
      }
    }),
  )
  const all = await observed.counts('default')
  expect(reckoning(all).filter(({ agrees }) => !agrees)).toEqual([])
  const told = Object.entries(all).filter(([name]) => !/closed|graded|joined/.test(name))
  return { conversations: conversations.sort((a, b) => (a.id < b.id ? -1 : 1)), counts: Object.fromEntries(told) }
}

/** A reader that throws at requests with some spans, and takes the conversation of others for another. */
function breakReader(): void {
  const right = otlpTraces.understand.bind(otlpTraces)
  vi.spyOn(otlpTraces, 'understand').mockImplementation((values, receivedMs) => {
    const text = JSON.stringify(values)
    if (text.includes('"breaks":"reader"')) throw new TypeError('cannot read properties of undefined')
    return right(
      JSON.parse(text.replaceAll('gen_ai.conversation.id":"', 'gen_ai.conversation.id":"wrong-')),
      receivedMs,
    )
  })
}

/** What is sent: turns of three customers in any order, with and without ids, broken or not, some begun in a request before. */
const sent = fc
  .uniqueArray(
    fc.record({
      who: fc.constantFrom('a', 'b', 'c'),
      at: fc.integer({ min: 1, max: 5 }),
      named: fc.boolean(),
      breaks: fc.boolean(),
      isBegun: fc.boolean(),
      place: fc.integer(),
    }),
    { minLength: 1, maxLength: 14, selector: ({ who, at }) => `${who}${at}` },
  )
  .map((turns) => turns.sort((one, other) => one.place - other.place).flatMap(requestsOf))

interface Turn {
  readonly who: string
  readonly at: number
  readonly named: boolean
  readonly breaks: boolean
  readonly isBegun: boolean
}

function requestsOf({ who, at, named, breaks, isBegun }: Turn): readonly (readonly OtlpSpan[])[] {
  const whole = turn(`${who}${at}`, at * 20, history(who, at), {
    ...(named && { 'gen_ai.conversation.id': `c-${who}` }),
    ...(breaks && { breaks: 'reader' }),
  })
  const { endMs: _, ...begun } = { ...whole, attributes: { 'gen_ai.operation.name': 'chat' } }
  return isBegun ? [[begun], [whole]] : [[whole]]
}

const history = (who: string, turns: number) =>
  Array.from({ length: turns }, (_, index) => [
    `${who} asks ${index}`,
    index === 2 ? `I guarantee it, ${who}` : `I answer ${who} ${index}`,
  ]).flat()

test('read again with the mended reader, everything is what it would have been from the start, and the counts agree', async () => {
  await fc.assert(
    fc.asyncProperty(sent, fc.constantFrom(1, 3000), async (batches, segmentBytes) => {
      const straight = await over(batches, segmentBytes)
      await straight.settled()
      const wanted = await seenIn(straight)
      await straight.close()

      breakReader()
      const mended = await over(batches, segmentBytes)
      await mended.settled()
      await seenIn(mended)
      vi.restoreAllMocks()
      await askToReread(mended.observed, 0)
      await mended.settled()
      expect(await seenIn(mended)).toEqual(wanted)
      expect(await mended.observed.keeping.place('reread')).toBeUndefined()
      await mended.close()
    }),
    { numRuns: 6, interruptAfterTimeLimit: 40_000 },
  )
})
