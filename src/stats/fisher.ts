/**
 * Fisher's exact test: do two independent samples differ?
 *
 * Far weaker than a paired comparison; for when the two versions did not run the same scenarios.
 */
import { logChoose } from './binomial.ts'
import { requireCounts } from './rate.ts'

/** Failures among the runs of one version. */
export interface FailureCount {
  readonly failures: number
  readonly n: number
}

/** Chance that the new version would show at least this many of all the failures if both were alike. */
export function fisherWorse(old: FailureCount, fresh: FailureCount): number {
  requireCounts(old.failures, old.n)
  requireCounts(fresh.failures, fresh.n)
  const failures = old.failures + fresh.failures
  let tail = 0
  for (let k = fresh.failures; k <= Math.min(failures, fresh.n); k += 1) {
    if (failures - k > old.n) continue
    tail += Math.exp(logChoose(fresh.n, k) + logChoose(old.n, failures - k) - logChoose(fresh.n + old.n, failures))
  }
  return Math.min(1, tail)
}
