/**
 * Taking in: from entries of the log to records of conversations, in one transaction with the place in the log.
 *
 * Whatever the order in which parts arrive, and however often, the same conversations come out: records have keys, a
 * repeated one merges with itself, and a conversation's name that arrives late renames what had to stand without one.
 */
import { type Cause, causes } from '../connect/index.ts'
import { problemsIn } from '../problem.ts'
import type { Observed, ObservedWriting } from '../store/index.ts'
import type { Arrived } from './assemble/arrived.ts'
import { type Belonging, belongings } from './assemble/belonging.ts'
import { cutShort } from './assemble/cut-short.ts'
import { atMsOf, begun, grown } from './assemble/growing.ts'
import { causeOf, type Places, type ShutOut } from './assemble/shut-out.ts'
import { settle, stitch } from './assemble/stitch.ts'
import { byProject } from './by-project.ts'
import type { Entry } from './entry.ts'
import { mergeObservations } from './formats/index.ts'
import type { IdleTimes } from './grading/idle.ts'
import type { Item } from './intake/reader.ts'
import { bodyOf, itemOf } from './kept.ts'
import type { LogPlace } from './log/segment-log.ts'
import { type Told, understood } from './understood.ts'

/** The name under which the place in the log is kept. */
export const intakeReader = 'intake'

/** Conversations that have changed, by project. */
export type Touched = ReadonlyMap<string, readonly string[]>

/**
 * One entry that cannot be kept holds nobody up: it is skipped, counted, and stays in the log.
 *
 * @param entries in the order of the log, all of one segment
 * @param next the place behind the last of them
 * @returns the conversations that got something new
 */
export async function takeIn(
  observed: Observed,
  entries: readonly Entry[],
  next: LogPlace,
  idle: IdleTimes = {},
): Promise<Touched> {
  try {
    return await takeTogether(observed, entries, next, idle)
  } catch (thrown) {
    if (problemsIn(thrown).length > 0) throw thrown
    const unfit = await unfitAmong(observed, entries, idle)
    if (unfit.size === 0) throw thrown
    return takeTogether(observed, entries, next, idle, unfit)
  }
}

function takeTogether(
  observed: Observed,
  entries: readonly Entry[],
  next: LogPlace,
  idle: IdleTimes,
  unfit: ReadonlySet<Entry> = new Set(),
): Promise<Touched> {
  return observed.together(async (writing) => {
    const touched = await takeEntries(writing, entries, { segment: next.segment, idle, unfit })
    await writing.putProgress(intakeReader, next)
    return touched
  })
}

/** Takes entries in as a part of a transaction. @returns the conversations that got something new */
export async function takeEntries(
  writing: ObservedWriting,
  entries: readonly Entry[],
  terms: TakeTerms,
): Promise<Touched> {
  const touched = new Map<string, readonly string[]>()
  for (const [project, own] of byProject(entries)) touched.set(project, await takeProject(writing, project, own, terms))
  return touched
}

/** Entries that by themselves cannot be taken in, found by trying each and keeping nothing of it. */
export async function unfitAmong(
  observed: Observed,
  entries: readonly Entry[],
  idle: IdleTimes,
): Promise<ReadonlySet<Entry>> {
  const unfit = new Set<Entry>()
  const fits = new Error('it fits')
  for (const entry of entries) {
    try {
      await observed.together(async (writing) => {
        await takeEntries(writing, [entry], { segment: Number.MAX_SAFE_INTEGER, idle, unfit })
        throw fits
      })
    } catch (thrown) {
      if (thrown !== fits) unfit.add(entry)
    }
  }
  return unfit
}

export interface TakeTerms {
  /** Of the log, in which all the entries lie. */
  readonly segment: number
  readonly idle: IdleTimes
  readonly unfit: ReadonlySet<Entry>
}

