/**
 * While a backend is slow or down the customer still hears something in time: a wait, an apology, another way.
 *
 * A customer who gets no answer at all is the business of `reply`.
 */
import { z } from 'zod'
import type { Conversation } from '../../conversation/index.ts'
import type { ConditionKind } from '../condition.ts'
import { fateOf, isOutage, ledgerOf, type SeenCall } from './exchanges.ts'
import { messagesOf, type Said } from './messages.ts'
import { outcomeOf } from './tool-scene.ts'

const options = z.strictObject({
  withinMs: z.int().min(1).describe('Longest wait for the first word of the agent, in milliseconds.'),
  slowMs: z.int().min(1).optional().describe('A backend is slow when a call takes this long. Default 2000.'),
})

export const degraded: ConditionKind<z.infer<typeof options>> = {
  kind: 'degraded',
  summary: 'While a backend is slow or down, the customer hears something in time.',
  example: `id: says-something-when-slow
degraded: { withinMs: 4000 }`,
  dimension: 'speed',
  options,
  create({ withinMs, slowMs = 2000 }) {
    return {
      explain: () => `answers within ${withinMs} ms also while a backend fails or takes ${slowMs} ms and more`,
      check(conversation) {
        const ledger = ledgerOf(conversation)
        if (ledger.missing !== undefined) return ledger.missing
        // Records made elsewhere may have no times; all of them are then 0, which says nothing.
        if (conversation.circumstances?.times === 'unknown') return { outcome: 'not-applicable' }
        const waits = waitsIn(
          conversation,
          ledger.calls.filter((call) => isOutage(call) || call.exchange.tookMs >= slowMs),
        )
        const late = waits.filter(({ ms }) => ms > withinMs)
        return outcomeOf(
          waits.length,
          late.map(({ ms, call, at }) => ({
            because: `the customer waited ${ms} ms for a word while ${troubleOf(call)}; ${withinMs} ms were promised`,
            at,
          })),
        )
      },
    }
  },
}

interface Wait {
  readonly ms: number
  /** The first call that was slow or failed while the customer waited. */
  readonly call: SeenCall
  readonly at: readonly number[]
}

/**
 * From the customer's last words before an answer to that answer, for each answer that a call had to do with. A customer who
 * is still writing does not wait yet, and reads what came only then.
 */
function waitsIn(conversation: Conversation, calls: readonly SeenCall[]): readonly Wait[] {
  const said = messagesOf(conversation)
  const waits = new Map<Said, Wait>()
  let next = 0
  let asked: Said | undefined
  for (const call of calls) {
    for (; (said[next]?.at ?? Number.POSITIVE_INFINITY) < call.at; next += 1) {
      if (said[next]?.from === 'customer') asked = said[next]
    }
    const from = asked
    if (from === undefined || waits.has(from)) continue
    const answer = said.find(({ at, from: who }) => who === 'agent' && at > from.at)
    if (answer === undefined) continue
    const last = said.findLast(({ at, from: who }) => who === 'customer' && at < answer.at) ?? from
    waits.set(from, { ms: answer.atMs - last.atMs, call, at: [from.at, call.at, answer.at].sort((a, b) => a - b) })
  }
  return [...waits.values()]
}

function troubleOf(call: SeenCall): string {
  const { tool, exchange } = call
  return isOutage(call) ? `${tool} failed: the agent ${fateOf(call)}` : `${tool} took ${exchange.tookMs} ms`
}
