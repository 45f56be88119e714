/** A mention: words that name an action as done, failed or to come, before it is known how the clause means them. */

import type { Claim } from './claim.ts'
import type { Clause } from './clauses.ts'
import type { Mood } from './customer.ts'
import type { Lexicon } from './verbs.ts'

/** One clause as the recognisers see it. */
export interface Reading {
  readonly clause: Clause
  /** One letter per word; see shape.ts. */
  readonly shape: string
  /** The words, lower case, joined by single spaces. */
  readonly text: string
  readonly lexicon: Lexicon
  /** Whether nothing stands before it in its sentence but interjections, or a clause with the agent as subject. */
  readonly opens: boolean
  /** What the customer's words before make of polite ones. */
  readonly mood: Mood
}

export interface Mention {
  readonly kind: Claim['kind']
  readonly form: Claim['form']
  readonly action: string
  /** Index of the first word of the mention in the clause. */
  readonly at: number
}

export type Recogniser = (reading: Reading) => Mention | undefined

/** The base form of the verb at a word, or the action that a noun stands for. */
export function actionAt({ clause, lexicon }: Reading, index: number): string | undefined {
  const word = clause.words[index]?.text ?? ''
  return lexicon.verbs.get(word)?.verb.base ?? lexicon.nouns.get(word)
}

/** The action of the first noun at or after a word: what a light verb such as "made" says was done. */
export function nounAction({ shape, clause, text, lexicon }: Reading, from = 0): string | undefined {
  if (text.includes('list') && onList.test(wordsFrom(clause, from))) return 'add'
  for (let index = from; index < shape.length; index += 1) {
    if ((shape[index] === 'A' || shape[index] === 'U') && !ofPreposition(clause.words, index)) {
      const [word, next] = [clause.words[index]?.text ?? '', clause.words[index + 1]?.text ?? '']
      return lexicon.nouns.get(deed.test(next) ? next : word)
    }
  }
  return undefined
}

function wordsFrom({ words }: Clause, from: number): string {
  return words
    .slice(from)
    .map(({ text }) => text)
    .join(' ')
}

/** "Put you on our waiting list" adds somebody to it. */
const onList =
  /^(?:\S+ ){0,3}(?:on|to|onto) (?:\S+ ){0,2}?(?:(?:waiting|wait|standby|cancellation|priority) list|waitlist)\b/

/** "Flight changes" are changes, not flights. */
const deed = /^(?:change|update|modification|cancellation|exchange|refund|upgrade|return)s?$/

/** "The watch from your order": the order is not what the clause is about. */
function ofPreposition(words: Clause['words'], index: number): boolean {
  const before = words[index - 1]?.text ?? ''
  const preposition = /^(?:your|the|this|that|my|our)$/.test(before) ? words[index - 2]?.text : before
  return preposition !== undefined && /^(?:from|in|on|for|of|to|with|under|within|per)$/.test(preposition)
}

/** Where the pattern begins in the shape and which word is its last. */
export function matchIn(pattern: RegExp, shape: string): { at: number; last: number } | undefined {
  const match = pattern.exec(shape)
  return match === null ? undefined : { at: match.index, last: match.index + match[0].length - 1 }
}
