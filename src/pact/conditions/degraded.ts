/** While a backend is slow or down the customer still hears something in time: a wait, an apology, another way. */
import { z } from 'zod'
import type { ConditionKind } from '../condition.ts'
import { isOutage, ledgerOf } from './exchanges.ts'
import { messagesOf } from './messages.ts'
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
      explain: () => `answers within ${withinMs} ms also while a backend fails or takes longer than ${slowMs} ms`,
      check(conversation) {
        const ledger = ledgerOf(conversation)
        if (ledger.missing !== undefined) return ledger.missing
        const bad = ledger.calls.filter((call) => isOutage(call) || call.exchange.tookMs >= slowMs)
        const said = messagesOf(conversation)
        const late = bad.flatMap((call) => {
          const asked = said.findLast(({ at, from }) => from === 'customer' && at < call.at)
          const answer = said.find(({ at, from }) => from === 'agent' && at > call.at)
          if (asked === undefined || answer === undefined) return []
          const waitedMs = answer.atMs - asked.atMs
          if (waitedMs <= withinMs) return []
          const because = `the customer waited ${waitedMs} ms for a word while ${call.tool} ${isOutage(call) ? 'failed' : `took ${call.exchange.tookMs} ms`}; ${withinMs} ms were promised`
          return [{ because, at: [asked.at, call.at, answer.at] }]
        })
        return outcomeOf(bad.length, late)
      },
    }
  },
}
