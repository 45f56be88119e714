/**
 * What a conversation has to do with drifts, read from its ledger: the replies that drifts can be made from, the
 * endpoints that the agent really asked, and the drifts that it met.
 */
import type { Event, Json } from '../../conversation/index.ts'
import type { KeyedRandom } from '../../stats/index.ts'
import type { Drift, Observed } from './drifts.ts'

export interface DriftsMet {
  /** Replies as the backend gave them, before any fault. */
  readonly replies: readonly Observed[]
  readonly asked: ReadonlySet<string>
  /** Names of the fault sets that struck; a generated drift is played under its id. */
  readonly played: ReadonlySet<string>
}

/** @param tools the routes of the agent's tools, as `tools:` of a backend names them */
export function driftsMet(
  events: readonly Event[],
  tools: Readonly<Record<string, string | readonly string[]>>,
): DriftsMet {
  const endpoints = new Map<string, string>()
  const replies: Observed[] = []
  const played = new Set<string>()
  for (const event of events) {
    if (event.type === 'tool-call' && event.seenBy === 'ledger')
      endpoints.set(event.callId, endpointOf(event.tool, tools))
    if (event.type !== 'tool-result' || event.seenBy !== 'ledger') continue
    const endpoint = endpoints.get(event.callId)
    if (endpoint !== undefined && event.outcome === 'ok') replies.push({ endpoint, json: event.value as Json })
    for (const { set } of event.exchange?.faults ?? []) played.add(set)
  }
  return { replies, asked: new Set(endpoints.values()), played }
}

/** The first route of a tool, without its query; a call that is no tool's is known by its route already. */
function endpointOf(tool: string, tools: Readonly<Record<string, string | readonly string[]>>): string {
  const [route = tool] = [tools[tool] ?? tool].flat()
  return route.split('?')[0] ?? route
}

/**
 * A sample of drifts that covers as much as it can: one of every kind at every endpoint before a second of any.
 *
 * @param n how many; all of them where there are no more
 */
export function sampleOfDrifts(drifts: readonly Drift[], n: number, random: KeyedRandom): readonly Drift[] {
  const seen = new Map<string, number>()
  return random
    .shuffle(drifts)
    .map((drift, place) => {
      const cell = `${drift.endpoint} ${drift.kind}`
      const round = seen.get(cell) ?? 0
      seen.set(cell, round + 1)
      return { drift, round, place }
    })
    .sort((one, other) => one.round - other.round || one.place - other.place)
    .slice(0, n)
    .map(({ drift }) => drift)
}
