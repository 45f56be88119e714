/**
 * An agent that does something else than it was asked for: it asks a caller who wants to cancel which day suits, or is
 * sorry for somebody to whom nothing has happened. The customer says what it came for, and in the end goes up the ladder.
 */
import { climb, RESTATES, restate } from './ladder.ts'
import { currentGoal, type Mind, type OpenGoal } from './mind.ts'
import { again } from './moving-on.ts'
import { act, type Moment, type Reaction, say } from './reaction.ts'
import { isChoice } from './telling.ts'

/** Says that this is not it, three times; after that the agent counts as one that understands nothing. */
export function objection(moment: Moment, open: OpenGoal): Reaction {
  const { mind } = moment
  mind.misunderstood += 1
  if (mind.misunderstood <= 3) return say([again(open, 'not-that')], false)
  mind.rung = Math.max(mind.rung, RESTATES)
  return climb(moment)
}

/** What day to come, asked of somebody who only has a question or wants to cancel. */
export function asksForSomethingElse({ facts, ontology }: Mind, { goal }: OpenGoal, slots: readonly string[]): boolean {
  if (!KINDS_WITHOUT_CHOICE.has(goal.kind)) return false
  return slots.every((key) => {
    const slot = ontology.slots.find((one) => one.key === key)
    return facts.get(key)?.now === undefined && slot !== undefined && isChoice(slot)
  })
}

const ASKS_WHEN = /\b(?:which|what|what other|which other) (?:day|date|time)\b|\bwhen would you like\b/i

/** The same where the question could not be put to a slot. */
export function asksWhenForNothing({ facts }: Mind, { goal }: OpenGoal, text: string): boolean {
  if (!KINDS_WITHOUT_CHOICE.has(goal.kind) || !ASKS_WHEN.test(text)) return false
  return !goal.needs.some((key) => ['date', 'time'].includes(facts.get(key)?.type ?? ''))
}

const KINDS_WITHOUT_CHOICE: ReadonlySet<string> = new Set(['ask', 'cancel', 'change', 'complain', 'report'])

/** `I'm sorry to hear that. What happened?`, said to somebody to whom nothing has happened. */
export function whenSympathised(moment: Moment): Reaction | undefined {
  const { mind, heard, text } = moment
  const open = currentGoal(mind)
  if (open === undefined || !WHAT_HAPPENED.test(text) || (act(heard, 'request')?.slots.length ?? 0) > 0)
    return undefined
  if (open.goal.kind !== 'complain' && open.goal.kind !== 'report') return objection(moment, open)
  return mind.restated ? undefined : restatedOnce(mind)
}

const WHAT_HAPPENED = /\bwhat (?:has )?happened\b|\bwhat went wrong\b/i

export function restatedOnce(mind: Mind): Reaction {
  mind.restated = true
  return say(restate(mind), false)
}
