/**
 * A conversation that is not over, as far as it has come, with what can be said of it already: the violations that prove
 * themselves. All else is judged when it is over: what a customer was promised may still be done.
 */
import type { Conversation } from '../../conversation/index.ts'
import { judge, type Pact, type Verdict } from '../../pact/index.ts'
import type { Observed } from '../../store/index.ts'
import { conversationOf } from './conversation-of.ts'

/** @returns nothing where no conversation has this id or nothing was said in it */
export async function goingOn(
  observed: Observed,
  project: string,
  id: string,
  pact: Pact,
): Promise<{ readonly conversation: Conversation; readonly verdict: Verdict } | undefined> {
  const thread = await observed.thread(project, id)
  const conversation = thread && (await conversationOf(observed, thread))
  if (conversation === undefined) return undefined
  return { conversation, verdict: judge(turnLevel(pact), conversation) }
}

/** What a pact says of single turns, whatever comes later. */
export function turnLevel(pact: Pact): Pact {
  return { ...pact, conditions: pact.conditions.filter(({ selfEvident }) => selfEvident), rubrics: [] }
}
