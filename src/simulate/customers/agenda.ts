/**
 * The customer's agenda: from what the agent did to what the customer does next.
 *
 * Rules are tried in order and the first that applies decides. None of them draws anything by chance
 * but whether a wrong value is noticed, which is keyed by the turn.
 */
import { keyedRandom } from '../../stats/index.ts'
import { annoy, moodOf, POINTS } from './affect.ts'
import { claimFits, proposalFits } from './claim-fits.ts'
import type { Intent } from './intent.ts'
import { climb, restate } from './ladder.ts'
import { currentGoal, type Mind, type OpenGoal, untold } from './mind.ts'
import { again, moveOn, nextQuestion } from './moving-on.ts'
import { stateGoal } from './opening.ts'
import { act, leave, type Moment, type Reaction, say } from './reaction.ts'
import { contradicted } from './read-back.ts'
import { takeNo, weighOffer, whenRefused } from './saying-no.ts'
import { asksForSomethingElse, asksWhenForNothing, objection, restatedOnce, whenSympathised } from './something-else.ts'
import { answers, tell } from './telling.ts'
import { isKnown, valuesIn } from './values.ts'

type Rule = (moment: Moment) => Reaction | undefined

/** What the customer does about an agent turn. */
export function react(moment: Moment): Reaction {
  noteAnswers(moment)
  for (const rule of RULES) {
    const reaction = rule(moment)
    if (reaction !== undefined) return reaction
  }
  return climb(moment)
}

const RULES: readonly Rule[] = [
  whenHandedOver,
  whenNothingIsLeft,
  whenNotStated,
  whenMistaken,
  whenMisheard,
  whenOtherDay,
  whenAllAnswered,
  whenRefused,
  whenClaimed,
  whenListed,
  whenSympathised,
  whenAsked,
  whenReadBack,
  whenOffered,
  whenProposed,
  whenAnswered,
  whenPromised,
  whenAskedForMore,
  whenGreeted,
  whenDismissed,
  whenNotUnderstood,
]

/** Marks questions as answered whose answer can be seen in the agent's words. */
function noteAnswers({ mind, text, before = '', heard }: Moment): void {
  const all = `${before}\n${text}`
  const informed = mind.asked && (act(heard, 'inform') ?? act(heard, 'offer')) !== undefined
  for (const { wants, goal } of mind.goals)
    for (const want of wants) {
      if (want.answered) continue
      // What comes before the agent has what it needs for an answer is none.
      const ready = goal.kind !== 'ask' || untold(mind, goal).length === 0
      if (want.answer === undefined) want.answered = want.timesAsked > 0 && informed && ready
      else want.answered = isAnswer(all, want.answer)
    }
}

function isAnswer(text: string, answer: string): boolean {
  const [, pattern, flags] = /^\/(.+)\/([a-z]*)$/s.exec(answer) ?? []
  if (pattern !== undefined) return new RegExp(pattern, (flags ?? '').replaceAll(/[gy]/g, '')).test(text)
  if (text.toLowerCase().includes(answer.toLowerCase())) return true
  const [wanted, ...more] = valuesIn(answer)
  if (wanted === undefined || more.length > 0 || wanted.kind === 'name' || wanted.kind === 'number') return false
  return valuesIn(text).some((value) => value.kind === wanted.kind && isKnown(value, [wanted.text.toLowerCase()]))
}

function whenHandedOver({ heard }: Moment): Reaction | undefined {
  if (act(heard, 'handoff') === undefined) return undefined
  return leave('handed-over', 'the agent handed over to a person', [{ type: 'thanks', asked: false, glad: false }])
}

/** Everything is done or called off: the customer says so once more if need be, and leaves. */
function whenNothingIsLeft({ mind, heard }: Moment): Reaction | undefined {
  if (currentGoal(mind) !== undefined) return undefined
  const asks = act(heard, 'propose') ?? act(heard, 'confirm') ?? act(heard, 'request')
  if (asks === undefined || mind.byes > 0) return moveOn(mind, act(heard, 'req-more') !== undefined)
  mind.byes += 1
  return say([{ type: mind.goals.some(({ state }) => state === 'cancelled') ? 'cancel' : 'no' }], false)
}

