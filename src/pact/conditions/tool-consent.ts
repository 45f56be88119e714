/**
 * The customer's leave: asked before something is changed, and acted on once it is given.
 *
 * Leave is read from words (see `affirmation.ts`); the tool's arguments are not compared with what was read back
 * unless the pact names those that must be.
 */
import { z } from 'zod'
import type { Conversation, ToolCall } from '../../conversation/index.ts'
import type { Terms } from '../condition.ts'
import { asksLeave, saysYes } from './affirmation.ts'
import { folded } from './alike.ts'
import { argsOf, leavesOf, namedTools, outcomeOf, type ToolNames, type ToolRule, toolNames } from './tool-scene.ts'

/** Tools that need the customer's yes; `readBack` are the arguments the agent must have said before. */
export const confirmOption = z.union([
  toolNames,
  z.strictObject({ tools: toolNames, readBack: z.array(z.string()).optional() }),
])

/** Before the call the agent has said something, and the customer's last words after it are a yes. */
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
  const words = events[answer]
  if (words?.type !== 'message' || !saysYes(words.text)) return `called ${call.tool} without the customer's yes`

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

/** After the customer agrees to what the agent asked leave for, one of these tools is called before the end. */
export function agreedRule(names: ToolNames, terms: Terms): ToolRule {
  const named = namedTools(names, terms.agent.tools)
  const verbs = terms.agent.tools.filter(({ name }) => named.has(name)).map(({ name }) => verbOf(name))
  return {
    explain: () => `once the customer agrees to a proposal, ${named.text} succeeds or a person takes over`,
    check({ conversation, calls }) {
      const agreements = agreementsIn(conversation, verbs)
      const done = calls.filter((call) => named.has(call.tool) && call.outcome === 'ok').map(({ at }) => at)
      const handed = conversation.events.flatMap((event, at) => (event.type === 'handoff' ? [at] : []))
      const empty = agreements.filter((agreed) => ![...done, ...handed].some((at) => at > agreed))
      const wrong = empty.map((at) => ({ because: 'the customer agreed and nothing was done', at: [at] }))
      return outcomeOf(agreements.length, wrong)
    },
  }
}

/**
 * Indexes of the customer's messages that say yes right after the agent asked leave for something that a tool does:
 * where the tools are known, the agent's message must hold the verb of one of them.
 */
function agreementsIn({ events }: Conversation, verbs: readonly string[]): readonly number[] {
  const agreements: number[] = []
  let asked = false
  for (const [at, event] of events.entries()) {
    if (event.type !== 'message') continue
    if (event.from === 'agent') asked = asksLeave(event.text) && names(event.text, verbs)
    else if (asked && saysYes(event.text)) agreements.push(at)
  }
  return agreements
}

function names(text: string, verbs: readonly string[]): boolean {
  const words = text.toLowerCase().split(/[^a-z]+/)
  return verbs.length === 0 || verbs.some((verb) => words.some((word) => word.startsWith(verb)))
}

/** `cancel_order` and `cancelOrder` begin with the verb `cancel`; a final e goes, so that `exchanging` is found too. */
function verbOf(tool: string): string {
  return (/^[A-Za-z][a-z]*/.exec(tool)?.[0] ?? tool).toLowerCase().replace(/e$/, '')
}
