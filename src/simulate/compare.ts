/**
 * Comparing two runs: is the new version no worse than the old one?
 *
 * Trials are paired by their id, which says scenario, persona, channel, repeat and seed. A pair counts
 * where it was decided on both sides; what was not is counted apart and said. Where every scenario has
 * one pair, single runs are compared (exact McNemar, Tango's interval); where any has several, the means
 * of scenarios are (sign-flip test), because runs of one scenario are not independent.
 *
 * A condition counts as refuted only when it stays so after Holm's correction for having looked at many.
 * Averages never hide a hard break: a critical condition that held in every trial of a scenario and is
 * now violated in every one.
 */
import { type Severity, stateOf, type Verdict } from '../pact/index.ts'
import {
  flakiness,
  type GateState,
  holm,
  mcnemar,
  nonInferiority,
  nonInferiorityOfMeans,
  type Rate,
  rate,
  signFlip,
} from '../stats/index.ts'
import type { TrialRecord } from '../store/index.ts'

export interface CompareOptions {
  /** Conditions to compare, in the order in which they are to be shown. */
  readonly conditions: readonly { readonly id: string; readonly severity: Severity }[]
  /** The largest loss that is acceptable, a fraction: 0.02 is two points. */
  readonly margin: number
  /** Chance of calling anything worse that is not. Default 0.05. */
  readonly alpha?: number
}

/** One condition, or all of them together, on both sides. */
export interface Compared {
  /** The condition, or `overall` for conversations without any violation. */
  readonly id: string
  /** Pairs that were decided on both sides. */
  readonly pairs: number
  readonly scenarios: number
  /** Pairs that were not decided on one side or both, and so are in no count. */
  readonly undecidedPairs: number
  readonly old: Rate
  readonly fresh: Rate
  /** Pairs that held before and are violated now, and the other way round. */
  readonly broke: number
  readonly mended: number
  /** `mcnemar`: one pair per scenario. `sign-flip`: several, compared by the scenarios' means. */
  readonly method: 'mcnemar' | 'sign-flip'
  /** New minus old; `low` and `high` are its 95 % interval. */
  readonly difference: number
  readonly low: number
  readonly high: number
  /** Chance of so much loss if the versions were alike. */
  readonly pWorse: number
  readonly state: GateState
  /** It seemed refuted, but not after correcting for the number of conditions. */
  readonly corrected: boolean
  /** More pairs (`mcnemar`) or scenarios (`sign-flip`) until a decision if things go on as seen; null: out of reach. */
  readonly moreNeeded: number | null
}

/** A critical condition that held in all trials of a scenario and is violated in all of them now. */
export interface HardBreak {
  readonly condition: string
  readonly scenario: string
  readonly before: number
  readonly now: number
}

/** A scenario of the old run that passed in some trials and failed in others. */
export interface Flaky extends Rate {
  readonly scenario: string
  readonly state: ReturnType<typeof flakiness>['state']
}

export interface RunComparison {
  /** Trials that are in both runs. */
  readonly pairs: number
  readonly onlyOld: number
  readonly onlyNew: number
  /** Absent when no pair was decided. */
  readonly overall?: Compared
  /** Conditions with at least one decided pair. */
  readonly conditions: readonly Compared[]
  /** Conditions that no pair decided. */
  readonly notCompared: readonly string[]
  readonly hardBreaks: readonly HardBreak[]
  readonly flaky: readonly Flaky[]
  readonly margin: number
  /**
   * `refuted`: a hard break, or a loss beyond chance overall or in a condition. `proven`: overall the loss
   * is below the margin and nothing is refuted. `undecided`: neither.
   */
  readonly state: GateState
}

export type ComparedTrial = Pick<TrialRecord, 'id' | 'scenario' | 'verdict'>

