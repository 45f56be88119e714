/**
 * From spans to events: who said what and which tools really ran.
 *
 * The same events for the same spans, in whatever order and however often they came. A tool call counts as done where its
 * execution was seen, or where a history holds an answer to it; one that a model asked for and nobody carried out stays a
 * call without a result.
 */
import type { Completeness, Event } from '../../conversation/index.ts'
import type { Observation } from '../observation.ts'
import type { Dated } from './dated.ts'
import { type Deed, deedsOf } from './deeds.ts'
import { Family, inOrder, nameOf } from './family.ts'
import { speakersIn } from './speakers.ts'
import { leaves } from './speaking.ts'
import { spokenBy } from './spoken.ts'

export interface Transcript {
  readonly events: readonly Dated[]
  readonly gaps: readonly Completeness[]
  /** How much of spans their sender dropped. */
  readonly dropped: number
}

export function eventsOf(observations: readonly Observation[]): Transcript {
  const ordered = inOrder(observations)
  const family = new Family(ordered)
  const models = leaves(ordered, family)
  const speakers = speakersIn(ordered, models, family)
  const spoken = spokenBy(speakers, family)
  const at = new Map(speakers.map((speaker, by) => [nameOf(speaker), by]))
  const deeds = deedsOf(ordered, models, speakers, family)
  const placed = [
    ...spoken.map(({ text, from, atMs, by, side }, index) =>
      place({ type: 'message', atMs, from, text }, [by, side === 'in' ? 0 : 1, index, 0]),
    ),
    ...deeds.flatMap((deed) => placeDeed(deed, at, speakers)),
  ].sort(byTimeAndPlace)
  const dropped = ordered.reduce((sum, each) => sum + each.dropped, 0)
  return {
    events: placed.map(({ event }, index) => ({ event, key: `span/${String(index).padStart(6, '0')}` })),
    gaps: dropped > 0 ? ['truncated'] : [],
    dropped,
  }
}

type Place = readonly [by: number, side: number, index: number, part: number]

interface Placed {
  readonly event: Event
  readonly place: Place
}

function place(event: Event, where: Place): Placed {
  return { event, place: where }
}

/** Calls follow the answer that asked for them; what nobody asked for stands by its time. */
function placeDeed(
  { call, result, by, place: index }: Deed,
  at: ReadonlyMap<string, number>,
  speakers: readonly Observation[],
): readonly Placed[] {
  const asker =
    (by === undefined ? undefined : at.get(by)) ?? speakers.findLastIndex(({ startMs }) => startMs <= call.atMs)
  return [place(call, [asker, 2, index, 0]), ...(result === undefined ? [] : [place(result, [asker, 2, index, 1])])]
}

function byTimeAndPlace(a: Placed, b: Placed): number {
  const [by, side, index, part] = b.place
  return a.event.atMs - b.event.atMs || a.place[0] - by || a.place[1] - side || a.place[2] - index || a.place[3] - part
}
