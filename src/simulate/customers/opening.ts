/**
 * Bringing up a goal: the first words of a conversation, and those for the next goal.
 */
import type { Intent } from './intent.ts'
import { type Mind, markTold, type OpenGoal } from './mind.ts'
import { tell } from './telling.ts'
import { namesSqueezed, squeezed } from './text.ts'

/** States a goal with the facts that come with it; a goal that only asks starts with its question. */
export function stateGoal(mind: Mind, open: OpenGoal, first: boolean): Intent[] {
  open.stated = true
  takeAsSaid(mind, open)
  const keys = open.goal.needs.length > 0 || first ? openingFacts(mind, open, first) : []
  const facts = tell(mind, keys)
  const told: Intent[] = facts.length === 0 ? [] : [{ type: 'volunteer', facts }]
  const question = open.goal.kind === 'ask' ? open.wants.find(({ answered }) => !answered) : undefined
  if (question !== undefined) {
    question.timesAsked += 1
    return [{ type: 'ask', question: question.ask, stage: first ? 'first' : 'further' }, ...told]
  }
  return [{ type: first ? 'open' : 'next-goal', want: open.want, kind: open.goal.kind }, ...told]
}

/** `Book a cleaning` says what service is wanted; nobody says it twice. */
function takeAsSaid(mind: Mind, { want, goal }: OpenGoal): void {
  if (goal.kind === 'ask') return
  for (const fact of mind.facts.values()) {
    if (fact.timesTold > 0 || fact.now === undefined || fact.wrongFirst !== undefined || !NAMED_IN_WISH.has(fact.type))
      continue
    const forms = [fact.now, ...(fact.say ?? [])].map(squeezed).filter((form) => form.length > 2)
    if (fact.disclose !== 'never' && forms.some((form) => namesSqueezed(want, form))) markTold(mind, fact.key)
  }
}

const NAMED_IN_WISH: ReadonlySet<string> = new Set(['free', 'choice', 'name', 'place'])

function openingFacts(mind: Mind, { goal }: OpenGoal, first: boolean): string[] {
  return [...mind.facts.values()]
    .filter((fact) => fact.disclose === 'opening' && fact.timesTold === 0 && (first || goal.needs.includes(fact.key)))
    .map(({ key }) => key)
}
