/**
 * From what is kept of a conversation to the conversation.
 *
 * Pure, and the same whatever the order in which its parts arrived. A whole conversation stands as it was sent; events
 * follow in the order of their times; observations become events in `transcript.ts`.
 */
import { type Completeness, type Conversation, isoOf, momentOf } from '../../conversation/index.ts'
import type { About, Item } from '../intake/reader.ts'
import type { Observation } from '../observation.ts'
import type { Dated } from './dated.ts'
import { withDeliveries } from './deliveries.ts'
import { compared, inOrder } from './family.ts'
import { eventsOf } from './transcript.ts'

/** @param id the conversation's @param items all that is kept of it, in any order */
export function assemble(id: string, items: readonly Item[], agent: string): Conversation | undefined {
  const known = [...items].sort((a, b) => compared(a.key, b.key))
  const observations = inOrder(known.flatMap((item) => (item.kind === 'observation' ? [item.observation] : [])))
  const single = known.filter((item) => item.kind === 'event')
  const deliveries = known.filter((item) => item.kind === 'delivery')
  const whole = known.findLast((item) => item.kind === 'whole')
  if (whole?.kind === 'whole' && single.length + deliveries.length === 0 && observations.length === 0)
    return whole.conversation
  const given = whole?.kind === 'whole' ? datedOf(whole.conversation) : []
  const transcript = eventsOf(observations)
  const all = [...given, ...transcript.events, ...single].sort(byTime)
  const [first] = all
  if (first === undefined) return whole?.kind === 'whole' ? whole.conversation : undefined
  const about = merged([
    ...observations.map(aboutOf),
    ...known.flatMap((item) => ('about' in item && item.about !== undefined ? [item.about] : [])),
    ...(whole?.kind === 'whole' ? [aboutWhole(whole.conversation)] : []),
  ])
  const told = withDeliveries(all, deliveries)
  const gaps = new Set<Completeness>([...transcript.gaps, ...told.gaps])
  const startMs = Math.round(first.event.atMs)
  return {
    id,
    origin: 'production',
    agent: { id: about.agent?.id ?? agent, ...versionAndModel(about) },
    channel: about.channel ?? 'chat',
    ...(about.customer !== undefined && { customerId: about.customer }),
    startedAt: isoOf(startMs),
    ...(about.timeZone !== undefined && { timeZone: about.timeZone }),
    events: told.events.map(({ event }) => ({ ...event, atMs: Math.max(0, Math.round(event.atMs) - startMs) })),
    ...(gaps.size > 0 && { gaps: [...gaps] }),
  }
}

function byTime(a: Dated, b: Dated): number {
  return a.event.atMs - b.event.atMs || (a.cameMs ?? 0) - (b.cameMs ?? 0) || compared(a.key, b.key)
}

function datedOf({ id, startedAt, events }: Conversation): readonly Dated[] {
  const startMs = momentOf(startedAt) ?? 0
  return events.map((event, index) => ({
    event: { ...event, atMs: startMs + event.atMs },
    key: `whole/${id}/${String(index).padStart(6, '0')}`,
  }))
}

/** What several parts say of the conversation: a later word stands over an earlier one. */
export function merged(abouts: readonly About[]): About {
  return Object.assign({}, ...abouts, { agent: Object.assign({}, ...abouts.map(({ agent }) => agent)) })
}

/** What a span says of its conversation. */
export function aboutOf({ agent, channel, customer, model }: Observation): About {
  const answered = model?.answered ?? model?.asked
  return {
    agent: { ...agent, ...(answered !== undefined && { model: answered }) },
    ...(channel !== undefined && { channel }),
    ...(customer !== undefined && { customer }),
  }
}

export function aboutWhole({ agent, channel, customerId, timeZone }: Conversation): About {
  return {
    agent,
    channel,
    ...(customerId !== undefined && { customer: customerId }),
    ...(timeZone !== undefined && { timeZone }),
  }
}

function versionAndModel({ agent }: About) {
  return {
    ...(agent?.version !== undefined && { version: agent.version }),
    ...(agent?.model !== undefined && { model: agent.model }),
  }
}