/** A goal that has not come up yet is brought up first, with answers to what was asked. */
function whenNotStated({ mind, heard }: Moment): Reaction | undefined {
  const open = currentGoal(mind)
  if (open === undefined || open.stated) return undefined
  const asked = act(heard, 'request')?.slots ?? []
  return say([...stateGoal(mind, open, open === mind.goals[0]), ...answers(mind, asked, false)])
}

/** The customer had said something wrong and puts it right, whatever the agent says. */
function whenMistaken({ mind, heard }: Moment): Reaction | undefined {
  if (mind.toCorrect.size === 0) return undefined
  const wrong = [...mind.toCorrect]
  mind.toCorrect.clear()
  const asked = (act(heard, 'request')?.slots ?? []).filter((slot) => !wrong.includes(slot))
  return say([{ type: 'correct-self', facts: tell(mind, wrong) }, ...answers(mind, asked, false)])
}

/** The agent read a value back wrong, and a careful reader notices. */
function whenMisheard({ mind, heard, text, turn }: Moment): Reaction | undefined {
  const named = act(heard, 'confirm') ?? act(heard, 'claim')
  if (named === undefined || act(heard, 'fail') !== undefined) return undefined
  const wrong = contradicted(text, named.values, factsReadBack(mind), mind.facts.values())
  if (wrong === undefined) return undefined
  if (!keyedRandom(mind.seed, 'reads-carefully', turn).chance(mind.persona.readsCarefully)) return undefined
  annoy(mind, POINTS.wrongValue)
  return say([{ type: 'correct', facts: tell(mind, [wrong.key]) }], false)
}

/** Times are offered, and one is asked for, on another day than the customer has said. */
function whenOtherDay({ mind, heard, text, turn }: Moment): Reaction | undefined {
  const [request, offer] = [act(heard, 'request'), act(heard, 'offer')]
  if (request === undefined || offer === undefined || act(heard, 'fail') !== undefined) return undefined
  const days = factsReadBack(mind).filter(({ type }) => type === 'date')
  const wrong = contradicted(text, offer.values, days)
  if (wrong === undefined || request.slots.includes(wrong.key)) return undefined
  if (!keyedRandom(mind.seed, 'reads-carefully', turn).chance(mind.persona.readsCarefully)) return undefined
  const times = request.slots.filter((slot) => mind.facts.get(slot)?.type === 'time')
  return say([{ type: 'correct', facts: tell(mind, [wrong.key, ...times]) }], false)
}

function factsReadBack(mind: Mind) {
  const needs = currentGoal(mind)?.goal.needs ?? []
  return [...mind.facts.values()].filter(({ key, timesTold }) => timesTold > 0 && needs.includes(key))
}

/** All that the customer wanted to know has been said. */
function whenAllAnswered({ mind, heard }: Moment): Reaction | undefined {
  const open = currentGoal(mind)
  if (open?.goal.kind !== 'ask' || open.wants.length === 0) return undefined
  if (!open.wants.every(({ answer, answered }) => answered && answer !== undefined)) return undefined
  open.state = 'done'
  if (act(heard, 'req-more') !== undefined) return moveOn(mind, true)
  const asks = act(heard, 'propose') ?? act(heard, 'request') ?? act(heard, 'choices')
  return moveOn(mind, asks !== undefined)
}

/** The agent says it is done: on to questions, the next goal, or the end. */
function whenClaimed(moment: Moment): Reaction | undefined {
  const { mind, heard, text } = moment
  const open = currentGoal(mind)
  const claim = act(heard, 'claim')
  if (claim === undefined || act(heard, 'request') !== undefined) return undefined
  if (act(heard, 'confirm') !== undefined || act(heard, 'propose') !== undefined) return undefined
  if (open === undefined || open.goal.kind === 'ask') return undefined
  if (!claimFits(text, open.goal.kind)) return objection(moment, open)
  if (claim.confidence < PLAINLY && !mind.madeSure) {
    mind.madeSure = true
    return say([{ type: 'settled' }], false)
  }
  open.state = 'done'
  return moveOn(mind, act(heard, 'req-more') !== undefined)
}

