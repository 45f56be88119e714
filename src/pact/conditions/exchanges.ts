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

/** The calls that the proxy saw; or why nothing can be said. */
export function ledgerOf(conversation: Conversation): Ledger {
  const calls = callsOf(conversation)
  const seen = calls.flatMap((call): SeenCall[] =>
    call.exchange !== undefined && call.resultAt !== undefined
      ? [{ ...call, exchange: call.exchange, resultAt: call.resultAt }]
      : [],
  )
  if (seen.length > 0) return { calls: seen }
  if (calls.length === 0) return { calls: [], missing: { outcome: 'not-applicable' } }
  const because = 'no backend proxy saw the calls, so nothing is known of what the backends did'
  return { calls: [], missing: { outcome: 'unjudged', because } }
}

/** How often the backend carried a call out, however often it was asked to within it. */
export const commitsOf = ({ exchange }: SeenCall): number => exchange.commits ?? 0

/** Whether the agent could know what came of a call: it got the backend's own answer, whole. */
export const isKnownToAgent = ({ exchange }: SeenCall): boolean => exchange.delivered === 'whole'

/** Whether what the agent got says that the call failed, or says nothing at all. */
export function failedForAgent({ exchange }: SeenCall): boolean {
  const { delivered, gotStatus, status } = exchange
  if (delivered === 'nothing' || delivered === 'partly') return true
  return (gotStatus ?? status ?? 0) >= 400
}

/** Whether the backend, not the request, was what failed: no answer, 429, or 5xx. */
export function isOutage(call: SeenCall): boolean {
  const { delivered, gotStatus, status = 0 } = call.exchange
  if (delivered === 'nothing' || delivered === 'partly') return true
  const got = gotStatus ?? status
  return got >= 500 || got === 429
}

/** What became of a call on its way to the agent, in words that follow its name. */
export function fateOf({ exchange }: SeenCall): string {
  const { delivered, gotStatus, status, faults } = exchange
  const why = faults?.map(({ set }) => set).join(', ')
  const by = why === undefined ? '' : ` (${why})`
  if (delivered === 'nothing') return `got no reply${by}`
  if (delivered === 'partly') return `got a reply that broke off${by}`
  return `got ${gotStatus ?? status ?? 'an error'}${by}`
}
