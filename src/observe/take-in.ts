/**
 * Taking in: from entries of the log to records of conversations, in one transaction with the place in the log.
 *
 * Whatever the order in which parts arrive, and however often, the same conversations come out: records have keys, a
 * repeated one merges with itself, and a conversation's name that arrives late renames what had to stand without one.
 */
import { momentOf } from '../conversation/index.ts'
import type { Observed, ObservedWriting, Thread } from '../store/index.ts'
import type { Arrived } from './assemble/arrived.ts'
import { aboutOf, aboutWhole } from './assemble/assemble.ts'
import { type Belonging, belongings } from './assemble/belonging.ts'
import type { Entry } from './entry.ts'
import { mergeObservations } from './formats/index.ts'
import { type IdleTimes, quietMs } from './grading/idle.ts'
import { readerNamed } from './intake/index.ts'
import type { About, Item } from './intake/reader.ts'
import type { LogPlace } from './log/segment-log.ts'

/** The name under which the place in the log is kept. */
export const intakeReader = 'intake'

/** Conversations that have changed, by project. */
export type Touched = ReadonlyMap<string, readonly string[]>

/**
 * @param entries in the order of the log
 * @param next the place behind the last of them
 * @returns the conversations that got something new
 */
export async function takeIn(
  observed: Observed,
  entries: readonly Entry[],
  next: LogPlace,
  idle: IdleTimes = {},
): Promise<Touched> {
  return observed.together(async (writing) => {
    const touched = new Map<string, readonly string[]>()
    for (const [project, own] of byProject(entries))
      touched.set(project, await takeProject(writing, project, own, idle))
    await writing.putProgress(intakeReader, next)
    return touched
  })
}

async function takeProject(
  writing: ObservedWriting,
  project: string,
  entries: readonly Entry[],
  idle: IdleTimes,
): Promise<readonly string[]> {
  const counts: Record<string, number> = {}
  const add = (name: string, n: number) => {
    counts[name] = (counts[name] ?? 0) + n
  }
  const arrived = new Map<string, Arrived>()
  for (const { reader, body, receivedMs } of entries) {
    const known = readerNamed(reader)
    if (known === undefined) {
      add('skipped: unknown reader', 1)
      continue
    }
    const { items, skipped } = known.understand(JSON.parse(body.toString('utf8')), receivedMs)
    for (const [reason, n] of Object.entries(skipped)) add(`skipped: ${reason}`, n)
    add('mapped', items.length)
    for (const item of items) {
      const before = arrived.get(item.key)
      arrived.set(item.key, { item: before === undefined ? item : together(before.item, item), receivedMs })
    }
  }
  await writing.count(project, counts)
  const belonging = await belongings(writing, project, await news(writing, project, arrived))
  await writing.putRecords(
    project,
    belonging.map(({ item, receivedMs, thread }) => recordOf(item, receivedMs, thread)),
  )
  return touch(writing, project, belonging, idle)
}

/** What is not known yet, merged with what is. Something that was sent again changes nothing. */
async function news(
  writing: ObservedWriting,
  project: string,
  arrived: ReadonlyMap<string, Arrived>,
): Promise<readonly Arrived[]> {
  const known = await writing.recordsBy(project, [...arrived.keys()])
  return [...arrived].flatMap(([key, { item, receivedMs }]) => {
    const body = known.get(key)?.body
    if (body === undefined) return [{ item, receivedMs }]
    const whole = together(JSON.parse(body) as Item, item)
    return JSON.stringify(whole) === body ? [] : [{ item: whole, receivedMs }]
  })
}

/** Two accounts of one thing: of a span both count, of what may only be sent again the first, of anything else the later. */
function together(before: Item, now: Item): Item {
  if (now.kind === 'event' && before.kind === 'event' && now.cameMs !== undefined)
    return (before.cameMs ?? 0) <= now.cameMs ? before : now
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

function begun(project: string, id: string, atMs: number): Thread {
  return {
    project,
    id,
    state: 'open',
    channel: 'chat',
    agent: '',
    version: '',
    firstMs: atMs,
    lastMs: atMs,
    seenMs: 0,
    revision: 0,
    graded: 0,
    dueMs: 0,
  }
}

function grown(thread: Thread, item: Item, receivedMs: number, idle: IdleTimes): Thread {
  const atMs = atMsOf(item)
  const about = aboutItem(item)
  const customer = about.customer ?? thread.customer
  const channel = about.channel ?? thread.channel
  const seenMs = Math.max(thread.seenMs, receivedMs)
  const isOver = item.kind === 'end' || item.kind === 'whole'
  return {
    ...thread,
    state: 'open',
    channel,
    agent: about.agent?.id ?? thread.agent,
    version: about.agent?.version ?? thread.version,
    ...(customer !== undefined && { customer }),
    firstMs: Math.min(thread.firstMs, atMs),
    lastMs: Math.max(thread.lastMs, atMs),
    seenMs,
    dueMs: isOver ? 0 : seenMs + quietMs(channel, idle),
    revision: thread.revision + 1,
  }
}

function aboutItem(item: Item): About {
  if (item.kind === 'observation') return aboutOf(item.observation)
  if (item.kind === 'whole') return aboutWhole(item.conversation)
  return 'about' in item ? (item.about ?? {}) : {}
}

function atMsOf(item: Item): number {
  if (item.kind === 'observation') return Math.round(item.observation.endMs ?? item.observation.startMs)
  if (item.kind === 'event') return Math.round(item.event.atMs)
  if (item.kind === 'end' || item.kind === 'delivery') return item.atMs
  return (momentOf(item.conversation.startedAt) ?? 0) + (item.conversation.events.at(-1)?.atMs ?? 0)
}

function recordOf(item: Item, receivedMs: number, thread: string) {
  const { kind, key } = item
  const trace = item.kind === 'observation' ? { trace: item.observation.trace } : {}
  return { key, thread, ...trace, kind, atMs: atMsOf(item), receivedMs, body: JSON.stringify(item) }
}

function byProject(entries: readonly Entry[]): ReadonlyMap<string, readonly Entry[]> {
  const projects = new Map<string, Entry[]>()
  for (const entry of entries) {
    const own = projects.get(entry.project)
    if (own === undefined) projects.set(entry.project, [entry])
    else own.push(entry)
  }
  return projects
}
