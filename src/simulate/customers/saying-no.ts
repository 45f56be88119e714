/**
 * Refusals on both sides: the agent says no to what the customer wants, or the customer to what the
 * agent offers instead.
 */
import { annoy, POINTS } from './affect.ts'
import type { Intent } from './intent.ts'
import { climb } from './ladder.ts'
import { currentGoal, type Known, type Mind, type OpenGoal } from './mind.ts'
import { again, moveOn } from './moving-on.ts'
import { type Fit, fitting, missed, namesAll, nextFallback, settleFor } from './offers.ts'
import { isPlainQuestion } from './questions.ts'
import { act, leave, type Moment, type Reaction, say } from './reaction.ts'
import { tell } from './telling.ts'
import { whenInWords } from './tellings.ts'
import { triesAgain } from './trying-again.ts'

export function whenRefused(moment: Moment): Reaction | undefined {
  const { mind, heard } = moment
  const refused = act(heard, 'refuse') ?? act(heard, 'fail')
  const open = currentGoal(mind)
  if (refused === undefined || open === undefined) return undefined
  const denied = open.goal.kind === 'ask' && mind.asked && act(heard, 'refuse') !== undefined
  if ((act(heard, 'claim') ?? act(heard, 'confirm')) !== undefined || !(denied || isAboutWish(moment))) return undefined
  if (act(heard, 'offer') ?? act(heard, 'choices')) return weighOffer(moment, open)
  const once = triesAgain(moment, open)
  if (once !== undefined) return once
  if (open.goal.kind === 'ask') return afterNoAnswer(moment, open)
  return afterFailure(mind, open)
}

/** Whether a no is about what the customer wants, and not about a detail that the agent asks for again. */
function isAboutWish({ mind, heard }: Moment): boolean {
  const request = act(heard, 'request')
  if (request === undefined) return true
  if (request.slots.length === 0) return false
  return request.slots.every((slot) => {
    const fact = mind.facts.get(slot)
    return fact !== undefined && fact.timesTold > 0 && NEGOTIABLE.has(fact.type)
  })
}

/** Kinds of facts about which an agent may say no: a day, not a name. */
const NEGOTIABLE: ReadonlySet<string> = new Set(['date', 'time', 'choice', 'count', 'place', 'money'])

/** Who tells of something before asking, of pain or an accident, does not take the first no. */
function afterNoAnswer({ mind, heard }: Moment, open: OpenGoal): Reaction {
  const urgent = open.wants.some(({ ask, answered }) => !answered && !isPlainQuestion(ask))
  if (urgent && mind.misunderstood === 0) {
    mind.misunderstood += 1
    return say([again(open, 'still-waiting-for')], false)
  }
  if (!open.wants.every(({ answered }) => answered)) return takeNo(mind, open)
  open.state = 'done'
  return moveOn(mind, act(heard, 'req-more') !== undefined)
}

/** No fallback is left: what a refusal does is the scenario's to say. */
export function takeNo(mind: Mind, open: OpenGoal): Reaction {
  const { onRefusal = 'accept' } = open.goal
  if (mind.insisted > 0) annoy(mind, POINTS.refusedAgain)
  mind.insisted += 1
  if (onRefusal === 'leave') return leave('gave-up', 'the agent refused', [{ type: 'quit' }])
  if (onRefusal === 'escalate' && mind.insisted <= 2) {
    mind.askedForPerson = true
    return say([{ type: 'human' }], false)
  }
  if (onRefusal === 'insist' && mind.insisted <= 3)
    return say([{ type: 'insist', want: open.want, kind: open.goal.kind }], false)
  open.state = 'refused'
  const next = moveOn(mind)
  if (next.type === 'wait') return next
  const accept: Intent = { type: 'accept-no' }
  return { ...next, intents: [accept, ...next.intents] }
}

export function weighOffer(moment: Moment, open: OpenGoal): Reaction {
  const { mind, heard, text } = moment
  const options = act(heard, 'choices')?.options
  const fit = fitting(mind, options ?? [text])
  if (fit !== undefined) return takeFit(moment, open, fit, options !== undefined)
  const wanted = missed(mind, options?.join('\n') ?? text)
  const [first] = options ?? []
  if (wanted.length === 0) return takeAny(moment, first)
  return declineOffer(mind, open, wanted)
}

/** Nothing of what is wanted is named, nor anything else: what is put forward will do. Not for ever. */
function takeAny(moment: Moment, option: string | undefined): Reaction {
  if (option !== undefined) return say([{ type: 'choose', option }])
  moment.mind.taken += 1
  return moment.mind.taken > TAKES ? climb(moment) : say([{ type: 'take-it' }])
}

/** Offers that a customer takes without that any comes of it. */
const TAKES = 4

/** The offer names what is wanted, or a fallback, which is then what is wanted. */
function takeFit(
  { mind, heard, text }: Moment,
  open: OpenGoal,
  { option, alternative }: Fit,
  listed: boolean,
): Reaction {
  if (alternative !== undefined) settleFor(mind, open, alternative)
  if (listed) return say([{ type: 'choose', option }])
  if (alternative === undefined && act(heard, 'fail') !== undefined)
    return offeredFallback(mind, open, text) ?? afterFailure(mind, open)
  const facts = tell(mind, Object.keys(alternative ?? {}))
  return say([facts.length > 0 ? { type: 'choose', option: whenInWords(facts) } : { type: 'take-it' }])
}

/** `2pm is taken, I could offer 3pm or 4pm`: a fallback that is offered is taken, not suggested. */
function offeredFallback(mind: Mind, open: OpenGoal, text: string): Reaction | undefined {
  const alternative = open.alternatives.find((one) => namesAll(text, mind, one))
  if (alternative === undefined) return undefined
  settleFor(mind, open, alternative)
  return say([{ type: 'choose', option: whenInWords(tell(mind, Object.keys(alternative))) }])
}

function afterFailure(mind: Mind, open: OpenGoal): Reaction {
  const fallback = nextFallback(mind)
  return fallback.length > 0 ? say(fallback) : takeNo(mind, open)
}

function declineOffer(mind: Mind, open: OpenGoal, wanted: readonly Known[]): Reaction {
  const fallback = nextFallback(mind)
  if (fallback.length > 0) return say(fallback)
  if (mind.insisted > 0) return takeNo(mind, open)
  mind.insisted += 1
  const keys = wanted.map(({ key }) => key)
  return say([{ type: 'none-fits', facts: tell(mind, keys) }], false)
}
