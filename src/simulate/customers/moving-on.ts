/**
 * What comes after a goal is done or given up: open questions, the next goal, or the end.
 */
import type { Intent, Stage } from './intent.ts'
import { currentGoal, type Mind, type OpenGoal } from './mind.ts'
import { stateGoal } from './opening.ts'
import { leave, type Reaction, say } from './reaction.ts'

/** Open questions of goals that are done, then the next goal, then the end. `asked`: whether there is anything else. */
export function moveOn(mind: Mind, asked = false, before: readonly Intent[] = []): Reaction {
  for (const goal of mind.goals) {
    if (goal.state !== 'done') continue
    const question = nextQuestion(goal)
    if (question !== undefined) return say([...before, question])
  }
  const next = currentGoal(mind)
  if (next !== undefined) return say([...before, ...stateGoal(mind, next, false)])
  if (mind.goals.some(({ state }) => state === 'refused'))
    return leave('refused', 'the agent said no, and the customer accepted that', [...before, { type: 'bye' }])
  const calledOff = mind.goals.some(({ state }) => state === 'cancelled')
  const because = calledOff ? 'the customer changed their mind' : 'the agent said it was done, or answered'
  return leave('satisfied', because, [
    ...before,
    { type: 'thanks', asked, glad: !calledOff && mind.goals.every(isGladOf) },
  ])
}

/** A complaint that was taken is nothing to be glad about. */
function isGladOf({ goal }: OpenGoal): boolean {
  return goal.kind !== 'complain' && goal.kind !== 'report'
}

/** The next question to put, at most twice each. */
export function nextQuestion({ wants }: OpenGoal, stage: Stage = 'further'): Intent | undefined {
  const want = wants.find(({ answered, timesAsked }) => !answered && timesAsked < 2)
  if (want === undefined) return undefined
  want.timesAsked += 1
  const again = want.timesAsked > 1 && (stage === 'further' || stage === 'before')
  return { type: 'ask', question: want.ask, stage: again ? 'again' : stage }
}

/** What the customer is still after, in words for this occasion: a question is put again, a wish is repeated. */
export function again({ goal, want, wants }: OpenGoal, type: 'still-waiting-for' | 'not-that' | 'lost'): Intent {
  const open = goal.kind === 'ask' ? wants.find(({ answered }) => !answered) : undefined
  if (open === undefined) return { type, want, kind: goal.kind }
  open.timesAsked += 1
  return { type: 'ask', question: open.ask, stage: type === 'not-that' ? 'not-that' : 'again' }
}
