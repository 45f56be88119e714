/**
 * Once a backend answers again, the agent gets done what it could not do before, or hands over.
 *
 * Judged only where there was a chance: the customer went on talking, and the agent had turns left to make it good.
 */
import { z } from 'zod'
import type { Conversation } from '../../conversation/index.ts'
import type { ConditionKind } from '../condition.ts'
import { commitsOf, isOutage, ledgerOf, type SeenCall } from './exchanges.ts'
import { agentMessages } from './messages.ts'
import { namedTools, outcomeOf, toolNames } from './tool-scene.ts'

const options = z.strictObject({
  tools: toolNames.optional().describe('Tools that must come through in the end. Default all.'),
  withinTurns: z
    .int()
    .min(1)
    .optional()
    .describe('How many more replies of the agent it may take. Default 4; conversations that end sooner do not count.'),
})

export const recovers: ConditionKind<z.infer<typeof options>> = {
  kind: 'recovers',
  summary: 'After a backend has failed, what it failed to do is done, or handed over.',
  example: `id: recovers-from-outages
recovers: { withinTurns: 4 }`,
  dimension: 'resolution',
  options,
  create({ tools, withinTurns = 4 }, terms) {
    const named = tools === undefined ? undefined : namedTools(tools, terms.agent.tools)
    return {
      explain: () =>
        `gets ${named?.text ?? 'what a backend failed to do'} done, or hands over, within ${withinTurns} replies after an outage`,
      check(conversation) {
        const ledger = ledgerOf(conversation)
        if (ledger.missing !== undefined) return ledger.missing
        const seen = ledger.calls
        const outages = seen.filter(
          (call) => (named?.has(call.tool) ?? true) && isOutage(call) && commitsOf(call) === 0,
        )
        // The last outage of each tool: earlier ones were followed by another try.
        const last = [...new Map(outages.map((call) => [call.tool, call])).values()]
        const judged = last.flatMap((call) => recovery(call, seen, conversation, withinTurns) ?? [])
        return outcomeOf(
          judged.length,
          judged.filter(({ recovered }) => !recovered),
        )
      },
    }
  },
}

function recovery(call: SeenCall, seen: readonly SeenCall[], { events }: Conversation, withinTurns: number) {
  const replies = agentMessages({ events }).filter(({ at }) => at > call.resultAt)
  const end = replies[withinTurns]?.at ?? events.length
  const made = seen.some(
    ({ at, tool, outcome, exchange }) =>
      at > call.at && at < end && tool === call.tool && outcome === 'ok' && exchange.delivered === 'whole',
  )
  const handed = events.some(({ type }, at) => at > call.at && at < end && type === 'handoff')
  if (!made && !handed && replies.length < withinTurns) return undefined
  const because = `${call.tool} failed, and in ${withinTurns} more replies it was neither done nor handed over`
  return { recovered: made || handed, because, at: [call.at] }
}
