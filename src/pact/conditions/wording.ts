/** The options that `says` and `never-says` share: which words, whose, and from when on. */
import { z } from 'zod'
import type { Conversation } from '../../conversation/index.ts'
import { anyOf, type Pattern, patternsOption } from '../pattern.ts'
import { messagesFrom, messagesOf, type Said } from './messages.ts'

const full = z.strictObject({
  patterns: patternsOption,
  who: z.enum(['agent', 'customer']).optional().describe('Default `agent`.'),
  when: patternsOption.optional().describe('Words of the other side after which it counts. Default: from the start.'),
  unless: patternsOption
    .optional()
    .describe('Words that take it back in the same sentence: where one of them stands, that sentence does not count.'),
  where: z
    .enum(['anywhere', 'first-turn', 'last-turn'])
    .optional()
    .describe('Where in the conversation. Default `anywhere`.'),
})

/** Patterns alone, or with who, when and where. */
export const wordingOptions = z.union([patternsOption, full])

export interface Wording {
  readonly pattern: Pattern
  readonly who: 'agent' | 'customer'
  /** `after the customer says …, in its first turn`; empty when there is no such limit. */
  readonly limits: string
  /** Where it counts from; undefined when the condition does not apply. */
  scope(conversation: Conversation): Scope | undefined
}

interface Scope {
  /** What put the condition in force: the matching message, or the first one. */
  readonly trigger: number
  /** The messages that count. */
  readonly messages: readonly Said[]
}

export function wordingOf(options: z.infer<typeof wordingOptions>): Wording {
  const given = typeof options === 'string' || Array.isArray(options) ? { patterns: options } : options
  const { patterns, who = 'agent', when, unless, where = 'anywhere' } = given
  const start = when === undefined ? undefined : anyOf(when)
  const other = who === 'agent' ? 'customer' : 'agent'
  const limits = [
    ...(start ? [`after the ${other} says ${start.source}`] : []),
    ...(where === 'anywhere' ? [] : [`in the ${where.replace('-', ' ')}`]),
  ].join(', ')
  return {
    pattern: unless === undefined ? anyOf(patterns) : outside(anyOf(patterns), anyOf(unless)),
    who,
    limits: limits === '' ? '' : `, ${limits}`,
    scope(conversation) {
      const messages = messagesOf(conversation)
      const trigger = start ? messages.find(({ from, text }) => from === other && start.test(text)) : messages[0]
      if (!trigger) return undefined
      const own = within(messages, messagesFrom(who, conversation), who, where)
      const counted = start === undefined ? own : own.filter(({ at }) => at > trigger.at)
      return { trigger: trigger.at, messages: counted }
    },
  }
}

/** A point within a number ends no sentence. */
const sentence = /(?:[^.?!;\n]|\.(?=\d))+[.?!;]*/g

/** Finds a pattern only in sentences in which another is not found. */
function outside(pattern: Pattern, other: Pattern): Pattern {
  const find: Pattern['find'] = (text) => {
    if (!pattern.test(text)) return undefined
    for (const { 0: words, index } of text.matchAll(sentence)) {
      const match = other.test(words) ? undefined : pattern.find(words)
      if (match !== undefined) return { ...match, start: match.start + index, end: match.end + index }
    }
    return undefined
  }
  return { ...pattern, find, test: (text) => find(text) !== undefined }
}

/** One side's messages: all, or those of its first or last turn. */
function within(
  messages: readonly Said[],
  own: readonly Said[],
  who: Said['from'],
  where: 'anywhere' | 'first-turn' | 'last-turn',
): readonly Said[] {
  if (where === 'anywhere') return own
  const edge = where === 'first-turn' ? own[0] : own.at(-1)
  if (!edge) return []
  const others = messages.filter(({ from }) => from !== who).map(({ at }) => at)
  const turn = (at: number) => others.filter((other) => other < at).length
  return own.filter(({ at }) => turn(at) === turn(edge.at))
}
