/**
 * A call that failed, or whose reply never came, is told as what it is: that it did not work, or that it is not certain.
 *
 * Wrong is to tell the customer that something failed which the backend had carried out, to call something done that
 * was not, and to say nothing at all. What is put right later in the conversation was told in time.
 */
import { z } from 'zod'
import type { Conversation } from '../../conversation/index.ts'
import { claimsIn, type Lexicon, lexiconFor, speaksOf } from '../claims/index.ts'
import type { ConditionKind } from '../condition.ts'
import { writesSomething } from '../tool-effects.ts'
import { commitsOf, failedForAgent, fateOf, ledgerOf, type SeenCall } from './exchanges.ts'
import { agentMessages, excerpt, type Said } from './messages.ts'
import { namedTools, outcomeOf, toolNames } from './tool-scene.ts'

const options = z.strictObject({
  tools: toolNames
    .optional()
    .describe('Tools whose failures must be told; `*` for any run of characters. Default all that write.'),
})

/** "I couldn't", "our calendar isn't reachable", "something went wrong", "please try again". */
const failing =
  /\b(?:(?:can ?not|can'?t|could ?n['o]?t|unable to|not able to|wasn'?t able to|couldn'?t|don'?t have access) |(?:is|are|was|were|seems?)(?: currently| temporarily)? (?:not |un)(?:available|reachable|responding|working)|isn'?t (?:available|possible|responding|working)|went wrong|did ?n['o]?t (?:work|go through|succeed)|(?:has |have )?failed|trouble (?:with|reaching|connecting)|problems? (?:with|reaching|on our)|technical (?:issue|difficult|problem)|try (?:that |it )?again|just been taken|already (?:taken|have another|have an))/i
/** What may or may not have worked is said to be so. */
const unsure =
  /\b(?:not (?:sure|certain|clear)|unsure|uncertain|may(?: or may not)? (?:already )?have (?:gone|been|worked)|might (?:already )?have (?:gone|been|worked)|can(?:no|')t tell (?:whether|if)|let me (?:check|verify|make sure) (?:whether|if|that)|no confirmation|did not get (?:a|any) (?:answer|reply|confirmation)|waiting for (?:a )?confirmation)/i

export const failureTold: ConditionKind<z.infer<typeof options>> = {
  kind: 'failure-told',
  summary: 'A call that failed, or whose reply never came, is told as what it is.',
  example: `id: tells-failures-truthfully
failure-told: { tools: [create_appointment, cancel_appointment] }`,
  dimension: 'accuracy',
  options,
  create({ tools }, { agent }) {
    const named = tools === undefined ? undefined : namedTools(tools, agent.tools)
    const lexicon = lexiconFor(agent.tools)
    const counts = ({ tool, exchange }: SeenCall) =>
      named === undefined ? exchange.writes || writesSomething(tool, agent.tools) : named.has(tool)
    return {
      explain: () => `tells the customer truthfully when ${named?.text ?? 'a change'} failed or is not certain`,
      check(conversation) {
        const ledger = ledgerOf(conversation)
        if (ledger.missing !== undefined) return ledger.missing
        const seen = ledger.calls.filter(counts)
        const failed = seen.filter(failedForAgent)
        return outcomeOf(
          failed.length,
          failed.flatMap((call) => untruth(call, seen, conversation, lexicon) ?? []),
        )
      },
    }
  },
}

function untruth(
  call: SeenCall,
  all: readonly SeenCall[],
  conversation: Conversation,
  lexicon: Lexicon,
): { because: string; at: readonly number[] } | undefined {
  const told = agentMessages(conversation).filter(({ at }) => at > call.resultAt)
  const [first] = told
  // Nobody was told anything any more: silence after a failure is the business of other promises.
  if (first === undefined) return undefined
  const again = all.find(({ at, tool }) => at > call.at && at < first.at && tool === call.tool)
  // It was tried again before anything was said: what came of the last try is what counts.
  if (again !== undefined) return undefined
  const done = told.find((message) => saysDone(message, call, lexicon))
  const wasDone = commitsOf(call) > 0
  const laterDone = all.some((other) => other.at > call.at && other.tool === call.tool && commitsOf(other) > 0)
  if (wasDone) {
    if (done !== undefined || told.some(({ text }) => unsure.test(text)) || !failing.test(first.text)) return undefined
    const because = `the agent said "${excerpt(first.text)}", but ${call.tool} had been carried out: the agent ${fateOf(call)}, and never put it right`
    return { because, at: [call.at, first.at] }
  }
  if (saysDone(first, call, lexicon)) {
    const because = `the agent said "${excerpt(first.text)}", but ${call.tool} was not carried out: the agent ${fateOf(call)}`
    return { because, at: [call.at, first.at] }
  }
  if (
    laterDone ||
    told.some(({ text }) => failing.test(text) || unsure.test(text)) ||
    isHandedOver(conversation, call.at)
  )
    return undefined
  const because = `${call.tool} failed (the agent ${fateOf(call)}), and the customer was never told`
  return { because, at: [call.at, first.at] }
}

function saysDone({ text }: Said, { tool }: SeenCall, lexicon: Lexicon): boolean {
  return claimsIn(text, { lexicon }).some(
    (claim) => claim.kind === 'success' && claim.modality === 'asserted' && speaksOf(claim, { name: tool }, lexicon),
  )
}

function isHandedOver({ events }: Conversation, from: number): boolean {
  return events.some(({ type }, at) => at > from && type === 'handoff')
}
