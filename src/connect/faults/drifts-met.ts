/**
 * What a conversation has to do with drifts, read from its ledger: the replies that drifts can be made from, the
 * endpoints that the agent really asked, and the drifts that it met.
 */
import type { Event, Exchange, Json, ToolResultEvent } from '../../conversation/index.ts'
import type { KeyedRandom } from '../../stats/index.ts'
import { type Drift, driftCell, type Observed } from './drifts.ts'
import { pathPattern } from './path-pattern.ts'
import { familyOf } from './rule.ts'

export interface DriftsMet {
  /** Replies as the backend gave them, before any fault. */
  readonly replies: readonly Observed[]
  /** Endpoints of HTTP backends; tools of MCP servers have no replies that drifts are made of. */
  readonly asked: ReadonlySet<string>
  /** Names of the fault sets under which a drift changed a reply; a generated drift is played under its `name`. */
  readonly played: ReadonlySet<string>
  /** Kinds at endpoints where a drift, however it was named, changed a reply: as `driftCell` names them. */
  readonly cells: ReadonlySet<string>
}

/** `tools:` of a backend: names with routes. */
type ToolRoutes = Readonly<Record<string, string | readonly string[]>>

/** @param backends by the names that the ledger has; where one is not known, its endpoints are known by their paths */
export function driftsMet(
  events: readonly Event[],
  backends: Readonly<Record<string, { readonly tools: ToolRoutes }>>,
): DriftsMet {
  const isOne = Object.keys(backends).length < 2
  const replies: Observed[] = []
  const asked = new Set<string>()
  const played = new Set<string>()
  const cells = new Set<string>()
  for (const { event, exchange, tool } of httpCalls(events)) {
    const called = endpointOf(tool, exchange, backends[exchange.backend]?.tools ?? {})
    const endpoint = isOne ? called : `${exchange.backend} ${called}`
    asked.add(endpoint)
    replies.push(...replyIn(event, exchange, endpoint))
    for (const { set, kind } of driftsOn(exchange)) {
      played.add(set)
      cells.add(driftCell({ endpoint, kind }))
    }
  }
  return { replies, asked, played, cells }
}

/** Calls over HTTP that the ledger saw answered, with the names it has for them. */
function* httpCalls(events: readonly Event[]) {
  const tools = new Map<string, string>()
  for (const event of events) {
    if (event.type === 'tool-call' && event.seenBy === 'ledger') tools.set(event.callId, event.tool)
    if (event.type !== 'tool-result' || event.exchange === undefined || !isHttp(event.exchange)) continue
    yield { event, exchange: event.exchange, tool: tools.get(event.callId) ?? '' }
  }
}

/** The drifts that changed what the agent got; one that found nothing to change was not met. */
const driftsOn = ({ delivered, faults = [] }: Exchange) =>
  delivered === 'changed' ? faults.filter(({ kind }) => familyOf(kind) === 'drift') : []

const isHttp = ({ method }: Exchange) => /^[A-Z]+$/.test(method)

/** Only what is JSON; a longer reply is kept as the beginning of its text. */
function replyIn({ value }: ToolResultEvent, { status }: Exchange, endpoint: string): readonly Observed[] {
  if (status === undefined || (status !== 404 && (value === null || typeof value !== 'object'))) return []
  return [{ endpoint, json: value as Json, status }]
}

/** The route of the tool that fits the path, without its query; a call that is no tool's is known by its route already. */
function endpointOf(tool: string, { method, path }: Exchange, tools: ToolRoutes): string {
  const routes = [tools[tool] ?? tool].flat().map((route) => route.split(/[ ?]/)[1] ?? '/**')
  const fitting = routes.find((route) => pathPattern(route).match(path) !== undefined)
  return `${method} ${fitting ?? routes[0]}`
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
      const cell = driftCell(drift)
      const round = seen.get(cell) ?? 0
      seen.set(cell, round + 1)
      return { drift, round, place }
    })
    .sort((one, other) => one.round - other.round || one.place - other.place)
    .slice(0, n)
    .map(({ drift }) => drift)
}
