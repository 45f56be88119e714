/**
 * Reading the log again with the readers of this version, so that what was misunderstood becomes what it would have been
 * from the start.
 *
 * One segment in one transaction: what came first with it is taken out, with what it gave to the counters, and its entries
 * are taken in anew. A conversation that comes out as it was stays as it was, gradings included; one that differs is graded
 * again, beside its earlier gradings. While it goes on nothing is graded, since a conversation may lie in several segments.
 * A crash repeats at most one segment. A damaged segment is left as it is: what was understood of it may be all there is.
 */
import { createHash } from 'node:crypto'
import type { Observed, ObservedRecord, ObservedWriting, Thread, ThreadName } from '../store/index.ts'
import { joined } from './assemble/stitch.ts'
import { type Entry, unpackedEntry } from './entry.ts'
import type { IdleTimes } from './grading/idle.ts'
import type { Logged, LogPlace } from './log/segment-log.ts'
import { regrown } from './regrown.ts'
import { intakeReader, takeEntries, unfitAmong } from './take-in.ts'

/** The name under which the place is kept up to which the log was read again; none while nobody asked for it. */
export const rereader = 'reread'

const notBegun = -1

const entriesAtOnce = 256
const bytesAtOnce = 2 * 1024 * 1024

export type ReadLog = (from: LogPlace, end: LogPlace) => AsyncIterable<Logged>

/** Asks that the log is read again from a segment on; the server does so as soon as it can. */
export async function askToReread(observed: Observed, segment: number): Promise<void> {
  await observed.together((writing) => writing.putProgress(rereader, { segment, offset: notBegun }))
}

/** Reads again what was asked for, if anything was, up to where the log is understood. What is left when it is ended goes on later. */
export async function reread(
  observed: Observed,
  read: ReadLog,
  { idle = {}, signal }: { readonly idle?: IdleTimes; readonly signal?: AbortSignal } = {},
): Promise<void> {
  while (signal?.aborted !== true) {
    const place = await observed.keeping.place(rereader)
    if (place === undefined) return
    if (place.offset === notBegun) await begin(observed, place.segment)
    try {
      await rereadSegment(observed, read, place.segment, idle)
    } catch (thrown) {
      if (thrown !== damaged) throw thrown
      await observed.together(async (writing) => {
        await writing.count('', { 'segments not read again: damaged': 1 })
        await goOn(writing, place.segment)
      })
    }
  }
}

/** What is known of traces was concluded from what is to be read again. Until it was, conversations may be apart. */
async function begin(observed: Observed, segment: number): Promise<void> {
  await observed.together(async (writing) => {
    await writing.keeping.forgetTraces(segment)
    await writing.putProgress(rereader, { segment, offset: 0 })
  })
}

const damaged = new Error('the segment is damaged')

async function rereadSegment(observed: Observed, read: ReadLog, segment: number, idle: IdleTimes): Promise<void> {
  const attempt = (unfit: ReadonlySet<number>) =>
    observed.together(async (writing) => {
      const until = await untilOf(writing, segment)
      if (until !== undefined) await anew(writing, read({ segment, offset: 0 }, until), { segment, idle, unfit })
      await goOn(writing, segment)
    })
  try {
    await attempt(new Set())
  } catch (thrown) {
    if (thrown === damaged) throw thrown
    const unfit = await unfitIn(observed, read, segment, idle)
    if (unfit.size === 0) throw thrown
    await attempt(unfit)
  }
}

/** Up to where the segment is understood; nothing behind that. */
async function untilOf(writing: ObservedWriting, segment: number): Promise<LogPlace | undefined> {
  const understood = await writing.keeping.place(intakeReader)
  if (understood === undefined || segment > understood.segment) return undefined
  return segment < understood.segment ? { segment: segment + 1, offset: 0 } : understood
}

async function goOn(writing: ObservedWriting, segment: number): Promise<void> {
  const understood = await writing.keeping.place(intakeReader)
  if (understood !== undefined && segment < understood.segment)
    await writing.putProgress(rereader, { segment: segment + 1, offset: 0 })
  else await writing.keeping.endPlace(rereader)
}