/** Who hears only in passing that all is done asks, once, whether it is. */
const PLAINLY = 0.7

/** Options are listed: the wanted one, a fallback, or none. */
function whenListed(moment: Moment): Reaction | undefined {
  const open = currentGoal(moment.mind)
  if (act(moment.heard, 'choices') === undefined || open === undefined) return undefined
  return weighOffer(moment, open)
}

function whenAsked(moment: Moment): Reaction | undefined {
  const { mind, heard } = moment
  const request = act(heard, 'request')
  if (request === undefined) return undefined
  if (request.slots.length === 0)
    return (act(heard, 'confirm') ?? act(heard, 'offer')) ? undefined : whenAskedUnknown(moment)
  const open = currentGoal(mind)
  if (open !== undefined && asksForSomethingElse(mind, open, request.slots)) return objection(moment, open)
  const unfound =
    act(heard, 'fail') !== undefined && request.slots.every((slot) => (mind.facts.get(slot)?.timesTold ?? 0) > 0)
  const answered = answers(mind, request.slots, moodOf(mind) === 'angry')
  const intents = answered.map(
    (intent): Intent => (unfound && intent.type === 'tell-again' ? { ...intent, type: 'correct' } : intent),
  )
  return say(
    intents,
    intents.some(({ type }) => type === 'tell'),
  )
}

/** A question that fits no fact: offer the next fact that is needed, else say so. */
function whenAskedUnknown(moment: Moment): Reaction {
  const { mind, text } = moment
  const open = currentGoal(mind)
  if (open !== undefined && asksWhenForNothing(mind, open, text)) return objection(moment, open)
  mind.rung = Math.max(mind.rung, 1)
  const next = untold(mind, currentGoal(mind)?.goal).slice(0, 1)
  if (next.length > 0) return say([{ type: 'volunteer', facts: tell(mind, next) }], false)
  if (mind.restated || /\byour \w/i.test(text)) return say([{ type: 'unsure' }], false)
  return restatedOnce(mind)
}

function whenReadBack(moment: Moment): Reaction | undefined {
  const { mind, heard, text } = moment
  if (act(heard, 'confirm') === undefined) return undefined
  const open = currentGoal(mind)
  if (open !== undefined && !proposalFits(text, open.goal.kind)) return objection(moment, open)
  return askedFirst(mind) ?? say([yesTo(text, act(heard, 'propose') === undefined ? 'details' : 'action')])
}

/** Who wants to know a price before deciding asks before saying yes. */
function askedFirst(mind: Mind): Reaction | undefined {
  const open = currentGoal(mind)
  if (open === undefined || open.goal.kind === 'ask' || open.wants.every(({ timesAsked }) => timesAsked > 0))
    return undefined
  const question = nextQuestion(open, 'before')
  return question === undefined ? undefined : say([question])
}

/** Yes, with the agent's own verb where its last question names one: `Shall I cancel it?` */
function yesTo(text: string, to: 'details' | 'action'): Intent {
  const questions = text.match(/[^.!?]*\?/g) ?? []
  const verb =
    /\b(?:shall|should|can|may) I (?:now |please |go ahead and )?(book|cancel|move|reserve|change|reschedule)\b/i.exec(
      questions.at(-1) ?? '',
    )?.[1]
  return {
    type: 'yes',
    to: verb === undefined ? to : 'action',
    ...(verb !== undefined && { verb: verb.toLowerCase() }),
  }
}

function whenOffered(moment: Moment): Reaction | undefined {
  const { mind, heard, text } = moment
  const open = currentGoal(mind)
  if (act(heard, 'offer') === undefined || open === undefined) return undefined
  if (mind.asked || open.goal.kind === 'ask') return whenToldSomething(moment, open)
  if (act(heard, 'propose') !== undefined) return whenPutForward(moment, open)
  const more = act(heard, 'req-more') !== undefined
  if (more || (!text.includes('?') && untold(mind, open.goal).length > 0)) return whenToldSomething(moment, open)
  return weighOffer(moment, open)
}

