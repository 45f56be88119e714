/**
 * Whether the customer left for no reason that the agent gave. What was still to be done then is no failure of the
 * agent; what it did wrong before is.
 */
import type { Conversation } from '../../conversation/index.ts'
import type { Outcome } from '../condition.ts'

export function leftOfOwnAccord({ circumstances }: Conversation): boolean {
  return circumstances?.ending?.ownAccord === true
}

/** Something was not done yet. One object, by which it is told from what does not apply for another reason. */
export const stillOpen: Outcome = { outcome: 'not-applicable' }