interface Terms {
  readonly segment: number
  readonly idle: IdleTimes
  /** Offsets of entries that cannot be kept. */
  readonly unfit: ReadonlySet<number>
}

async function anew(writing: ObservedWriting, logged: AsyncIterable<Logged>, { segment, idle, unfit }: Terms) {
  const before = new Map<string, { readonly thread: Thread; readonly digest: string }>()
  let isBegun = false
  const names = new Map<string, ThreadName>()
  const add = (name: ThreadName) => void names.set(keyOf(name), name)
  // Conversations are empty for a moment; only at the end it is known which stay so.
  const dropThreads = async (project: string, threads: readonly string[]) => {
    for (const thread of threads) add({ project, thread })
    return 0
  }
  const patient = { ...writing, stitches: { ...writing.stitches, dropThreads } }
  for await (const { entries, bad } of portions(logged, unfit)) {
    if (!isBegun) {
      for (const thread of await writing.keeping.threadsIn(segment)) {
        const name = { project: thread.project, thread: thread.id }
        add(name)
        before.set(keyOf(name), { thread, digest: digestOf(await writing.keeping.records(name)) })
      }
      await writing.keeping.takeBack(segment)
      isBegun = true
    }
    for (const [project, threads] of await takeEntries(patient, entries, { segment, idle, unfit: bad }))
      for (const thread of threads) add({ project, thread })
  }
  for (const [key, name] of names) await settle(writing, name, segment, idle, before.get(key))
}

/** What a conversation is once its segment was read again. */
async function settle(
  writing: ObservedWriting,
  name: ThreadName,
  segment: number,
  idle: IdleTimes,
  before: { readonly thread: Thread; readonly digest: string } | undefined,
): Promise<void> {
  const { project, thread } = name
  const [isForgotten] = await writing.keeping.forgottenOf(project, [thread], segment)
  if (isForgotten !== undefined) return void (await writing.keeping.remove(name))
  const records = await writing.keeping.records(name)
  if (records.length === 0) {
    await writing.count(project, { [joined]: await writing.stitches.dropThreads(project, [thread]) })
  } else if (before !== undefined) {
    const isSame = digestOf(records) === before.digest
    await writing.putThreads([isSame ? before.thread : regrown(before.thread, records, idle)])
  }
}

async function* portions(logged: AsyncIterable<Logged>, unfit: ReadonlySet<number>) {
  let entries: Entry[] = []
  let bad = new Set<Entry>()
  let bytes = 0
  for await (const each of logged) {
    if (!('payload' in each)) throw damaged
    const entry = unpackedEntry(each.payload)
    entries.push(entry)
    if (unfit.has(each.at.offset)) bad.add(entry)
    bytes += each.payload.length
    if (entries.length < entriesAtOnce && bytes < bytesAtOnce) continue
    yield { entries, bad }
    entries = []
    bad = new Set()
    bytes = 0
  }
  if (entries.length > 0) yield { entries, bad }
}

/** Offsets of entries that cannot be kept, found by trying each and keeping nothing of it. */
async function unfitIn(
  observed: Observed,
  read: ReadLog,
  segment: number,
  idle: IdleTimes,
): Promise<ReadonlySet<number>> {
  const unfit = new Set<number>()
  for await (const each of read({ segment, offset: 0 }, { segment: segment + 1, offset: 0 })) {
    if (!('payload' in each)) continue
    const found = await unfitAmong(observed, [unpackedEntry(each.payload)], idle)
    if (found.size > 0) unfit.add(each.at.offset)
  }
  return unfit
}

function digestOf(records: readonly ObservedRecord[]): string {
  const hash = createHash('sha256')
  const sorted = [...records].sort((a, b) => (a.key < b.key ? -1 : 1))
  for (const { key, body } of sorted) hash.update(JSON.stringify([key, body]))
  return hash.digest('base64')
}

const keyOf = ({ project, thread }: ThreadName) => JSON.stringify([project, thread])
