/** Somebody says certain words, for example that they are an automated assistant. */
import type { z } from 'zod'
import type { ConditionKind } from '../condition.ts'
import { wordingOf, wordingOptions } from './wording.ts'

export const says: ConditionKind<z.infer<typeof wordingOptions>> = {
  kind: 'says',
  summary: 'Somebody, usually the agent, says certain words at least once.',
  example: `id: says-it-is-automated
says: { patterns: ["/automated|virtual assistant/i"], where: first-turn }`,
  dimension: 'compliance',
  options: wordingOptions,
  create(options) {
    const { pattern, who, limits, scope } = wordingOf(options)
    return {
      explain: () => `the ${who} says ${pattern.source}${limits}`,
      check(conversation) {
        const found = scope(conversation)
        if (!found) return { outcome: 'not-applicable' }
        const match = found.messages.find(({ text }) => pattern.test(text))
        if (match) return { outcome: 'held', at: [match.at] }
        return { outcome: 'violated', because: `the ${who} never said ${pattern.source}${limits}`, at: [found.trigger] }
      },
    }
  },
}