/** Reads both runs once, one trial at a time. Holds a few bytes per trial and condition. */
export async function compareRuns(
  old: AsyncIterable<ComparedTrial>,
  fresh: AsyncIterable<ComparedTrial>,
  { conditions, margin, alpha = 0.05 }: CompareOptions,
): Promise<RunComparison> {
  const lines = [
    new Line('overall', false),
    ...conditions.map(({ id, severity }) => new Line(id, severity === 'critical')),
  ]
  const outcomes = new Map<string, Int8Array>()
  const oldScenarios = new Map<string, { passed: number; n: number }>()
  for await (const trial of old) {
    const read = outcomesOf(trial.verdict, lines)
    outcomes.set(trial.id, read)
    countScenario(oldScenarios, trial.scenario, read[0] ?? undecided)
  }
  let pairs = 0
  let onlyNew = 0
  for await (const trial of fresh) {
    const before = outcomes.get(trial.id)
    if (before === undefined) {
      onlyNew += 1
      continue
    }
    pairs += 1
    outcomes.delete(trial.id)
    const now = outcomesOf(trial.verdict, lines)
    for (const [index, line] of lines.entries()) {
      line.add(trial.scenario, before[index] ?? undecided, now[index] ?? undecided)
    }
  }
  const [overall, ...others] = lines.map((line) => line.compared(margin))
  const compared = corrected(present(others), alpha)
  const hardBreaks = lines.flatMap((line) => line.hardBreaks())
  return {
    pairs,
    onlyOld: outcomes.size,
    onlyNew,
    ...(overall !== undefined && { overall }),
    conditions: compared,
    notCompared: conditions.map(({ id }) => id).filter((id) => !compared.some((each) => each.id === id)),
    hardBreaks,
    flaky: flakyOf(oldScenarios),
    margin,
    state: stateOver(overall, compared, hardBreaks),
  }
}

function stateOver(
  overall: Compared | undefined,
  conditions: readonly Compared[],
  hardBreaks: readonly HardBreak[],
): GateState {
  const isRefuted = [...conditions, ...(overall ? [overall] : [])].some(({ state }) => state === 'refuted')
  if (hardBreaks.length > 0 || isRefuted) return 'refuted'
  return overall?.state === 'proven' ? 'proven' : 'undecided'
}

const passed = 1
const failed = 0
/** Unjudged or not applicable. */
const undecided = -1

function outcomesOf(verdict: Verdict, lines: readonly Line[]): Int8Array {
  const state = stateOf(verdict)
  const found = new Map(verdict.findings.map(({ condition, outcome }) => [condition, outcome]))
  return Int8Array.from(lines, ({ id }, index) => {
    if (index === 0) return state === 'clean' ? passed : state === 'violating' ? failed : undecided
    const outcome = found.get(id)
    return outcome === 'held' ? passed : outcome === 'violated' ? failed : undecided
  })
}

/** The pairs of one scenario that were decided on both sides. */
interface Pairs {
  n: number
  oldPassed: number
  freshPassed: number
}

/** One line of the comparison, gathered pair by pair. */
class Line {
  readonly id: string
  private readonly critical: boolean
  private readonly scenarios = new Map<string, Pairs>()
  private broke = 0
  private mended = 0
  private undecidedPairs = 0

  constructor(id: string, critical: boolean) {
    this.id = id
    this.critical = critical
  }

  add(scenario: string, before: number, now: number): void {
    if (before === undecided || now === undecided) {
      this.undecidedPairs += 1
      return
    }
    const pairs = this.scenarios.get(scenario) ?? { n: 0, oldPassed: 0, freshPassed: 0 }
    this.scenarios.set(scenario, pairs)
    pairs.n += 1
    pairs.oldPassed += before
    pairs.freshPassed += now
    if (before > now) this.broke += 1
    if (before < now) this.mended += 1
  }

  hardBreaks(): readonly HardBreak[] {
    if (!this.critical) return []
    return [...this.scenarios]
      .filter(([, { n, oldPassed, freshPassed }]) => oldPassed === n && freshPassed === 0)
      .map(([scenario, { n }]) => ({ condition: this.id, scenario, before: n, now: n }))
  }

