/**
 * What the customer asks for gets done.
 *
 * It is read from words, so it is an alarm: a customer may take a request back. `unless` names what else
 * settles a request: a handoff to a person, or the agent's refusal in words.
 */
import { z } from 'zod'
import type { Conversation } from '../../conversation/index.ts'
import type { Terms } from '../condition.ts'
import { patternOf, patternOption } from '../pattern.ts'
import { saysNo } from './affirmation.ts'
import { argsOf, leavesOf, namedTools, outcomeOf, type ToolRule, toolNames } from './tool-scene.ts'

export const requestOption = z.strictObject({
  asked: patternOption.describe('What a customer says who asks for it.'),
  needs: toolNames.describe('Tools of which one must succeed.'),
  each: z
    .boolean()
    .optional()
    .describe('Every distinct match must be among the arguments of such a call: order numbers, for example.'),
  unless: z.array(z.enum(['handoff', 'refusal'])).optional(),
})

export function requestRule(option: z.infer<typeof requestOption>, terms: Terms): ToolRule {
  const pattern = patternOf(option.asked)
  const named = namedTools(option.needs, terms.agent.tools)
  const unless = option.unless ?? []
  const otherwise = unless.length === 0 ? '' : `, unless there was a ${unless.join(' or ')}`

  return {
    explain: () =>
      `when the customer says ${option.asked}, ${named.text} succeeds${option.each ? ' for each' : ''}${otherwise}`,
    check({ conversation, calls }) {
      const asks = asksIn(conversation, pattern.all)
      if (asks.size === 0 || settled(conversation, unless)) return { outcome: 'not-applicable' }
      const done = calls.filter((call) => named.has(call.tool) && call.outcome === 'ok')
      const args = done.flatMap((call) => leavesOf(argsOf(call)).map((leaf) => bare(String(leaf))))
      const open = [...asks].filter(([ask]) => (option.each ? !args.includes(bare(ask)) : done.length === 0))
      const wrong = open.map(([ask, at]) => ({
        because: `the customer asked for "${ask}" and ${named.text} never succeeded`,
        at: [at],
      }))
      return outcomeOf(asks.size, wrong)
    },
  }
}

/** What was asked for, by the words, with the event that asked first. */
function asksIn({ events }: Conversation, matches: (text: string) => readonly string[]): ReadonlyMap<string, number> {
  const asks = new Map<string, number>()
  for (const [at, event] of events.entries()) {
    if (event.type !== 'message' || event.from !== 'customer') continue
    for (const match of matches(event.text)) if (!asks.has(match)) asks.set(match, at)
  }
  return asks
}

function settled({ events }: Conversation, unless: readonly ('handoff' | 'refusal')[]): boolean {
  return events.some(
    (event) =>
      (event.type === 'handoff' && unless.includes('handoff')) ||
      (event.type === 'message' && event.from === 'agent' && unless.includes('refusal') && saysNo(event.text)),
  )
}

/** Letters and digits only: customers leave out the `#` of an order number. */
function bare(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}