async function takeProject(
  writing: ObservedWriting,
  project: string,
  entries: readonly Entry[],
  { segment, idle, unfit }: TakeTerms,
): Promise<readonly string[]> {
  const { told, counts, caused } = understood(entries, unfit)
  const arrived = new Map<string, Arrived>()
  for (const { item, receivedMs } of told) {
    const before = arrived.get(item.key)
    arrived.set(item.key, { item: before === undefined ? item : together(before.item, item), receivedMs })
  }
  await writing.countIn(segment, project, counts)
  const whatIsNew = await news(writing, project, arrived, segment)
  await writing.countIn(segment, project, { [cutShort]: whatIsNew.filter(({ item }) => droppedIn(item) > 0).length })
  const { items: belonging, left, fresh, shut, places } = await belongings(writing, project, whatIsNew, caused)
  await writing.countIn(segment, project, takenBack(told, places, shut))
  const traces = new Map([...shut.emptied.map((trace) => [trace, []] as const), ...byTrace(belonging)])
  const { changed, threads } = await stitch(writing, project, { traces, fresh, left, places })
  const placed = belonging.map((each) => ({ ...each, thread: threads.get(unnamedTrace(each.item)) ?? each.thread }))
  await writing.putRecords(
    project,
    placed.map(({ item, receivedMs, thread }) => recordOf(item, receivedMs, thread)),
    segment,
  )
  const touched = await touch(writing, project, placed, idle)
  return [...new Set([...touched, ...(await settle(writing, project, changed, idle))])]
}

/** Of what does not say itself whose conversation it is of. */
function unnamedTrace(item: Item): string {
  return item.kind === 'observation' && item.observation.conversation === undefined ? item.observation.trace : ''
}

function traceOf(item: Item): string | undefined {
  return item.kind === 'observation' ? item.observation.trace : undefined
}

/** What was counted as production before it was known that its trace is none. */
function takenBack(told: readonly Told[], places: Places, { records }: ShutOut): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  const add = (cause: Cause, n: number) => {
    counts[`skipped: ${cause}`] = (counts[`skipped: ${cause}`] ?? 0) + n
    counts.mapped = (counts.mapped ?? 0) - n
  }
  for (const cause of causes) add(cause, records[cause] ?? 0)
  for (const { item } of told) {
    const cause = item.kind === 'observation' ? causeOf(places.get(item.observation.trace)) : undefined
    if (cause !== undefined) add(cause, 1)
  }
  return counts
}

function droppedIn(item: Item): number {
  return item.kind === 'observation' ? item.observation.dropped : 0
}

function byTrace(belonging: readonly Belonging[]): ReadonlyMap<string, readonly Item[]> {
  const traces = new Map<string, Item[]>()
  for (const { item } of belonging) {
    if (item.kind !== 'observation') continue
    const own = traces.get(item.observation.trace)
    if (own === undefined) traces.set(item.observation.trace, [item])
    else own.push(item)
  }
  return traces
}

/** What is not known yet, merged with what is. Something that was sent again changes nothing. */
async function news(
  writing: ObservedWriting,
  project: string,
  arrived: ReadonlyMap<string, Arrived>,
  segment: number,
): Promise<readonly Arrived[]> {
  const known = await writing.recordsBy(project, [...arrived.keys()], segment)
  return [...arrived].flatMap(([key, { item, receivedMs }]) => {
    const body = known.get(key)?.body
    if (body === undefined) return [{ item, receivedMs }]
    const whole = together(itemOf(body), item)
    return bodyOf(whole) === body ? [] : [{ item: whole, receivedMs }]
  })
}

/** Two accounts of one thing: of a span both count, of what may only be sent again the first, of anything else the later. */
function together(before: Item, now: Item): Item {
  if (now.kind === 'event' && before.kind === 'event' && now.cameMs !== undefined)
    return (before.cameMs ?? 0) <= now.cameMs ? before : now
  if (now.kind === 'delivery' && before.kind === 'delivery') return before.atMs <= now.atMs ? before : now
  if (before.kind !== 'observation' || now.kind !== 'observation') return now
  return { ...now, observation: mergeObservations(before.observation, now.observation) }
}

async function touch(
  writing: ObservedWriting,
  project: string,
  belonging: readonly Belonging[],
  idle: IdleTimes,
): Promise<readonly string[]> {
  const ids = [...new Set(belonging.map(({ thread }) => thread))]
  const known = new Map(await writing.threadsBy(project, ids))
  for (const { item, receivedMs, thread } of belonging) {
    known.set(thread, grown(known.get(thread) ?? begun(project, thread, atMsOf(item)), item, receivedMs, idle))
  }
  await writing.putThreads(ids.flatMap((id) => known.get(id) ?? []))
  return ids
}

function recordOf(item: Item, receivedMs: number, thread: string) {
  const { kind, key } = item
  const trace = traceOf(item)
  return {
    key,
    thread,
    ...(trace !== undefined && { trace }),
    kind,
    atMs: atMsOf(item),
    receivedMs,
    body: bodyOf(item),
  }
}