  compared(margin: number): Compared | undefined {
    const all = [...this.scenarios.values()]
    const pairs = all.reduce((sum, { n }) => sum + n, 0)
    if (pairs === 0) return undefined
    const { id, broke, mended, undecidedPairs } = this
    const once = all.every(({ n }) => n === 1)
    return {
      id,
      pairs,
      scenarios: all.length,
      undecidedPairs,
      old: rate(
        all.reduce((sum, { oldPassed }) => sum + oldPassed, 0),
        pairs,
      ),
      fresh: rate(
        all.reduce((sum, { freshPassed }) => sum + freshPassed, 0),
        pairs,
      ),
      broke,
      mended,
      ...(once ? bySingleRuns({ broke, mended, pairs }, margin) : byMeans(all, margin)),
      corrected: false,
    }
  }
}

type Decision = Pick<Compared, 'method' | 'difference' | 'low' | 'high' | 'pWorse' | 'state' | 'moreNeeded'>

function bySingleRuns(counts: { broke: number; mended: number; pairs: number }, margin: number): Decision {
  const { difference, low, high, state, moreNeeded } = nonInferiority(counts, { margin })
  return { method: 'mcnemar', difference, low, high, state, moreNeeded, pWorse: mcnemar(counts).pWorse }
}

/** The seed only draws sign patterns above 20 scenarios; a fixed one keeps reports the same. */
const seed = 1

function byMeans(scenarios: readonly Pairs[], margin: number): Decision {
  const differences = scenarios.map(({ n, oldPassed, freshPassed }) => (freshPassed - oldPassed) / n)
  const { difference, pWorse } = signFlip(differences, { seed })
  // One scenario, however often it ran, says nothing of others.
  if (scenarios.length < 2) {
    return { method: 'sign-flip', difference, low: -1, high: 1, pWorse, state: 'undecided', moreNeeded: null }
  }
  const runs = scenarios.map(({ n, oldPassed, freshPassed }) => ({
    old: { successes: oldPassed, n },
    fresh: { successes: freshPassed, n },
  }))
  const { low, high, state, moreNeeded } = nonInferiorityOfMeans(runs, { margin })
  return { method: 'sign-flip', difference, low, high, pWorse, state, moreNeeded }
}

/** What is refuted stays so only when Holm rejects it among all conditions. */
function corrected(conditions: readonly Compared[], alpha: number): readonly Compared[] {
  const rejected = holm(
    conditions.map(({ pWorse }) => pWorse),
    alpha,
  )
  return conditions.map((condition, index) =>
    condition.state === 'refuted' && rejected[index] !== true
      ? { ...condition, state: 'undecided', moreNeeded: null, corrected: true }
      : condition,
  )
}

function countScenario(scenarios: Map<string, { passed: number; n: number }>, scenario: string, outcome: number): void {
  if (outcome === undecided) return
  const count = scenarios.get(scenario) ?? { passed: 0, n: 0 }
  scenarios.set(scenario, count)
  count.n += 1
  count.passed += outcome
}

/** Nearest to a coin toss first: those mislead most. */
function flakyOf(scenarios: ReadonlyMap<string, { readonly passed: number; readonly n: number }>): readonly Flaky[] {
  return [...scenarios]
    .filter(([, { passed: some, n }]) => some > 0 && some < n)
    .map(([scenario, { passed: some, n }]) => {
      const { surelyPasses: _, surelyFlawed: __, ...read } = flakiness(some, n)
      return { scenario, ...read }
    })
    .sort((a, b) => Math.abs(a.rate - 0.5) - Math.abs(b.rate - 0.5) || (a.scenario < b.scenario ? -1 : 1))
}

function present<Value>(values: readonly (Value | undefined)[]): readonly Value[] {
  return values.filter((value): value is Value => value !== undefined)
}
