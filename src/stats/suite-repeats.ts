/**
 * pass@k and pass^k of a whole suite: the mean over its tasks, with an interval for tasks like these.
 *
 * Tasks are what was sampled, so tasks are the unit: the interval comes from how the tasks' estimates
 * differ. Tasks with fewer than k runs have no estimate; they are left out and counted.
 */
import { bootstrapMean } from './bootstrap.ts'
import type { ClusterCount } from './clustered-rate.ts'
import { type Interval, type IntervalMethod, requireConfidence, wilson } from './rate.ts'
import { passAtK, passHatK } from './repeats.ts'
import { studentQuantile } from './student.ts'

export interface SuiteEstimate extends Interval {
  /** Mean over the counted tasks, a fraction 0..1. */
  readonly estimate: number
  /** Tasks counted: the denominator. */
  readonly tasks: number
  /** Tasks left out because they had fewer than k runs. */
  readonly tooFewRuns: number
  readonly k: number
  readonly method: IntervalMethod
  readonly confidence: number
}

export interface SuiteOptions {
  /** Default 0.95. */
  readonly confidence?: number
  /** When given, the interval is bootstrapped over tasks with this seed instead of taken at the effective n. */
  readonly bootstrapSeed?: number
}

/** Mean chance over tasks that at least one of `k` runs passes. Null when no task has k runs. */
export function suitePassAtK(
  tasks: readonly ClusterCount[],
  k: number,
  options: SuiteOptions = {},
): SuiteEstimate | null {
  return suite(tasks, k, passAtK, options)
}

/** Mean chance over tasks that all `k` runs pass. Null when no task has k runs. */
export function suitePassHatK(
  tasks: readonly ClusterCount[],
  k: number,
  options: SuiteOptions = {},
): SuiteEstimate | null {
  return suite(tasks, k, passHatK, options)
}

function suite(
  tasks: readonly ClusterCount[],
  k: number,
  estimateOf: (successes: number, n: number, k: number) => number | null,
  { confidence = 0.95, bootstrapSeed }: SuiteOptions,
): SuiteEstimate | null {
  requireConfidence(confidence)
  const estimates = tasks.map(({ successes, n }) => estimateOf(successes, n, k)).filter((value) => value !== null)
  if (estimates.length === 0) return null
  const estimate = estimates.reduce((sum, value) => sum + value, 0) / estimates.length
  const byDraws = bootstrapSeed !== undefined && estimates.some((value) => value !== estimates[0])
  return {
    estimate,
    ...(byDraws
      ? bootstrapMean(estimates, { seed: bootstrapSeed, confidence })
      : overTasks(estimates, estimate, confidence)),
    tasks: estimates.length,
    tooFewRuns: tasks.length - estimates.length,
    k,
    method: byDraws ? 'bootstrap' : 'wilson-clustered',
    confidence,
  }
}

/**
 * Wilson at the number of pass-or-fail tasks that would vary as much.
 *
 * When all tasks agree the variation seen is 0 but the one in the population is not known to be, so
 * the number of tasks is taken; a bootstrap would claim certainty there and is not used.
 */
function overTasks(estimates: readonly number[], mean: number, confidence: number): Interval {
  const count = estimates.length
  if (count === 1) return { low: 0, high: 1 }
  const variance = estimates.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1)
  const effective = variance === 0 ? count : Math.max(1, (mean * (1 - mean) * count) / variance)
  return wilson(mean, effective, -studentQuantile((1 - confidence) / 2, count - 1))
}
