/**
 * Bringing up a goal: the first words of a conversation, and those for the next goal.
 */
import type { Intent } from './intent.ts'
import type { Mind, OpenGoal } from './mind.ts'
import { tell } from './telling.ts'

/** States a goal with the facts that come with it; a goal that only asks starts with its question. */
export function stateGoal(mind: Mind, open: OpenGoal, first: boolean): Intent[] {
  open.stated = true
  const keys = open.goal.needs.length > 0 || first ? openingFacts(mind, open, first) : []
  const facts = tell(mind, keys)
  const told: Intent[] = facts.length === 0 ? [] : [{ type: 'volunteer', facts }]
  const question = open.goal.kind === 'ask' ? open.wants.find(({ answered }) => !answered) : undefined
  if (question !== undefined) {
    question.timesAsked += 1
    return [{ type: 'ask', question: question.ask }, ...told]
  }
  return [{ type: first ? 'open' : 'next-goal', want: open.want }, ...told]
}

function openingFacts(mind: Mind, { goal }: OpenGoal, first: boolean): string[] {
  return [...mind.facts.values()]
    .filter((fact) => fact.disclose === 'opening' && fact.timesTold === 0 && (first || goal.needs.includes(fact.key)))
    .map(({ key }) => key)
}
