/**
 * Once a backend answers again, the agent gets done what it could not do before, or offers a person.
 *
 * Judged only where there was a chance: the customer still wanted it and the agent had turns left. A customer who left
 * content or accepted a no wanted nothing more, and an end state that is as expected needs no further proof.
 */
import { z } from 'zod'
import type { Conversation } from '../../conversation/index.ts'
import type { ConditionKind } from '../condition.ts'
import { judgeChanges } from './end-state.ts'
import { commitsOf, fateOf, isOutage, ledgerOf, type SeenCall } from './exchanges.ts'
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
  summary: 'After a backend has failed, what it failed to do is done, or a person is offered.',
  example: `id: recovers-from-outages
recovers: { withinTurns: 4 }`,
  dimension: 'resolution',
  options,
  create({ tools, withinTurns = 4 }, terms) {
    const named = tools === undefined ? undefined : namedTools(tools, terms.agent.tools)
    return {
      explain: () =>
        `gets ${named?.text ?? 'what a backend failed to do'} done, or offers a person, within ${withinTurns} replies after an outage`,
      check(conversation) {
        const ledger = ledgerOf(conversation)
        if (ledger.missing !== undefined) return ledger.missing
        const outages = ledger.calls.filter(
          (call) => (named?.has(call.tool) ?? true) && isOutage(call) && commitsOf(call) === 0,
        )
        // The last outage of each tool: earlier ones were followed by another try.
        const last = [...new Map(outages.map((call) => [call.tool, call])).values()]
        const judged = last.flatMap((call) => recovery(call, ledger.calls, conversation, withinTurns) ?? [])
        return outcomeOf(
          judged.length,
          judged.flatMap(({ wrong }) => wrong ?? []),
        )
      },
    }
  },
}

interface Recovery {
  readonly wrong?: { readonly because: string; readonly at: readonly number[] }
}

/** Nothing where there was no chance to recover. */
function recovery(
  call: SeenCall,
  seen: readonly SeenCall[],
  conversation: Conversation,
  withinTurns: number,
): Recovery | undefined {
  const { events } = conversation
  const replies = agentMessages({ events }).filter(({ at }) => at > call.resultAt)
  const end = replies[withinTurns]?.at ?? events.length
  const isMade = seen.some(
    ({ at, tool, outcome, exchange }) =>
      at > call.at && at < end && tool === call.tool && outcome === 'ok' && exchange.delivered !== 'nothing',
  )
  const isHanded = events.some(({ type }, at) => at > call.at && at < end && type === 'handoff')
  const isOffered = replies.slice(0, withinTurns).some(({ text }) => offersPerson.test(text))
  if (isMade || isHanded || isOffered || isAsExpected(conversation)) return {}
  if (replies.length < withinTurns || /^(?:satisfied|refused)$/.test(outcomeFor(conversation))) return undefined
  const because = `${call.tool} failed (the agent ${fateOf(call)}), and in ${withinTurns} more replies it was neither done nor handed over`
  return { wrong: { because, at: [call.at, ...replies.slice(0, withinTurns).map(({ at }) => at)] } }
}

function isAsExpected(conversation: Conversation): boolean {
  const { expected } = conversation.circumstances ?? {}
  if (expected?.changes === undefined) return false
  return judgeChanges(conversation, expected, { onlyNamedFields: false }).outcome === 'held'
}

const outcomeFor = ({ circumstances }: Conversation): string => circumstances?.ending?.outcome ?? ''

/** "ask me to transfer you to our staff", "I can connect you with a colleague", "please call the office". */
const offersPerson =
  /\b(?:transfer|connect|hand|put|pass|forward)(?:ring|ing|ed)? you\b[^.?!\n]{0,60}\b(?:to|with|over|through)\b|\b(?:call|phone|contact|reach|speak (?:to|with)|talk to) (?:us|the office|our (?:office|staff|team)|a (?:person|colleague)|(?:a )?member of)\b|\b(?:colleague|staff|team|someone|human|person) (?:will|can|to) (?:call|contact|help|get back)/i
