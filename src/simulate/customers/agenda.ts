/**
 * The customer's agenda: from what the agent did to what the customer does next.
 *
 * Rules are tried in order and the first that applies decides. None of them draws anything by chance
 * but whether a wrong value is noticed, which is keyed by the turn.
 */
import { keyedRandom } from '../../stats/index.ts'
import { moodOf, POINTS } from './affect.ts'
import { climb, restate } from './ladder.ts'
import { currentGoal, type Mind, type OpenGoal, untold } from './mind.ts'
import { moveOn, nextQuestion } from './moving-on.ts'
import { stateGoal } from './opening.ts'
import { act, leave, type Moment, type Reaction, say } from './reaction.ts'
import { contradicted } from './read-back.ts'
import { weighOffer, whenRefused } from './saying-no.ts'
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
  whenRefused,
  whenClaimed,
  whenListed,
  whenAsked,
  whenReadBack,
  whenOffered,
  whenProposed,
  whenAnswered,
  whenPromised,
  whenAskedForMore,
  whenGreeted,
  whenDismissed,
]

/** Marks questions as answered whose answer can be seen in the agent's words. */
function noteAnswers({ mind, text, heard }: Moment): void {
  const informed = mind.asked && (act(heard, 'inform') ?? act(heard, 'offer')) !== undefined
  for (const { wants } of mind.goals)
    for (const want of wants) {
      if (want.answered) continue
      if (want.answer === undefined) want.answered = want.timesAsked > 0 && informed
      else want.answered = isAnswer(text, want.answer)
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
  return leave('handed-over', 'the agent handed over to a person', [{ type: 'thanks' }])
}

/** Everything is done or called off: the customer says so once more if need be, and leaves. */
function whenNothingIsLeft({ mind, heard }: Moment): Reaction | undefined {
  if (currentGoal(mind) !== undefined) return undefined
  const asks = act(heard, 'propose') ?? act(heard, 'confirm') ?? act(heard, 'request')
  if (asks === undefined || mind.byes > 0) return moveOn(mind)
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
  return say([{ type: 'correct', facts: tell(mind, wrong) }, ...answers(mind, asked, false)])
}

/** The agent read a value back wrong, and a careful reader notices. */
function whenMisheard({ mind, heard, text, turn }: Moment): Reaction | undefined {
  const named = act(heard, 'confirm') ?? act(heard, 'claim')
  if (named === undefined || act(heard, 'fail') !== undefined) return undefined
  const wrong = contradicted(text, named.values, factsReadBack(mind))
  if (wrong === undefined) return undefined
  if (!keyedRandom(mind.seed, 'reads-carefully', turn).chance(mind.persona.readsCarefully)) return undefined
  mind.frustration += POINTS.wrongValue
  return say([{ type: 'correct', facts: tell(mind, [wrong.key]) }], false)
}

function factsReadBack(mind: Mind) {
  const needs = currentGoal(mind)?.goal.needs ?? []
  return [...mind.facts.values()].filter(({ key, timesTold }) => timesTold > 0 && needs.includes(key))
}

/** The agent says it is done: on to questions, the next goal, or the end. */
function whenClaimed({ mind, heard }: Moment): Reaction | undefined {
  const open = currentGoal(mind)
  if (act(heard, 'claim') === undefined || act(heard, 'request') !== undefined) return undefined
  if (act(heard, 'confirm') !== undefined || act(heard, 'propose') !== undefined) return undefined
  if (open === undefined || open.goal.kind === 'ask') return undefined
  open.state = 'done'
  return moveOn(mind)
}

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
  const intents = answers(mind, request.slots, moodOf(mind.frustration) === 'angry')
  return say(
    intents,
    intents.some(({ type }) => type === 'tell'),
  )
}

/** A question that fits no fact: offer the next fact that is needed, else say so. */
function whenAskedUnknown({ mind, text }: Moment): Reaction {
  mind.rung = Math.max(mind.rung, 1)
  const next = untold(mind, currentGoal(mind)?.goal).slice(0, 1)
  if (next.length > 0) return say([{ type: 'volunteer', facts: tell(mind, next) }], false)
  if (mind.restated || /\byour \w/i.test(text)) return say([{ type: 'unsure' }], false)
  mind.restated = true
  return say(restate(mind), false)
}

function whenReadBack({ heard }: Moment): Reaction | undefined {
  if (act(heard, 'confirm') === undefined) return undefined
  return say([{ type: 'yes' }])
}

function whenOffered(moment: Moment): Reaction | undefined {
  const { mind, heard, text } = moment
  const open = currentGoal(mind)
  if (act(heard, 'offer') === undefined || open === undefined) return undefined
  if (mind.asked || open.goal.kind === 'ask') return whenToldSomething(mind, open)
  if (!text.includes('?') && act(heard, 'propose') === undefined) return whenToldSomething(mind, open)
  return weighOffer(moment, open)
}

function whenProposed({ mind, heard }: Moment): Reaction | undefined {
  if (act(heard, 'propose') === undefined) return undefined
  const open = currentGoal(mind)
  if (open?.goal.kind !== 'ask') return say([{ type: 'yes' }])
  if (open.wants.every(({ answered }) => answered)) {
    open.state = 'done'
    return moveOn(mind, [{ type: 'no' }])
  }
  const question = open.goal.needs.length === 0 ? nextQuestion(open) : undefined
  return say(question === undefined ? [{ type: 'yes' }] : [{ type: 'no' }, question])
}

function whenAnswered({ mind, heard }: Moment): Reaction | undefined {
  const open = currentGoal(mind)
  if (act(heard, 'inform') === undefined || open === undefined) return undefined
  return whenToldSomething(mind, open)
}

/** Information came: ask what is still open, finish a goal that only asked, or get the agent going. */
function whenToldSomething(mind: Mind, open: OpenGoal): Reaction {
  const question = nextQuestion(open)
  if (open.goal.kind === 'ask') {
    if (question !== undefined) return say([question])
    open.state = 'done'
    return moveOn(mind)
  }
  const next = untold(mind, open.goal).slice(0, 1)
  if (next.length > 0) return say([{ type: 'volunteer', facts: tell(mind, next) }])
  if (mind.asked) return say([{ type: 'still-waiting-for', want: open.want }])
  return climb({ mind, heard: { acts: [], confidence: 1 }, text: '', turn: 0 })
}

/** `One moment`: wait once, then ask. A promise is all that a complaint or a report can get. */
function whenPromised({ mind, heard }: Moment): Reaction | undefined {
  if (act(heard, 'promise') === undefined) return undefined
  const open = currentGoal(mind)
  if (open?.goal.kind === 'complain' || open?.goal.kind === 'report') {
    open.state = 'done'
    return moveOn(mind)
  }
  if (mind.waited) return undefined
  mind.waited = true
  return { type: 'wait', forMs: Math.min(10_000, mind.persona.patience.replyMs) }
}

function whenAskedForMore({ mind, heard }: Moment): Reaction | undefined {
  if (act(heard, 'req-more') === undefined) return undefined
  const open = currentGoal(mind)
  if (open === undefined) return moveOn(mind)
  return say(mind.rung > 0 ? restate(mind) : [{ type: 'still-waiting-for', want: open.want }], false)
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
  return say([{ type: 'still-waiting-for', want: open.want }], false)
}
