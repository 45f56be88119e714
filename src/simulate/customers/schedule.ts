/**
 * What a scenario says will happen whatever the agent does: corrections, changes of mind, silences.
 *
 * Each event happens once: at its turn, or after the agent has done something of its kind.
 */
import type { ScheduledEvent } from '../scenario.ts'
import { msOf } from '../spans.ts'
import type { ActType, Heard } from './act.ts'
import type { Intent } from './intent.ts'
import { currentGoal, type Mind } from './mind.ts'
import { leave, type Reaction } from './reaction.ts'
import { tell } from './telling.ts'

type Doing = ScheduledEvent['do']

const AFTER: Readonly<Record<string, readonly ActType[]>> = {
  asked: ['request'],
  confirmed: ['confirm', 'propose'],
  claimed: ['claim'],
  refused: ['fail', 'refuse'],
  offered: ['offer', 'choices'],
}

/** What the events that are due make of this turn. */
export interface Due {
  /** Said before the answer to the agent. */
  readonly before: readonly Intent[]
  /** Takes the whole turn. */
  readonly instead?: Reaction
  /** Messages sent one after the other, as they are. */
  readonly burst?: readonly string[]
  readonly empty?: boolean
}

/** Fires the events that are due at this turn, counted from 1. */
export function due(mind: Mind, heard: Heard | undefined, turn: number): Due {
  let result: Due = { before: [] }
  for (const entry of mind.pending) {
    if (entry.fired || !isDue(entry.event, heard, turn) || !canHappen(mind, entry.event.do)) continue
    entry.fired = true
    if ('return' in entry.event.do && heard !== undefined) settle(mind, heard)
    result = { ...result, ...happen(mind, entry.event.do, result) }
  }
  return result
}

/**
 * What the scenario has the customer say at a later turn is said before they leave: it happens whatever the agent does,
 * also when the agent is done sooner than the scenario's author thought.
 */
export function lastWord(mind: Mind): Reaction | undefined {
  const entry = mind.pending.find(({ event, fired }) => !fired && 'turn' in event.when && isSaid(event.do))
  if (entry === undefined) return undefined
  entry.fired = true
  const { instead, burst } = happen(mind, entry.event.do, { before: [] })
  return instead ?? { type: 'say', intents: (burst ?? []).map((text) => ({ type: 'say', text })), progress: false }
}

function isSaid(doing: Doing): boolean {
  return ['say', 'switchTopic', 'escalate', 'burst', 'return'].some((word) => word in doing)
}

function isDue({ when }: ScheduledEvent, heard: Heard | undefined, turn: number): boolean {
  if ('turn' in when) return turn >= when.turn
  return heard?.acts.some(({ type }) => AFTER[when.after]?.includes(type)) ?? false
}

/** Whoever goes away after the agent has said that it is done takes it for done. */
function settle(mind: Mind, { acts }: Heard): void {
  const open = currentGoal(mind)
  if (open !== undefined && open.goal.kind !== 'ask' && acts.some(({ type }) => type === 'claim')) open.state = 'done'
}

/** A correction waits until the fact has been told; before that it would correct nothing. */
function canHappen(mind: Mind, doing: Doing): boolean {
  if (!('correct' in doing)) return true
  return (mind.facts.get(doing.correct.fact)?.timesTold ?? 0) > 0
}

function happen(mind: Mind, doing: Doing, { before }: Due): Partial<Due> {
  if ('correct' in doing) return { before: [...before, ...correct(mind, doing.correct)] }
  if ('cancel' in doing) return { instead: only(cancel(mind, doing.cancel)) }
  if ('reinstate' in doing) return { instead: only(reinstate(mind, doing.reinstate)) }
  if ('escalate' in doing) {
    mind.askedForPerson = true
    return { instead: only(doing.escalate === true ? { type: 'human' } : { type: 'say', text: doing.escalate }) }
  }
  if ('silence' in doing) return { instead: { type: 'wait', forMs: doing.silence.minutes * 60_000 } }
  if ('return' in doing) {
    const { after, on } = doing.return
    return { instead: { type: 'wait', forMs: msOf(after), back: on === undefined ? {} : { on } } }
  }
  if ('leave' in doing) return { instead: leave('left-silently', 'the scenario says so') }
  if ('change' in doing) {
    mind.changes.push(doing.change)
    return {}
  }
  if ('sendEmpty' in doing) return { empty: true }
  if ('burst' in doing) return { burst: doing.burst }
  return { instead: only({ type: 'say', text: 'say' in doing ? doing.say : doing.switchTopic }) }
}

function only(intent: Intent): Reaction {
  return { type: 'say', intents: [intent], progress: false }
}

function correct(mind: Mind, { fact: key, to, say }: { fact: string; to: string; say?: string }): Intent[] {
  const fact = mind.facts.get(key)
  if (fact === undefined) return []
  fact.now = to
  fact.nowSay = undefined
  mind.toCorrect.delete(key)
  const facts = tell(mind, [key])
  return say === undefined ? [{ type: 'correct-self', facts }] : [{ type: 'say', text: say }]
}

function cancel(mind: Mind, say: string | true): Intent {
  for (const goal of mind.goals) if (goal.state === 'open') goal.state = 'cancelled'
  return say === true ? { type: 'cancel' } : { type: 'say', text: say }
}

function reinstate(mind: Mind, say: string | true): Intent {
  for (const goal of mind.goals) if (goal.state === 'cancelled') goal.state = 'open'
  return say === true
    ? { type: 'reinstate', want: currentGoal(mind)?.want ?? '', kind: currentGoal(mind)?.goal.kind ?? '' }
    : { type: 'say', text: say }
}
