/**
 * From what is kept of a conversation to the conversation.
 *
 * Pure, and the same whatever the order in which its parts arrived. A whole conversation stands as it was sent; events
 * follow in the order of their times; observations become events in `transcript.ts`.
 */
import { type Completeness, type Conversation, isoOf, momentOf } from '../../conversation/index.ts'
import type { TurnLink } from '../../store/index.ts'
import type { About, Item } from '../intake/reader.ts'
import { aboutOf, aboutWhole, merged } from './about.ts'
import { agentNamed } from './agent-named.ts'
import { lackOf } from './cut-short.ts'
import type { Dated } from './dated.ts'
import { withDeliveries } from './deliveries.ts'
import { compared, inOrder } from './family.ts'
import { certainFrom } from './links.ts'
import { eventsOf } from './transcript.ts'

/**
 * @param items all that is kept of the conversation, in any order
 * @param agent stands for the agent where no part names it
 * @param turns how its turns were put together, where no id says so
 */
export function assemble(
  id: string,
  items: readonly Item[],
  agent: string,
  turns: readonly TurnLink[] = [],
): Conversation | undefined {
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
    { agent: agentNamed(observations) },
    ...known.flatMap((item) => ('about' in item && item.about !== undefined ? [item.about] : [])),
    ...(whole?.kind === 'whole' ? [aboutWhole(whole.conversation)] : []),
  ])
  const told = withDeliveries(all, deliveries)
  const stitched = stitchedFrom(turns)
  const doubts: readonly Completeness[] = stitched?.isDoubtful === true ? ['stitched'] : []
  const gaps = new Set<Completeness>([...transcript.gaps, ...told.gaps, ...doubts])
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
    ...circumstancesOf(stitched, transcript.dropped),
    ...(gaps.size > 0 && { gaps: [...gaps] }),
  }
}

function circumstancesOf(stitched: ReturnType<typeof stitchedFrom>, dropped: number) {
  const circumstances = {
    ...(stitched !== undefined && { stitched: { confidence: stitched.confidence } }),
    ...(dropped > 0 && { truncated: lackOf(dropped) }),
  }
  return Object.keys(circumstances).length === 0 ? {} : { circumstances }
}

/** How sure it is that turns belong together; nothing where that is no question. */
function stitchedFrom(turns: readonly TurnLink[]) {
  const open = turns.filter(({ after, doubtful }) => after !== undefined || doubtful)
  if (open.length === 0) return undefined
  const confidence = Math.min(...open.map((turn) => turn.confidence))
  return { confidence, isDoubtful: confidence < certainFrom || open.some(({ doubtful }) => doubtful) }
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

function versionAndModel({ agent }: About) {
  return {
    ...(agent?.version !== undefined && { version: agent.version }),
    ...(agent?.model !== undefined && { model: agent.model }),
  }
}
