/** Conversations as far as they have come: what each item adds to what is known of its conversation as a whole. */
import { momentOf } from '../../conversation/index.ts'
import type { Thread } from '../../store/index.ts'
import { type IdleTimes, quietMs } from '../grading/idle.ts'
import type { About, Item } from '../intake/reader.ts'
import { aboutOf, aboutWhole } from './about.ts'

/** A conversation of which nothing has come yet. */
export function begun(project: string, id: string, atMs: number): Thread {
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

/** The conversation with one item more. */
export function grown(thread: Thread, item: Item, receivedMs: number, idle: IdleTimes): Thread {
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

/** When an item happened, milliseconds since 1970. */
export function atMsOf(item: Item): number {
  if (item.kind === 'observation') return Math.round(item.observation.endMs ?? item.observation.startMs)
  if (item.kind === 'event') return Math.round(item.event.atMs)
  if (item.kind === 'end' || item.kind === 'delivery') return item.atMs
  return (momentOf(item.conversation.startedAt) ?? 0) + (item.conversation.events.at(-1)?.atMs ?? 0)
}
