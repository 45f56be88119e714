/** Somebody never says certain words, for example a guarantee. */
import type { z } from 'zod'
import type { ConditionKind } from '../condition.ts'
import { excerpt } from './messages.ts'
import { wordingOf, wordingOptions } from './wording.ts'

export const neverSays: ConditionKind<z.infer<typeof wordingOptions>> = {
  kind: 'never-says',
  summary: 'Somebody, usually the agent, never says certain words.',
  example: `id: promises-no-results
never-says: ["/guarantee(d|s)?/i", "no side effects"]`,
  dimension: 'compliance',
  selfEvident: true,
  options: wordingOptions,
  create(options) {
    const { pattern, who, limits, scope } = wordingOf(options)
    return {
      explain: () => `the ${who} never says ${pattern.source}${limits}`,
      check(conversation) {
        const messages = scope(conversation)?.messages ?? []
        if (messages.length === 0) return { outcome: 'not-applicable' }
        const found = messages.filter(({ text }) => pattern.test(text))
        const [first] = found
        if (!first) return { outcome: 'held' }
        const words = excerpt(first.text, pattern.find(first.text)?.start)
        return { outcome: 'violated', because: `the ${who} said "${words}"`, at: found.map(({ at }) => at) }
      },
    }
  },
}
