/**
 * What comes after a goal is done or given up: open questions, the next goal, or the end.
 */
import type { Intent } from './intent.ts'
import { currentGoal, type Mind, type OpenGoal } from './mind.ts'
import { stateGoal } from './opening.ts'
import { leave, type Reaction, say } from './reaction.ts'

/** Open questions of goals that are done, then the next goal, then the end. */
export function moveOn(mind: Mind, before: readonly Intent[] = []): Reaction {
  for (const goal of mind.goals) {
    if (goal.state !== 'done') continue
    const question = nextQuestion(goal)
    if (question !== undefined) return say([...before, question])
  }
  const next = currentGoal(mind)
  if (next !== undefined) return say([...before, ...stateGoal(mind, next, false)])
  return leave('satisfied', becauseOf(mind), [...before, { type: 'thanks' }])
}

function becauseOf(mind: Mind): string {
  if (mind.goals.some(({ state }) => state === 'refused')) return 'the agent said no, and the customer accepted that'
  if (mind.goals.some(({ state }) => state === 'cancelled')) return 'the customer changed their mind'
  return 'the agent said it was done, or answered'
}

/** The next question to put, at most twice each. */
export function nextQuestion({ wants }: OpenGoal): Intent | undefined {
  const want = wants.find(({ answered, timesAsked }) => !answered && timesAsked < 2)
  if (want === undefined) return undefined
  want.timesAsked += 1
  return { type: 'ask', question: want.ask }
}
