/**
 * From a trial that broke a promise to the smallest conversation that still breaks it.
 *
 * The customer's words are frozen into a script; then turns, faults, history, slips of the pen, messages and sentences are
 * left out for as long as the same promise breaks. Where the same case breaks it only sometimes, it is played until that is
 * told from never. What is left is certified on seeds that the search has not used.
 *
 * Words that break nothing when they are said at once are said with the pauses that they had, or with a customer who goes
 * on freely after them. A promise that is broken by whoever only says hello is broken by what was not said: there the
 * customer always goes on, so that an agent who can keep it is told all that it takes. What the customer wants and knows
 * stays there, since any conversation without it would do.
 */
import type { Conversation } from '../../conversation/index.ts'
import { asksForPerson } from '../../pact/index.ts'
import type { PlannedTrial, Scenario } from '../../simulate/index.ts'
import { type Said, turnsIn } from '../reproduce/script.ts'
import type { Case, Level, Piece } from './case.ts'
import { beginnings, ends } from './edges.ts'
import { minimised } from './minimised.ts'
import { type Passage, passageSentences, passages, passagesOf, records } from './passages.ts'
import { clauses, coarse, habits, manner, messages, phrases, sentences } from './pieces.ts'
import { Plays, type PlaysOptions, type Times } from './plays.ts'
import { type Size, sizeOf } from './size.ts'

export interface Counterexample {
  readonly condition: string
  /** What to play to see it. */
  readonly trial: PlannedTrial
  /** The same in whole clauses, as a customer says it who is not in a hurry. */
  readonly inFull: PlannedTrial
  readonly from: Size
  /** Where the customer goes on freely, with what they said then, on the first fresh seed that broke it. */
  readonly to: Size
  /** How often it was broken before anything was left out. */
  readonly reproduced: Times
  /** How often what is left breaks it, on seeds that the search has not used. */
  readonly certified: Times
  /** Trials that were played in all. */
  readonly plays: number
  /** Nothing that is left can go by itself. */
  readonly isMinimal: boolean
  /** What the recordings still answer. */
  readonly passages: readonly Passage[]
}

export interface CounterexampleOptions extends PlaysOptions {
  /** What was said when it broke. */
  readonly conversation: Conversation
  /** Sets tried at each level at most. Default 120. */
  readonly triesAtMost?: number
}

const firstPlays = 5
const certifyingPlays = 10
/** Seeds of the search and of the certificate are far apart, and from the trial's own. */
const certifyingFrom = 1_000_000

/** Nothing where no way to say it again breaks the promise even once: `reproduced` says of how many. */
export async function counterexample(
  options: CounterexampleOptions,
): Promise<Counterexample | { readonly reproduced: Times; readonly plays: number }> {
  const { trial, conversation, condition, triesAtMost = 120 } = options
  const plays = new Plays(options)
  const said: Case = {
    turns: turnsIn(conversation),
    faults: trial.faults,
    history: trial.scenario.history,
    given: trial.scenario.given,
    answers: options.recordings?.answers ?? {},
    persona: trial.persona,
    goesOn: false,
  }
  const isSilent = (await plays.breaks({ ...said, turns: [[{ text: 'Hello' }]] }, 0)) === true
  const { whole, reproduced } = await saidAgain(waysToSay(said, isSilent), plays)
  if (reproduced.violated === 0) return { reproduced, plays: plays.n }

  const wishesIn = isSilent ? wishesOf(trial.scenario) : () => []
  const stages: [Case, ...Case[]] = [whole]
  let isMinimal = true
  let inFull = whole
  for (const level of levelsOf(conversation, isSilent)) {
    const [of] = stages
    if (level === phrases) inFull = of
    const [fixed, open] = apart(level.elements(of), wishesIn)
    if (open.length === 0) continue
    const found = await minimised(
      open,
      (kept) => plays.stillBreaks(level.with(of, new Set([...fixed, ...kept])), reproduced),
      { triesAtMost },
    )
    isMinimal &&= found.isMinimal && !plays.isUsedUp
    if (found.kept.length < open.length) stages.unshift(level.with(of, new Set([...fixed, ...found.kept])))
  }
  const { left, first, certified } = await certifiedOf(stages, reproduced, plays)
  return {
    condition,
    trial: plays.trialOf(left, trial.seed, trial.id),
    inFull: plays.trialOf(stages.indexOf(left) < stages.indexOf(inFull) ? inFull : left, trial.seed, trial.id),
    from: sizeOf(said),
    to: sizeOf(left.goesOn && first !== undefined ? { ...left, turns: turnsIn(first) } : left),
    reproduced,
    certified,
    plays: plays.n,
    isMinimal: isMinimal && left === stages[0],
    passages: passagesOf(left.answers),
  }
}