/** `A haircut on Friday. Shall I book it?`: an offer that suits is agreed to as the action it is. */
function whenPutForward(moment: Moment, open: OpenGoal): Reaction {
  const weighed = weighOffer(moment, open)
  const takes = weighed.type === 'say' && weighed.intents[0]?.type === 'take-it'
  return takes ? (whenProposed(moment) ?? weighed) : weighed
}

function whenProposed(moment: Moment): Reaction | undefined {
  const { mind, heard, text } = moment
  if (act(heard, 'propose') === undefined) return undefined
  const open = currentGoal(mind)
  if (open?.goal.kind === 'ask' && open.wants.every(({ answered }) => answered)) {
    open.state = 'done'
    return moveOn(mind, true)
  }
  if (open !== undefined && !proposalFits(text, open.goal.kind)) return objection(moment, open)
  return askedFirst(mind) ?? say([yesTo(text, 'action')])
}

function whenAnswered(moment: Moment): Reaction | undefined {
  const open = currentGoal(moment.mind)
  if (act(moment.heard, 'inform') === undefined || open === undefined) return undefined
  return whenToldSomething(moment, open)
}

/** Information came: ask what is still open, finish a goal that only asked, or get the agent going. */
function whenToldSomething(moment: Moment, open: OpenGoal): Reaction {
  const { mind, heard } = moment
  const more = act(heard, 'req-more') !== undefined
  if (open.goal.kind === 'ask') {
    const needed = untold(mind, open.goal).slice(0, 1)
    if (needed.length > 0) return say([{ type: 'volunteer', facts: tell(mind, needed) }])
    const question = nextQuestion(open)
    if (question !== undefined) return say([question])
    const answered = open.wants.every((want) => want.answered)
    if (!answered && mind.misunderstood < 2) return objection(moment, open)
    if (!answered) return takeNo(mind, open)
    open.state = 'done'
    return moveOn(mind, more)
  }
  const next = untold(mind, open.goal).slice(0, 1)
  const wish = again(open, 'still-waiting-for')
  if (mind.asked || more) return say(next.length > 0 ? [wish, { type: 'volunteer', facts: tell(mind, next) }] : [wish])
  if (next.length > 0) return say([{ type: 'volunteer', facts: tell(mind, next) }])
  return climb({ mind, heard: { acts: [], confidence: 1 }, text: '', turn: 0 })
}

/** `One moment`: wait once, then ask. A promise is all that a complaint or a report can get. */
function whenPromised({ mind, heard }: Moment): Reaction | undefined {
  if (act(heard, 'promise') === undefined) return undefined
  const open = currentGoal(mind)
  if (open?.goal.kind === 'complain' || open?.goal.kind === 'report') {
    open.state = 'done'
    return moveOn(mind, act(heard, 'req-more') !== undefined)
  }
  if (mind.waited) return undefined
  mind.waited = true
  return { type: 'wait', forMs: Math.min(10_000, mind.persona.patience.replyMs) }
}

function whenAskedForMore({ mind, heard }: Moment): Reaction | undefined {
  if (act(heard, 'req-more') === undefined) return undefined
  const open = currentGoal(mind)
  if (open === undefined) return moveOn(mind, true)
  return say(mind.rung > 0 ? restate(mind) : [again(open, 'still-waiting-for')], false)
}

function whenGreeted({ mind, heard }: Moment): Reaction | undefined {
  if (act(heard, 'greet') === undefined || currentGoal(mind) === undefined) return undefined
  return say(restate(mind), false)
}

function whenDismissed({ mind, heard }: Moment): Reaction | undefined {
  if (act(heard, 'goodbye') === undefined) return undefined
  const open = currentGoal(mind)
  if (open === undefined) return moveOn(mind)
  mind.byes += 1
  if (mind.byes > 1) return leave('gave-up', 'the agent said goodbye before the customer had what it came for')
  return say([again(open, 'still-waiting-for')], false)
}

/** `Sorry, I didn't understand that.` Who was not understood says it all at once, in other words. */
function whenNotUnderstood({ mind, heard }: Moment): Reaction | undefined {
  if (act(heard, 'lost') === undefined || mind.rung > 0) return undefined
  annoy(mind, POINTS.ladder)
  mind.rung = 1
  return say(restate(mind), false)
}
