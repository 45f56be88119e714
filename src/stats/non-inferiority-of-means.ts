/**
 * Is the new version no worse than the old one, when each scenario ran several times on each?
 *
 * Scenarios are what was sampled, so the interval comes from how the scenarios' differences vary, not
 * from single runs. It is Tango's interval at the number of pass-or-fail pairs that would vary as
 * much: that has a width also when no scenario changed at all, where a t interval would claim certainty.
 *
 * However often each ran, so many scenarios cannot rule out that others broke: no lower limit is above
 * the one that as many scenarios without any change would give.
 */
import type { ClusterCount } from './clustered-rate.ts'
import { type GateState, smallestWhere } from './gate.ts'
import { marginState, type NonInferiorityOptions } from './non-inferiority.ts'
import { type Interval, requireConfidence, requireCounts, requireFraction } from './rate.ts'
import { studentQuantile } from './student.ts'
import { tangoAt } from './tango.ts'

/** The runs of one scenario on both versions. */
export interface ScenarioRuns {
  readonly old: ClusterCount
  readonly fresh: ClusterCount
}

export interface NonInferiorityOfMeans extends Interval {
  /** As in `NonInferiority`. */
  readonly state: GateState
  /** Mean over scenarios of new rate minus old rate; `low` and `high` are its interval. */
  readonly difference: number
  readonly scenarios: number
  /** The number of pass-or-fail pairs that the runs are worth. */
  readonly effectivePairs: number
  readonly margin: number
  readonly confidence: number
  /** Scenarios still needed, run as often, if differences go on as seen; 0 when decided, null when out of reach. */
  readonly moreNeeded: number | null
}

/** @param scenarios at least two, each with at least one run on each version */
export function nonInferiorityOfMeans(
  scenarios: readonly ScenarioRuns[],
  { margin, confidence = 0.95 }: NonInferiorityOptions,
): NonInferiorityOfMeans {
  requireFraction('margin', margin)
  requireConfidence(confidence)
  const moves = movesOf(scenarios)
  const intervalAt = (count: number) => {
    const pairs = count * moves.pairsPerScenario
    const t = -studentQuantile((1 - confidence) / 2, count - 1)
    const { low, high } = tangoAt(moves.up * pairs, moves.down * pairs, pairs, t)
    return { low: Math.min(low, tangoAt(0, 0, count, t).low), high }
  }
  const interval = intervalAt(scenarios.length)
  const state = marginState(interval, margin)
  const needed = smallestWhere((count) => marginState(intervalAt(count), margin) !== 'undecided', scenarios.length)
  return {
    state,
    difference: moves.up - moves.down,
    ...interval,
    scenarios: scenarios.length,
    effectivePairs: scenarios.length * moves.pairsPerScenario,
    margin,
    confidence,
    moreNeeded: needed === null ? null : needed - scenarios.length,
  }
}

/** Mean rise and mean fall over scenarios, and how many pass-or-fail pairs one scenario is worth. */
function movesOf(scenarios: readonly ScenarioRuns[]): { up: number; down: number; pairsPerScenario: number } {
  const count = scenarios.length
  if (count < 2) throw new RangeError(`a comparison of means needs at least two scenarios, got ${count}`)
  let [up, down, squares, runs] = [0, 0, 0, 0]
  for (const { old, fresh } of scenarios) {
    requireCounts(old.successes, old.n)
    requireCounts(fresh.successes, fresh.n)
    const difference = fresh.successes / fresh.n - old.successes / old.n
    up += Math.max(0, difference) / count
    down += Math.max(0, -difference) / count
    squares += difference ** 2 / count
    runs += Math.min(old.n, fresh.n) / count
  }
  // A pair that flips moves by 1, so pairs that moved `up + down` on average would have that as their mean
  // square; smaller moves mean that each scenario is worth several pairs, though never more than it has runs.
  const pairsPerScenario = squares === 0 ? 1 : Math.min(runs, (up + down) / squares)
  return { up, down, pairsPerScenario }
}
