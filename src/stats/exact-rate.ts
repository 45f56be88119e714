/**
 * Intervals with a guarantee: Clopper-Pearson for deciding, Jeffreys for posteriors.
 *
 * Clopper-Pearson covers the true rate at least as often as it says, whatever the rate and n; the
 * price is width. One-sided limits are tighter than the ends of the two-sided interval: at 59 of 59
 * the two-sided lower end is 0.939, the one-sided limit 0.950. They are different functions here so
 * that nobody takes one for the other.
 */
import { betaQuantile } from './beta.ts'
import { type Rate, requireConfidence, requireCounts } from './rate.ts'

/**
 * The rate with its two-sided Clopper-Pearson interval.
 *
 * @see Clopper and Pearson 1934, Biometrika 26 404-413
 */
export function clopperPearson(successes: number, n: number, confidence = 0.95): Rate {
  requireCounts(successes, n)
  const each = (1 - requireConfidence(confidence)) / 2
  const low = successes === 0 ? 0 : betaQuantile(each, successes, n - successes + 1)
  const high = successes === n ? 1 : betaQuantile(1 - each, successes + 1, n - successes)
  return { successes, n, rate: successes / n, low, high, method: 'clopper-pearson', confidence }
}

/** The rate that the true one exceeds, with `confidence` on this side alone. */
export function lowerLimit(successes: number, n: number, confidence = 0.95): number {
  requireCounts(successes, n)
  return successes === 0 ? 0 : betaQuantile(1 - requireConfidence(confidence), successes, n - successes + 1)
}

/** The rate that the true one stays below, with `confidence` on this side alone. */
export function upperLimit(successes: number, n: number, confidence = 0.95): number {
  return 1 - lowerLimit(n - successes, n, confidence)
}

/**
 * The rate with Jeffreys' interval: the middle of the posterior under a Beta(1/2, 1/2) prior, reaching
 * 0 when nothing succeeded and 1 when everything did.
 *
 * @see Brown, Cai and DasGupta 2001, Statistical Science 16 101-133
 */
export function jeffreys(successes: number, n: number, confidence = 0.95): Rate {
  requireCounts(successes, n)
  const each = (1 - requireConfidence(confidence)) / 2
  const low = successes === 0 ? 0 : betaQuantile(each, successes + 0.5, n - successes + 0.5)
  const high = successes === n ? 1 : betaQuantile(1 - each, successes + 0.5, n - successes + 0.5)
  return { successes, n, rate: successes / n, low, high, method: 'jeffreys', confidence }
}
