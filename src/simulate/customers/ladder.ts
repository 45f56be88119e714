/**
 * What a customer does when it did not understand the agent, or the agent did not understand it:
 * rungs from helping along to leaving. Which rung was reached is kept with every turn, because it
 * measures the agent and the simulator alike.
 */
import { annoy, POINTS } from './affect.ts'
import type { Intent } from './intent.ts'
import { currentGoal, type Mind, telling, untold } from './mind.ts'
import { again } from './moving-on.ts'
import { leave, type Moment, type Reaction, say } from './reaction.ts'
import { tell } from './telling.ts'

/** The rungs in order; each says what to do, or nothing when it does not apply. */
const RUNGS: readonly ((mind: Mind) => Intent[])[] = [repeat, offerMore, restate, admit, hurry, askForPerson]
/** The rung on which everything is said in one message. */
export const RESTATES = RUNGS.indexOf(restate)

/** From so many agent turns in a row that it could hardly make out, the customer is lost. */
export const LOST = 2
export const COULD_NOT_MAKE_OUT = 'the simulated customer could not make out what the agent said'

/** Steps up the ladder until a rung applies. Past the last one the customer leaves. */
export function climb({ mind }: Moment): Reaction {
  annoy(mind, POINTS.ladder)
  while (mind.rung < RUNGS.length) {
    const intents = RUNGS[mind.rung]?.(mind) ?? []
    mind.rung += 1
    if (intents.length > 0) return say(intents, false)
  }
  mind.rung = RUNGS.length + 1
  return mind.murky >= LOST
    ? leave('inconclusive', COULD_NOT_MAKE_OUT)
    : leave('gave-up', 'the agent did not get any further', [{ type: 'quit' }])
}

function repeat(mind: Mind): Intent[] {
  const last = [...mind.facts.values()].filter(({ timesTold, now }) => timesTold > 0 && now !== undefined).at(-1)
  return last === undefined ? [] : [{ type: 'tell-again', facts: tell(mind, [last.key]) }]
}

function offerMore(mind: Mind): Intent[] {
  const next = untold(mind, currentGoal(mind)?.goal).slice(0, 1)
  return next.length === 0 ? [] : [{ type: 'volunteer', facts: tell(mind, next) }]
}

/** The whole goal in one message, with every fact that is needed for it. A question is put again. */
export function restate(mind: Mind): Intent[] {
  const open = currentGoal(mind)
  if (open === undefined) return []
  const keys = open.goal.needs.filter((key) => telling(mind, key, mind.seed) !== undefined)
  const facts = tell(mind, keys)
  const question = again(open, 'still-waiting-for')
  if (question.type === 'ask') return [question, ...(facts.length > 0 ? [{ type: 'volunteer' as const, facts }] : [])]
  return [{ type: 'restate', want: open.want, kind: open.goal.kind, facts }]
}

function admit(mind: Mind): Intent[] {
  const open = currentGoal(mind)
  return open === undefined ? [] : [{ type: 'lost', want: open.want, kind: open.goal.kind }]
}

function hurry(mind: Mind): Intent[] {
  annoy(mind, POINTS.hurry)
  return [{ type: 'hurry' }]
}

function askForPerson(mind: Mind): Intent[] {
  if (mind.askedForPerson) return []
  mind.askedForPerson = true
  return [{ type: 'human' }]
}
