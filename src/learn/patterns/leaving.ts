/**
 * Whether a customer left without what they came for, as far as a record says it.
 *
 * They did when they gave up in words, when the agent never answered them or ended it while something was open, and when
 * they did not answer an agent that waits for them or could not help. Farewells end well, thanks where nothing was open, and
 * a hand-over to a person: what came of that is not in the record.
 */
import type { Conversation, Ending, Turn } from '../../conversation/index.ts'
import { handoffs } from '../../pact/index.ts'
import { scriptEnded } from '../../simulate/index.ts'
import { agrees, denies, farewellIn, isThankful, soundsDone } from './last-words.ts'
import { isUnfinished, type Upshot } from './upshot.ts'

/** No customer's doing. */
const isCutShort = ({ outcome, because }: Ending) =>
  outcome === 'turn-limit' || outcome === 'inconclusive' || outcome === 'error' || because === scriptEnded

/** `content` as far as the record says; without their goal `silently`, or saying so `in words`. */
export type Leaving = 'content' | 'silently' | 'in words'

/**
 * @param upshots of the agent's turns, in order
 * @returns nothing where it cannot be told
 */
export function leavingOf(
  conversation: Conversation,
  turns: readonly Turn[],
  upshots: readonly Upshot[],
): Leaving | undefined {
  const ending = conversation.circumstances?.ending
  const last = turns.findLastIndex(({ from }) => from === 'customer')
  const words = turns[last]?.text.toLowerCase().replaceAll('’', "'")
  if (words === undefined || (ending !== undefined && isCutShort(ending))) return undefined
  const farewell = farewellIn(words)
  if (farewell === 'gives up') return 'in words'
  if (farewell === 'parts' || handoffs(conversation).length > 0) return 'content'
  const agentTurns = turns.slice(0, last).filter(({ from }) => from === 'agent').length
  const isUnanswered = last === turns.length - 1
  return isOwed(words, {
    before: upshots[agentTurns - 1],
    after: isUnanswered ? 'did not answer' : upshots.at(-1),
    hasFailed: leavesFailed(upshots),
  })
    ? 'silently'
    : 'content'
}

interface Around {
  /** The agent's turns before and after the customer's last words. */
  readonly before: Upshot | undefined
  readonly after: Upshot | undefined
  /** The agent could not help, and nothing came of it since. */
  readonly hasFailed: boolean
}

/** Whether the agent owed something to a customer who was heard no more. */
function isOwed(words: string, { before, after, hasFailed }: Around): boolean {
  const wasOpen = before !== undefined && isUnfinished(before)
  const isDone = before !== undefined && soundsDone(words)
  // "Great" to an agent that waits is a yes, unless it is the last word of all.
  if (isDone && !(wasOpen && after !== 'did not answer')) return false
  if (after === 'said goodbye')
    return wasOpen && before !== 'offered something' && !isAnswered(words, before) && !isDone
  if (after === 'answered') return hasFailed && !isThankful(words)
  return after !== undefined && isUnfinished(after)
}

/** With a yes or a no to what was asked, or thanks, a goodbye sends nobody away. */
const isAnswered = (words: string, before: Upshot | undefined) =>
  isThankful(words) || (before === 'asked something' && (agrees(words) || denies(words)))

/** Telling something else than was wanted makes nothing good. */
function leavesFailed(upshots: readonly Upshot[]): boolean {
  const decided = upshots.findLast((upshot) => upshot !== 'answered')
  return decided === 'could not help' || decided === 'refused'
}
