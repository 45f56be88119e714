/**
 * From a trial that broke a promise to the smallest conversation that still breaks it.
 *
 * The customer's words are frozen into a script; then turns, faults, history, messages and sentences are left out for as
 * long as the same promise breaks. Where the same case breaks it only sometimes, it is played until that is told from
 * never. What is left is certified on seeds that the search has not used.
 *
 * A promise that is broken by a customer who only says hello is broken by what was not said: there the words that carry
 * the scenario's facts stay, since without them nobody could have kept it.
 */
import type { Conversation } from '../../conversation/index.ts'
import type { Verdict } from '../../pact/index.ts'
import type { PlannedTrial, Scenario } from '../../simulate/index.ts'
import { clopperPearson, type Interval, sprt, sprtNext } from '../../stats/index.ts'
import { scriptOf } from '../reproduce/script.ts'
import { minimised } from './minimised.ts'
import { type Case, clauses, coarse, type Level, messages, type Piece, type Size, sentences, sizeOf } from './pieces.ts'

export interface Counterexample {
  readonly condition: string
  /** What to play to see it. */
  readonly trial: PlannedTrial
  readonly from: Size
  readonly to: Size
  /** How often the frozen script broke the promise before anything was left out. */
  readonly reproduced: Times
  /** How often what is left breaks it, on seeds that the search has not used. */
  readonly certified: Times
  /** Trials that were played in all. */
  readonly plays: number
  /** Nothing that is left can go by itself. */
  readonly isMinimal: boolean
}

/** Of the plays in which the promise was decided; 95 %, exact. */
export interface Times {
  readonly violated: number
  readonly n: number
  readonly interval: Interval
}

export interface CounterexampleOptions {
  readonly trial: PlannedTrial
  /** What was said when it broke. */
  readonly conversation: Conversation
  readonly condition: string
  /** Plays a trial; ids of trials differ. */
  readonly play: (trial: PlannedTrial) => Promise<Conversation>
  readonly judge: (conversation: Conversation) => Verdict | Promise<Verdict>
  /** Sets tried at each level at most. Default 120. */
  readonly triesAtMost?: number
}

const firstPlays = 5
const certifyingPlays = 10
/** Of one case that breaks the promise only sometimes. */
const playsAtMost = 40
/** Seeds of the search and of the certificate are far apart, and from the trial's own. */
const certifyingFrom = 1_000_000

/** Nothing where the script does not break the promise even once: `reproduced` says of how many. */
export async function counterexample(
  options: CounterexampleOptions,
): Promise<Counterexample | { readonly reproduced: Times; readonly plays: number }> {
  const { trial, conversation, condition, triesAtMost = 120 } = options
  const whole: Case = { turns: scriptOf(conversation), faults: trial.faults, history: trial.scenario.history }
  const table = new Table(options)
  const reproduced = await table.times(whole, firstPlays, 0)
  if (reproduced.violated === 0) return { reproduced, plays: table.plays }
  const chance = reproduced.violated / reproduced.n
  const isSilent = (await table.breaks({ ...whole, turns: [['Hello']] }, 0)) === true
  const carried = isSilent ? carriesFacts(trial.scenario) : () => false

  let left = whole
  let isMinimal = true
  for (const level of [coarse(conversation), messages, sentences, clauses] satisfies readonly Level[]) {
    const of = left
    const elements = level.elements(of)
    if (elements.length === 0) continue
    const [fixed, open] = apart(elements, carried)
    const found = await minimised(
      open,
      (kept) => table.stillBreaks(level.with(of, new Set([...fixed, ...kept])), chance),
      { triesAtMost },
    )
    left = level.with(of, new Set([...fixed, ...found.kept]))
    isMinimal &&= found.isMinimal
  }
  const certified = await table.times(left, certifyingPlays, certifyingFrom)
  return {
    condition,
    trial: table.trialOf(left, trial.seed, trial.id),
    from: sizeOf(whole),
    to: sizeOf(left),
    reproduced,
    certified,
    plays: table.plays,
    isMinimal,
  }
}

/** Plays cases and counts how often the promise breaks. */
class Table {
  plays = 0
  private readonly options: CounterexampleOptions

  constructor(options: CounterexampleOptions) {
    this.options = options
  }

  trialOf({ turns, faults, history }: Case, seed: number, id: string): PlannedTrial {
    const { trial } = this.options
    const script: NonNullable<Scenario['script']> = turns.map((say) => ({
      say: say.length === 1 ? (say[0] ?? '') : say,
    }))
    // What a scenario has happen by itself waits for turns that a script may no longer have.
    return { ...trial, id, seed, faults, scenario: { ...trial.scenario, script, history, events: [] } }
  }

  /** Whether the promise breaks; undefined where it could not be decided. */
  async breaks(of: Case, nth: number): Promise<boolean | undefined> {
    const { trial, condition, play, judge } = this.options
    this.plays += 1
    const conversation = await play(this.trialOf(of, trial.seed + nth, `${trial.id}-${this.plays}`))
    const verdict = await judge(conversation)
    const outcome = verdict.findings.find((finding) => finding.condition === condition)?.outcome
    return outcome === 'violated' ? true : outcome === 'unjudged' ? undefined : false
  }

  async times(of: Case, n: number, from: number): Promise<Times> {
    let violated = 0
    let decided = 0
    for (let nth = 0; nth < n; nth += 1) {
      const broke = await this.breaks(of, from + nth)
      if (broke === undefined) continue
      decided += 1
      if (broke) violated += 1
    }
    return { violated, n: decided, interval: decided === 0 ? { low: 0, high: 1 } : clopperPearson(violated, decided) }
  }

  /** Told from never: by one play where it always breaks, else by as many as it takes. */
  async stillBreaks(of: Case, chance: number): Promise<boolean> {
    if (of.turns.length === 0) return false
    if (chance === 1) return (await this.breaks(of, 0)) === true
    let test = sprt({ acceptable: 0.1 * chance, unacceptable: Math.max(0.5 * chance, 0.1), cap: playsAtMost })
    for (let nth = 0; nth < 2 * playsAtMost && !test.finished; nth += 1) {
      const broke = await this.breaks(of, nth)
      if (broke !== undefined) test = sprtNext(test, !broke)
    }
    return test.state === 'refuted'
  }
}

/** Pieces that have to stay, with all that they need, and the others. */
function apart(
  elements: readonly Piece[],
  isFixed: (text: string) => boolean,
): readonly [readonly string[], readonly Piece[]] {
  const needs = new Map(elements.map(({ id, needs: direct = [] }) => [id, direct]))
  const fixed = new Set<string>()
  const fix = (id: string) => {
    if (fixed.has(id)) return
    fixed.add(id)
    for (const each of needs.get(id) ?? []) fix(each)
  }
  for (const { id, text } of elements) if (isFixed(text)) fix(id)
  return [[...fixed], elements.filter(({ id }) => !fixed.has(id))]
}

/** Whether a text has in it what the scenario's customer knows or wants, in any of the ways to say it. */
function carriesFacts({ facts, goal }: Scenario): (text: string) => boolean {
  const wanted = [
    goal.want,
    ...(goal.say ?? []),
    ...facts.flatMap(({ value, say = [] }) => [...(value === undefined ? [] : [value]), ...say]),
  ].map((each) => each.toLowerCase())
  return (text) => wanted.some((each) => text.toLowerCase().includes(each))
}
