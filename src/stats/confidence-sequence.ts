/**
 * An interval for a rate that holds at every look at once: for numbers that refresh while trials come in.
 *
 * A 95 % interval looked at after every trial misses the truth far more often than one time in twenty.
 * This one, over the whole unbounded run, does not; the price is about half as much width again.
 */
import { logBeta } from './beta.ts'
import { type Rate, requireConfidence, requireCounts } from './rate.ts'

/** The rate with the confidence sequence's interval, from a Beta(1/2, 1/2) mixture. */
export function confidenceSequence(successes: number, n: number, confidence = 0.95): Rate {
  requireCounts(successes, n)
  const threshold = -Math.log(1 - requireConfidence(confidence))
  const p = successes / n
  const excluded = (m: number): boolean => logMixture(successes, n - successes, m) >= threshold
  const low = successes === 0 ? 0 : edge(0, p, excluded)
  const high = successes === n ? 1 : edge(1, p, excluded)
  return { successes, n, rate: p, low, high, method: 'confidence-sequence', confidence }
}

/** log evidence against the rate being `m`. */
function logMixture(successes: number, failures: number, m: number): number {
  const mixture = logBeta(successes + 0.5, failures + 0.5) - logBeta(0.5, 0.5)
  return mixture - (successes === 0 ? 0 : successes * Math.log(m)) - (failures === 0 ? 0 : failures * Math.log1p(-m))
}

/** Where `excluded` turns false on the way from `outside` to `inside`; neither end is asked. */
export function edge(outside: number, inside: number, excluded: (m: number) => boolean): number {
  let out = outside
  let within = inside
  for (let step = 0; step < 200; step += 1) {
    const middle = (out + within) / 2
    if (middle === out || middle === within) break
    if (excluded(middle)) out = middle
    else within = middle
  }
  return within
}
