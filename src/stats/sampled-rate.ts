/**
 * Rates from a sample in which not everything had the same chance to be taken.
 *
 * Each unit counts one over its chance of inclusion, so that what was sought out (conversations that looked bad) does not
 * make production look worse than it is. Totals are Horvitz-Thompson's and unbiased whatever the chances; rates are
 * Hájek's ratio, whose error of order 1/n buys a far smaller variance. The chance must have been fixed before the unit
 * was looked at, and above 0 for every unit; neither can be checked from here.
 */
import { normalQuantile } from './normal.ts'
import { type Interval, requireConfidence, wilson } from './rate.ts'

/** Units that had the same chance, counted together. */
export interface SampledCount {
  /** The chance with which each was to be taken, over 0 and up to 1. */
  readonly inclusion: number
  readonly successes: number
  readonly n: number
}

/** A rate of the whole from a sample of it. */
export interface SampledRate extends Interval {
  readonly rate: number
  readonly method: 'wilson-sampled'
  readonly confidence: number
  /** Units looked at. */
  readonly n: number
  /** How many they stand for: the sum of one over each chance. */
  readonly standsFor: number
  /** Units of even chance that would say as much. */
  readonly effectiveN: number
}

/**
 * The rate of successes among all units, or null when none was looked at.
 *
 * The interval is Wilson's on the effective size: Kish's for the weights alone, or less where the units that count much
 * are those that fail.
 *
 * @throws RangeError for chances and counts that cannot be
 * @see Hájek 1971, in Foundations of Statistical Inference, 236; Kish 1965, Survey Sampling, 11.7
 */
export function sampledRate(counts: readonly SampledCount[], confidence = 0.95): SampledRate | null {
  requireConfidence(confidence)
  for (const count of counts) requireCount(count)
  const n = counts.reduce((sum, count) => sum + count.n, 0)
  if (n === 0) return null
  const standsFor = counts.reduce((sum, count) => sum + count.n / count.inclusion, 0)
  const rate = rateOf(counts, standsFor)
  const effectiveN = effectiveSize(counts, rate, standsFor)
  const z = -normalQuantile((1 - confidence) / 2)
  return { rate, ...wilson(rate, effectiveN, z), method: 'wilson-sampled', confidence, n, standsFor, effectiveN }
}

/**
 * How many successes there are among all units, by Horvitz and Thompson.
 *
 * @see Horvitz & Thompson 1952, J. Am. Stat. Assoc. 47(260) 663-685
 */
export function sampledTotal(counts: readonly SampledCount[]): number {
  for (const count of counts) requireCount(count)
  return counts.reduce((sum, { inclusion, successes }) => sum + successes / inclusion, 0)
}

function requireCount({ inclusion, successes, n }: SampledCount): void {
  if (!(inclusion > 0 && inclusion <= 1)) {
    throw new RangeError(`a chance of inclusion must be over 0 and up to 1, got ${inclusion}`)
  }
  if (!(Number.isSafeInteger(n) && Number.isSafeInteger(successes) && successes >= 0 && successes <= n)) {
    throw new RangeError(`successes must be a whole number from 0 to n=${n}, got ${successes}`)
  }
}

/** Exactly 0 or 1 where nothing or everything succeeded: sums of weights come out a little beside. */
function rateOf(counts: readonly SampledCount[], standsFor: number): number {
  if (counts.every(({ successes, n }) => successes === n)) return 1
  return sampledTotal(counts) / standsFor
}

function effectiveSize(counts: readonly SampledCount[], rate: number, standsFor: number): number {
  const squares = counts.reduce((sum, { inclusion, n }) => sum + n / inclusion ** 2, 0)
  const byWeights = standsFor ** 2 / squares
  if (rate === 0 || rate === 1) return byWeights
  const residuals = counts.reduce(
    (sum, { inclusion, successes, n }) =>
      sum + (successes * (1 - rate) ** 2 + (n - successes) * rate ** 2) / inclusion ** 2,
    0,
  )
  return Math.min(byWeights, (rate * (1 - rate) * standsFor ** 2) / residuals)
}
