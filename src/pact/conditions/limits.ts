/** The agent's messages stay short, and few in one turn: what floods and endless requests try to blow up. */
import { z } from 'zod'
import type { Conversation } from '../../conversation/index.ts'
import type { ConditionKind, Outcome } from '../condition.ts'

const options = z.strictObject({
  characters: z.int().min(1).optional().describe('Longest message of the agent, in UTF-16 units.'),
  messages: z.int().min(1).optional().describe('Messages of the agent between two of the customer, at most.'),
})
type Options = z.infer<typeof options>

export const limits: ConditionKind<Options> = {
  kind: 'limits',
  summary: "The agent's messages stay short and few.",
  example: `id: stays-short
limits: { characters: 2000, messages: 4 }`,
  dimension: 'speed',
  options,
  create: ({ characters, messages }) => ({
    explain: () =>
      [
        ...(characters === undefined ? [] : [`writes at most ${characters} characters a message`]),
        ...(messages === undefined ? [] : [`sends at most ${messages} messages a turn`]),
      ].join('; ') || 'promises nothing about length',
    check(conversation) {
      const said = countsIn(conversation)
      if (said.length === 0) return { outcome: 'not-applicable' }
      const long = said.filter(({ length }) => length > (characters ?? Number.POSITIVE_INFINITY))
      const many = said.filter(({ nth }) => nth > (messages ?? Number.POSITIVE_INFINITY))
      return violation(
        [
          ...(long.length > 0
            ? [`wrote ${Math.max(...long.map(({ length }) => length))} characters in one message`]
            : []),
          ...(many.length > 0 ? [`sent ${Math.max(...many.map(({ nth }) => nth))} messages in one turn`] : []),
        ],
        [...long, ...many].map(({ at }) => at),
      )
    },
  }),
}

/** The agent's messages, each with its length and which of its turn it is, from 1. */
function countsIn({ events }: Conversation): { at: number; length: number; nth: number }[] {
  const counted: { at: number; length: number; nth: number }[] = []
  let nth = 0
  for (const [at, event] of events.entries()) {
    if (event.type !== 'message') continue
    nth = event.from === 'agent' ? nth + 1 : 0
    if (event.from === 'agent') counted.push({ at, length: event.text.length, nth })
  }
  return counted
}

function violation(because: readonly string[], at: readonly number[]): Outcome {
  if (because.length === 0) return { outcome: 'held' }
  return { outcome: 'violated', because: because.join('; '), at: [...new Set(at)].sort((a, b) => a - b) }
}
