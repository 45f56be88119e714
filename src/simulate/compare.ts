/**
 * Comparing two runs: is the new version no worse than the old one?
 *
 * Trials are paired by their id, which says scenario, persona, channel, faults, repeat and seed. How pairs are
 * compared stands in `paired.ts`.
 *
 * A condition counts as refuted only when it stays so after Holm's correction for having looked at many.
 * Averages never hide a hard break: a critical condition that held in every trial of a scenario and is
 * now violated in every one.
 */
import type { Severity } from '../pact/index.ts'
import { flakiness, type GateState, holm, type Rate } from '../stats/index.ts'
import type { TrialRecord } from '../store/index.ts'
import { type Compared, type HardBreak, outcomesOf, PairedLine, undecided } from './paired.ts'

export interface CompareOptions {
  /** Conditions to compare, in the order in which they are to be shown. */
  readonly conditions: readonly { readonly id: string; readonly severity: Severity }[]
  /** The largest loss that is acceptable, a fraction: 0.02 is two points. */
  readonly margin: number
  /** Chance of calling anything worse that is not. Default 0.05. */
  readonly alpha?: number
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
    new PairedLine('overall', false),
    ...conditions.map(({ id, severity }) => new PairedLine(id, severity === 'critical')),
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
