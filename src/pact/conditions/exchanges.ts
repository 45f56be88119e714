/** What the backend proxy saw: the calls of a conversation with what the backend did and what the agent got of it. */
import { type Conversation, callsOf, type Exchange, type ToolCall } from '../../conversation/index.ts'
import type { Outcome } from '../condition.ts'

/** A call that the proxy saw to its end. */
export interface SeenCall extends ToolCall {
  readonly exchange: Exchange
  readonly resultAt: number
}

interface Ledger {
  /** In order. */
  readonly calls: readonly SeenCall[]
  /** What to answer where there is no ledger to judge by. */
  readonly missing?: Outcome
}

export function isSeen(call: ToolCall): call is SeenCall {
  return call.exchange !== undefined && call.resultAt !== undefined
}

/** The calls that the proxy saw; or why nothing can be said. */
export function ledgerOf(conversation: Conversation): Ledger {
  const calls = callsOf(conversation)
  const seen = calls.filter(isSeen)
  if (seen.length > 0) return { calls: seen }
  if (calls.length === 0) return { calls: [], missing: { outcome: 'not-applicable' } }
  const because = 'no backend proxy saw the calls, so nothing is known of what the backends did'
  return { calls: [], missing: { outcome: 'unjudged', because } }
}

/** How often the backend carried a call out, however often it was asked to within it. */
export const commitsOf = ({ exchange }: SeenCall): number => exchange.commits ?? 0

/**
 * Whether what the agent got says that the call failed, or says nothing at all. A success with an error inside counts;
 * a success whose form was changed on the way does not.
 */
export function failedForAgent({ exchange, outcome }: SeenCall): boolean {
  const { delivered, gotStatus, status } = exchange
  if (delivered === 'nothing' || delivered === 'partly') return true
  if ((gotStatus ?? status ?? 0) >= 400) return true
  return delivered === 'changed' && outcome === 'error'
}

/** Whether the backend, not the request, was what failed: no answer, 429, or 5xx. */
export function isOutage(call: SeenCall): boolean {
  const { delivered, gotStatus, status = 0 } = call.exchange
  if (delivered === 'nothing' || delivered === 'partly') return true
  const got = gotStatus ?? status
  return got >= 500 || got === 429
}

/** What became of a call on its way to the agent, in words that follow "the agent", with the faults behind it. */
export function fateOf({ exchange }: SeenCall): string {
  const { delivered, gotStatus, status = 0, faults = [] } = exchange
  const by = faults.length === 0 ? '' : ` (${[...new Set(faults.map(({ set }) => set))].join(', ')})`
  if (delivered === 'nothing') return `got no reply${by}`
  if (delivered === 'partly') return `got a reply that broke off${by}`
  const got = gotStatus ?? status
  if (got >= 400) return `got error ${got}${by}`
  return delivered === 'changed' ? `got ${got} with another answer than the backend's${by}` : `got ${got}${by}`
}

/**
 * How long the agent let pass between the end of one call and the asking of another, in milliseconds; negative when
 * it asked before the first had ended. The pauses of a simulated customer take no real time, and are counted too.
 */
export function pauseBetween(first: SeenCall, second: SeenCall, { events }: Pick<Conversation, 'events'>): number {
  const real = second.exchange.askedMs - first.exchange.askedMs - first.exchange.tookMs
  const told = (events[second.at]?.atMs ?? 0) - (events[first.resultAt]?.atMs ?? 0)
  return real < 0 ? real : Math.max(real, told)
}

const adding =
  /(?:^|_)(?:create|book|reserve|order|purchase|buy|pay|charge|refund|send|add|schedule|transfer|place|issue|submit|open|register|leave|post|insert|upload|invite|notify|ship|credit|withdraw|reimburse)(?:_|$)/

/** Whether doing it twice makes two things. Setting something to the same value twice, or cancelling it, does not. */
export function addsSomething({ tool, exchange }: SeenCall): boolean {
  if (/^(?:PUT|PATCH|DELETE)$/.test(exchange.method)) return false
  const words = tool
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
  return adding.test(words) && !undoing.test(words) && !handingOver.test(words)
}

/** Whether a tool takes back what another has done, by its name. */
export function undoesSomething({ tool, exchange }: SeenCall): boolean {
  return exchange.method === 'DELETE' || undoing.test(tool)
}

const handingOver = /staff|human|handoff|handover|to_agent|to_a_person/
const undoing = /cancel|delete|remove|void|revert|undo/i
