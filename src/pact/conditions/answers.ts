/**
 * A customer who asks for a value gets one: who asks how much is told an amount, who asks when is told a date or time.
 *
 * It says nothing of whether the value is right; `grounded` and `resolved` do.
 */
import { z } from 'zod'
import type { Conversation } from '../../conversation/index.ts'
import type { ConditionKind } from '../condition.ts'
import { anyOf, patternsOption } from '../pattern.ts'
import { type ValueType, valuesIn } from '../values/index.ts'
import { saysNo } from './affirmation.ts'
import { outcomeOf } from './tool-scene.ts'

const sorts = ['money', 'date', 'time', 'duration', 'percent', 'id', 'email', 'phone', 'count'] as const
type Sort = (typeof sorts)[number]

const options = z.strictObject({
  asked: patternsOption.describe('How a customer asks.'),
  with: z
    .union([z.enum(sorts), z.array(z.enum(sorts)).min(1)])
    .describe(
      'What the answer must hold, any one of these; `count` is a whole number below 1,000, in digits or as a word.',
    ),
  orRefuses: z.boolean().optional().describe('Whether saying that it cannot be told is an answer too. Default no.'),
})

export const answers: ConditionKind<z.infer<typeof options>> = {
  kind: 'answers',
  summary: 'A customer who asks for an amount, a date or another value is told one.',
  example: `id: says-what-it-costs
answers: { asked: /how much|what does .* cost/i, with: money }`,
  dimension: 'accuracy',
  options,
  create({ asked, with: wanted, orRefuses = false }) {
    const pattern = anyOf(asked)
    const sorted = typeof wanted === 'string' ? [wanted] : wanted
    const needs = sorted.join(' or ')
    return {
      explain: () => `when the customer says ${pattern.source}, answers with ${needs}`,
      check(conversation) {
        const asks = asksIn(conversation, pattern.test)
        const last = lastAnswer(conversation, (text) => gives(text, sorted) || (orRefuses && saysNo(text)))
        const open = asks.filter((at) => at > last)
        return outcomeOf(
          asks.length,
          open.map((at) => ({ because: `the customer asked and was given no ${needs} afterwards`, at: [at] })),
        )
      },
    }
  },
}

function asksIn({ events }: Conversation, isAsk: (text: string) => boolean): readonly number[] {
  return events.flatMap((event, at) =>
    event.type === 'message' && event.from === 'customer' && isAsk(event.text) ? [at] : [],
  )
}

function lastAnswer({ events }: Conversation, isAnswer: (text: string) => boolean): number {
  return events.findLastIndex((event) => event.type === 'message' && event.from === 'agent' && isAnswer(event.text))
}

/** Not the numbers of a list ("1. Blue"), and not "one", which is mostly no number. */
const counts =
  /(?<![\w.,:$€£#/-])(?<!^\s{0,8})\d{1,3}(?![\w%/:-]|[.,]\d)|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|none)\b|^\W{0,8}\d{1,3}(?:\W{0,4}$| [a-z])/im

function gives(text: string, wanted: readonly Sort[]): boolean {
  if (wanted.includes('count') && counts.test(text)) return true
  const types: ReadonlySet<ValueType> = new Set(wanted)
  return valuesIn(text).some(({ type }) => types.has(type))
}
