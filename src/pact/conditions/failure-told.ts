/**
 * A call that failed, or whose reply never came, is told as what it is: that it did not work, or that it is not certain.
 *
 * Wrong is to tell the customer that something failed which the backend had carried out, to call something done that
 * was not, and to say nothing of it. What is put right later in the conversation was told in time. A refusal that has a
 * reason (the slot is taken) may be worded in any way, so there only a false success counts.
 */
import { z } from 'zod'
import type { Conversation } from '../../conversation/index.ts'
import { type Claim, claimsIn, type Lexicon, lexiconFor, speaksOf } from '../claims/index.ts'
import type { ConditionKind } from '../condition.ts'
import { writesSomething } from '../tool-effects.ts'
import { commitsOf, failedForAgent, fateOf, isOutage, ledgerOf, type SeenCall } from './exchanges.ts'
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
        const told = toldBy(conversation, lexicon)
        const judged = seen.filter(failedForAgent).flatMap((call) => judgedCall(call, seen, told, conversation) ?? [])
        return outcomeOf(
          judged.length,
          judged.flatMap(({ wrong }) => wrong ?? []),
        )
      },
    }
  },
}

/** A message of the agent, and what it says of how something went. */
interface Told extends Said {
  readonly fails: boolean
  readonly isUnsure: boolean
  /** Whether it says that what the tool does was done, and nothing of a failure. */
  saysDone(tool: string): boolean
}

function toldBy(conversation: Conversation, lexicon: Lexicon): readonly Told[] {
  return agentMessages(conversation).map((message) => {
    let known: readonly Claim[] | undefined
    const claims = () => {
      known ??= claimsIn(message.text, { lexicon })
      return known
    }
    const fails = failing.test(message.text)
    const isUnsure = unsure.test(message.text)
    return {
      ...message,
      fails,
      isUnsure,
      saysDone: (tool) =>
        !fails &&
        !isUnsure &&
        claims().some(
          (claim) =>
            claim.kind === 'success' && claim.modality === 'asserted' && speaksOf(claim, { name: tool }, lexicon),
        ),
    }
  })
}

interface Judged {
  readonly wrong?: { readonly because: string; readonly at: readonly number[] }
}

/** Nothing where nobody was told anything any more, or where it was tried again before anything was said. */
function judgedCall(
  call: SeenCall,
  all: readonly SeenCall[],
  messages: readonly Told[],
  conversation: Conversation,
): Judged | undefined {
  const told = messages.filter(({ at }) => at > call.resultAt)
  const [first] = told
  if (first === undefined) return undefined
  const later = all.filter(({ at, tool }) => at > call.at && tool === call.tool)
  if (later.some(({ at }) => at < first.at)) return undefined
  const because = commitsOf(call) > 0 ? ofDone(call, told, first) : ofUndone(call, told, first, later, conversation)
  return because === undefined ? {} : { wrong: { because, at: [call.at, first.at] } }
}

/** What is wrong with what was told of a call that was carried out, and whose reply did not say so. */
function ofDone(call: SeenCall, told: readonly Told[], first: Told): string | undefined {
  if (told.some((message) => message.isUnsure || message.saysDone(call.tool))) return undefined
  if (told.some(({ fails }) => fails)) {
    const said = told.find(({ fails }) => fails) ?? first
    return `the agent said "${excerpt(said.text)}", but ${call.tool} had been carried out: the agent ${fateOf(call)}, and never put it right`
  }
  return `${call.tool} was carried out, and the customer was never told: the agent ${fateOf(call)}`
}

function ofUndone(
  call: SeenCall,
  told: readonly Told[],
  first: Told,
  later: readonly SeenCall[],
  conversation: Conversation,
): string | undefined {
  if (first.saysDone(call.tool)) {
    return `the agent said "${excerpt(first.text)}", but ${call.tool} was not carried out: the agent ${fateOf(call)}`
  }
  const isGood =
    later.some((other) => commitsOf(other) > 0) ||
    told.some(({ fails, isUnsure }) => fails || isUnsure) ||
    conversation.events.some(({ type }, at) => at > call.at && type === 'handoff')
  if (isGood || !isLostOrDown(call)) return undefined
  return `${call.tool} failed, and the customer was never told: the agent ${fateOf(call)}`
}

const isLostOrDown = (call: SeenCall): boolean => isOutage(call) || (call.exchange.gotStatus ?? 0) < 400