/**
 * The smallest that breaks the promise half as surely as it was broken, at least: what was left out by a lucky play is taken
 * back, and what is left then has fresh seeds again.
 *
 * @param stages the smallest first; the last is the whole
 */
async function certifiedOf(
  [left, ...larger]: readonly [Case, ...Case[]],
  reproduced: Times,
  plays: Plays,
  from = certifyingFrom,
): Promise<{ readonly left: Case; readonly certified: Times; readonly first?: Conversation }> {
  const { first, ...certified } = await plays.times(left, certifyingPlays, from)
  const [next, ...others] = larger
  const isSure = certified.violated > 0 && 2 * certified.violated * reproduced.n >= reproduced.violated * certified.n
  if (!isSure && next !== undefined) return certifiedOf([next, ...others], reproduced, plays, from + certifyingPlays)
  return { left, certified, ...(first !== undefined && { first }) }
}

/**
 * The coarse before the fine. Of a promise that is broken by what was not said all that the agent is told stays, and the
 * customer's wish is not cut.
 */
function levelsOf(conversation: Conversation, isSilent: boolean): readonly Level[] {
  const said = [habits, manner, messages, sentences, clauses, phrases]
  if (isSilent) return [coarse(conversation), ...said]
  return [coarse(conversation), passages, records, ...said, passageSentences, beginnings, ends]
}

/** Ways to say it again, the plainest first. */
function waysToSay(said: Case, isSilent: boolean): readonly [Case, ...Case[]] {
  const atOnce = { ...said, turns: said.turns.map(withoutPauses) }
  const freely = { ...said, goesOn: true }
  if (!isSilent) return [atOnce, said, freely]
  // Whoever asks for a person gets one, and not what they came for: who goes on decides that by themselves.
  const insisting = { ...atOnce, turns: atOnce.turns.filter((turn) => !turn.some(({ text }) => asksForPerson(text))) }
  return [{ ...insisting, goesOn: true }, { ...atOnce, goesOn: true }, freely]
}

/** The plainest in which the promise breaks nearly always, or else the one in which it breaks most. */
async function saidAgain(
  [plainest, ...others]: readonly [Case, ...Case[]],
  plays: Plays,
): Promise<{ readonly whole: Case; readonly reproduced: Times }> {
  let best = { whole: plainest, reproduced: await plays.times(plainest, firstPlays, 0) }
  for (const whole of others) {
    if (best.reproduced.violated >= firstPlays - 1) return best
    const reproduced = await plays.times(whole, firstPlays, 0)
    if (reproduced.violated > best.reproduced.violated) best = { whole, reproduced }
  }
  return best
}

const withoutPauses = (turn: readonly Said[]) => turn.map(({ afterMs: _, ...said }) => said)

/** Pieces that have to stay, since no other before them has a wish of theirs, with all that they need; and the others. */
function apart(
  pieces: readonly Piece[],
  wishesIn: (text: string) => readonly string[],
): readonly [fixed: readonly string[], open: readonly Piece[]] {
  const needs = new Map(pieces.map(({ id, needs: direct = [] }) => [id, direct]))
  const fixed = new Set<string>()
  const fix = (id: string) => {
    if (fixed.has(id)) return
    fixed.add(id)
    for (const each of needs.get(id) ?? []) fix(each)
  }
  const said = new Set<string>()
  for (const { id, text = '' } of pieces) {
    const wishes = wishesIn(text).filter((wish) => !said.has(wish))
    for (const wish of wishes) said.add(wish)
    if (wishes.length > 0) fix(id)
  }
  return [[...fixed], pieces.filter(({ id }) => !fixed.has(id))]
}

/** What of all that the scenario's customer wants a text says, in any of the ways to say it. */
function wishesOf({ goal }: Scenario): (text: string) => readonly string[] {
  const wishes = [goal, ...(goal.followedBy ?? [])].flatMap(({ want, say = [], wants = [] }) => [
    { want, ways: [want, ...say] },
    ...wants.map(({ ask }) => ({ want: ask, ways: [ask] })),
  ])
  return (text) =>
    wishes
      .filter(({ ways }) => ways.some((way) => text.toLowerCase().includes(way.toLowerCase())))
      .map(({ want }) => want)
}
