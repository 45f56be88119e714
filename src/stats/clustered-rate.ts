/**
 * A rate over trials that come in clusters: several runs of one scenario, several conversations of one
 * customer.
 *
 * Runs of one scenario resemble each other, so 5 runs of 40 scenarios say less than 200 scenarios
 * would. Here the number of trials is shrunk to the number of independent ones that would vary as
 * much, and Wilson's interval is taken there. Group by the coarsest thing that trials share.
 *
 * The claim is about scenarios like these, not about exactly these: variation between scenarios
 * counts. It is for showing and not for gates: when nothing failed it cannot see how alike runs are
 * and assumes that they are copies, so a run without failures can get a wider interval than one with one.
 */
import { type Rate, requireConfidence, requireCounts, wilson } from './rate.ts'
import { studentQuantile } from './student.ts'

/** What happened in one cluster. */
export interface ClusterCount {
  readonly successes: number
  readonly n: number
}

/** A rate over repeated scenarios; the interval widens with what repeats of one scenario share. */
export interface ClusteredRate extends Rate {
  readonly method: 'wilson-clustered'
  readonly clusters: number
  /** How many times more the rate varies than that of as many independent trials. At least 1. */
  readonly designEffect: number
  /** `n / designEffect`. */
  readonly effectiveN: number
  /** Fewer than 20 clusters: the interval is then a rough guide. */
  readonly fewClusters: boolean
}

/** Below this many clusters the variation between them is poorly known. */
const ENOUGH_CLUSTERS = 20

/**
 * The rate over all trials, with a Wilson interval at the effective number of trials.
 *
 * With a single cluster nothing is known of how clusters vary, and the interval is 0 to 1.
 *
 * @param clusters at least one, each with at least one trial
 * @see Miller 2024, arXiv 2411.00640, for the clustered standard error
 */
export function clusteredRate(clusters: readonly ClusterCount[], confidence = 0.95): ClusteredRate {
  if (clusters.length === 0) throw new RangeError('a clustered rate needs at least one cluster')
  for (const { successes, n } of clusters) requireCounts(successes, n)
  const n = clusters.reduce((sum, cluster) => sum + cluster.n, 0)
  const successes = clusters.reduce((sum, cluster) => sum + cluster.successes, 0)
  const p = successes / n
  const designEffect = designEffectOf(clusters, p, n)
  const interval =
    clusters.length === 1
      ? { low: 0, high: 1 }
      : wilson(p, n / designEffect, -studentQuantile((1 - requireConfidence(confidence)) / 2, clusters.length - 1))
  return {
    successes,
    n,
    rate: p,
    ...interval,
    method: 'wilson-clustered',
    confidence,
    clusters: clusters.length,
    designEffect,
    effectiveN: n / designEffect,
    fewClusters: clusters.length < ENOUGH_CLUSTERS,
  }
}

/** Variance of the rate with clusters kept whole, over its variance if trials were independent. */
function designEffectOf(clusters: readonly ClusterCount[], p: number, n: number): number {
  if (p === 0 || p === 1 || clusters.length === 1) return n / clusters.length
  const squares = clusters.reduce((sum, cluster) => sum + (cluster.successes - cluster.n * p) ** 2, 0)
  const variance = (squares / n ** 2) * (clusters.length / (clusters.length - 1))
  return Math.max(1, variance / ((p * (1 - p)) / n))
}
