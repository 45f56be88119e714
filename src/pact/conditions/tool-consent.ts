/**
 * The customer's leave: asked before something is changed, and acted on once it is given.
 *
 * Leave is read from words (see `affirmation.ts`); the tool's arguments are not compared with what was read back
 * unless the pact names those that must be.
 */
import { z } from 'zod'
import type { Conversation, ToolCall } from '../../conversation/index.ts'
import type { Terms } from '../condition.ts'
import { asksLeave, saysYes, sayYes } from './affirmation.ts'
import { folded } from './alike.ts'
import { argsOf, leavesOf, namedTools, outcomeOf, type ToolNames, type ToolRule, toolNames } from './tool-scene.ts'

/** Tools that need the customer's yes; `readBack` are the arguments the agent must have said before. */
export const confirmOption = z.union([
  toolNames,
  z.strictObject({ tools: toolNames, readBack: z.array(z.string()).optional() }),
])

/** Before the call the agent has said something, and the customer's last words after it are a yes, in one message or several. */
export function confirmRule(option: z.infer<typeof confirmOption>, terms: Terms): ToolRule {
  const { tools, readBack = [] } =
    typeof option === 'string' || Array.isArray(option)
      ? { tools: option }
      : (option as { tools: string; readBack?: string[] })
  const named = namedTools(tools, terms.agent.tools)
  const reads = readBack.length === 0 ? '' : ` to the ${readBack.join(' and ')} read back`

  return {
    explain: () => `calls ${named.text} only after the customer said yes${reads}`,
    check({ conversation, calls }) {
      const judged = calls.filter((call) => named.has(call.tool) && call.outcome !== 'error')
      const wrong = judged.flatMap((call) => {
        const because = unconfirmed(conversation, call, readBack)
        return because === undefined ? [] : [{ because, at: [call.at] }]
      })
      return outcomeOf(judged.length, wrong)
    },
  }
}

function unconfirmed({ events }: Conversation, call: ToolCall, readBack: readonly string[]): string | undefined {
  const answer = events.findLastIndex(
    (event, index) => index < call.at && event.type === 'message' && event.from === 'customer',
  )
  const words = burstBefore(events, answer)
  if (!sayYes(words)) return `called ${call.tool} without the customer's yes`

  const said = folded(
    events
      .slice(0, answer)
      .flatMap((event) => (event.type === 'message' && event.from === 'agent' ? [event.text] : []))
      .join('\n'),
  )
  if (said === '') return `called ${call.tool} without telling the customer what it does`
  const unread = readBack.find((name) =>
    leavesOf(argsOf(call)[name] ?? null).some((leaf) => !said.includes(folded(String(leaf)))),
  )
  return unread === undefined ? undefined : `called ${call.tool} without reading back the ${unread}`
}

/** The customer's messages up to this one with none of the agent's between: `yes, please` and then `thanks` is a yes. */
function burstBefore(events: Conversation['events'], last: number): readonly string[] {
  const messages = events.slice(0, last + 1).flatMap((event) => (event.type === 'message' ? [event] : []))
  const before = messages.findLastIndex(({ from }) => from === 'agent')
  return messages.slice(before + 1).map(({ text }) => text)
}

/**
 * A proposal the customer agrees to is carried out: one of the tools succeeds afterwards, or a person takes over. A
 * tool whose name begins with a verb of the proposal may have succeeded before, because agents ask twice.
 */
export function agreedRule(names: ToolNames, terms: Terms): ToolRule {
  const named = namedTools(names, terms.agent.tools)
  const declared = terms.agent.tools.map(({ name }) => name).filter((name) => named.has(name))
  return {
    explain: () => `once the customer agrees to a proposal, ${named.text} succeeds or a person takes over`,
    check({ conversation, calls }) {
      const agreements = agreementsIn(conversation, [...declared, ...calls.map(({ tool }) => tool).filter(named.has)])
      const done = calls.filter((call) => named.has(call.tool) && call.outcome === 'ok')
      const isDone = (at: number, verbs: readonly string[]): boolean =>
        done.some((call) => call.at > at || verbs.includes(verbOf(call.tool)))
      const handed = conversation.events.findLastIndex((event) => event.type === 'handoff')
      const empty = agreements.filter(({ at, verbs }) => handed < at && !isDone(at, verbs))
      const wrong = empty.map(({ at }) => ({ because: 'the customer agreed and nothing of it was done', at: [at] }))
      return outcomeOf(agreements.length, wrong)
    },
  }
}

/** The customer's messages that say yes right after the agent asked leave for something that one of the tools does. */
function agreementsIn(
  { events }: Conversation,
  tools: readonly string[],
): readonly { readonly at: number; readonly verbs: readonly string[] }[] {
  const known = [...new Set(tools.map(verbOf))]
  const agreements: { at: number; verbs: readonly string[] }[] = []
  let proposed: readonly string[] = []
  for (const [at, event] of events.entries()) {
    if (event.type !== 'message') continue
    if (event.from === 'agent') proposed = asksLeave(event.text) ? verbsIn(event.text, known) : []
    else if (proposed.length > 0 && saysYes(event.text)) agreements.push({ at, verbs: proposed })
  }
  return agreements
}

function verbsIn(text: string, known: readonly string[]): readonly string[] {
  const words = text.toLowerCase().split(/[^a-z]+/)
  return known.filter((verb) => words.some((word) => word.startsWith(verb)))
}

/** `cancel_order` and `cancelOrder` begin with the verb `cancel`; a final e goes, so that `exchanging` is found too. */
function verbOf(tool: string): string {
  return (/^[A-Za-z][a-z]*/.exec(tool)?.[0] ?? tool).toLowerCase().replace(/e$/, '')
}
