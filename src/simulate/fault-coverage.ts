/**
 * Where faults struck: which of the endpoints that agents called were met by faults, and of which family.
 *
 * Counted in conversations, not in calls: an agent that asks ten times in one conversation has met a fault once.
 * Faults that found nothing to change are none.
 */
import { type FaultFamily, familyOf } from '../connect/index.ts'
import type { Conversation } from '../conversation/index.ts'

/** Every family, in the order of reports. */
export const faultFamilies = [
  'time',
  'transport',
  'status',
  'drift',
  'data',
  'write',
] as const satisfies readonly FaultFamily[]

export interface FaultCoverage {
  /** Conversations that were put under faults, whether these struck or not. */
  readonly faulted: number
  /** Endpoints that agents called; those called in most conversations first. */
  readonly endpoints: readonly EndpointCoverage[]
}

export interface EndpointCoverage {
  readonly backend: string
  /** Name of the tool; method and path where it is none. */
  readonly endpoint: string
  /** Conversations in which an agent called it. */
  readonly called: number
  /** Those of them in which a fault struck such a call. */
  readonly struck: number
  /** The same by family; one conversation may be in several. */
  readonly families: Readonly<Record<FaultFamily, number>>
}

/** Gathers conversations as they come; keeps a few counts for each endpoint. */
export interface CoverageCounts {
  add(conversation: Pick<Conversation, 'events' | 'circumstances'>): void
  summary(): FaultCoverage
}

interface Row {
  readonly backend: string
  readonly endpoint: string
  called: number
  struck: number
  readonly families: Record<FaultFamily, number>
}

export function faultCoverage(): CoverageCounts {
  const rows = new Map<string, Row>()
  let faulted = 0
  return {
    add(conversation) {
      if (conversation.circumstances?.faults?.length) faulted += 1
      for (const [key, called] of calledIn(conversation)) {
        const row = rows.get(key) ?? rowFor(called)
        rows.set(key, row)
        count(row, called)
      }
    },
    summary: () => ({
      faulted,
      endpoints: [...rows.values()]
        .map((row) => ({ ...row, families: { ...row.families } }))
        .sort((a, b) => b.called - a.called || inOrder(a.endpoint, b.endpoint) || inOrder(a.backend, b.backend)),
    }),
  }
}

interface Called {
  readonly backend: string
  readonly endpoint: string
  readonly struck: Set<FaultFamily | undefined>
}

/** The endpoints that one conversation called, with the families that struck. */
function calledIn({ events }: Pick<Conversation, 'events'>): ReadonlyMap<string, Called> {
  const tools = new Map<string, string>()
  const called = new Map<string, Called>()
  for (const event of events) {
    if (event.type === 'tool-call' && event.seenBy === 'ledger') tools.set(event.callId, event.tool)
    if (event.type !== 'tool-result' || event.exchange === undefined) continue
    const { backend, method, path, faults = [] } = event.exchange
    const endpoint = tools.get(event.callId) ?? `${method} ${path}`
    const key = JSON.stringify([backend, endpoint])
    const known = called.get(key) ?? { backend, endpoint, struck: new Set() }
    called.set(key, known)
    for (const { kind } of faults) known.struck.add(familyOf(kind))
  }
  return called
}

function rowFor({ backend, endpoint }: Called): Row {
  const families = Object.fromEntries(faultFamilies.map((family) => [family, 0])) as Row['families']
  return { backend, endpoint, called: 0, struck: 0, families }
}

function count(row: Row, { struck }: Called): void {
  row.called += 1
  if (struck.size > 0) row.struck += 1
  for (const family of struck) if (family !== undefined) row.families[family] += 1
}

const inOrder = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
