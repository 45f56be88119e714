/**
 * A rate: k of n with its interval, a fraction 0..1.
 *
 * There is no rate of nothing: with `n` 0 every function here refuses, and the caller says "not
 * measured" instead of printing a number.
 */
import { normalQuantile } from './normal.ts'

export type IntervalMethod =
  | 'wilson'
  | 'clopper-pearson'
  | 'jeffreys'
  | 'wilson-clustered'
  | 'bootstrap'
  | 'confidence-sequence'

/** Where a number lies, as far as the data tell. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** k of n with its interval; all fractions 0..1. */
export interface Rate extends Interval {
  readonly successes: number
  /** The denominator. Never 0. */
  readonly n: number
  /** `successes / n`, a fraction 0..1. */
  readonly rate: number
  readonly method: IntervalMethod
  /** How often such an interval contains the true rate: 0.95. */
  readonly confidence: number
}

/**
 * The rate of successes in `n` independent trials, with a Wilson score interval.
 *
 * Wilson rather than the textbook normal interval because our rates sit near 1 and our
 * samples are small: at 20 of 20 the normal interval claims certainty, Wilson says 0.84 to 1.
 * For showing; gates decide by `clopperPearson` or an e-process.
 *
 * @param successes whole number, 0 to `n`
 * @param n whole number, at least 1
 * @throws RangeError when either is out of range
 * @see Wilson 1927, J. Am. Stat. Assoc. 22(158) 209-212
 */
export function rate(successes: number, n: number, confidence = 0.95): Rate {
  requireCounts(successes, n)
  const z = -normalQuantile((1 - requireConfidence(confidence)) / 2)
  return { successes, n, rate: successes / n, ...wilson(successes / n, n, z), method: 'wilson', confidence }
}

/** Wilson's interval for a rate `p` seen in `n` trials, which may be an effective number, not whole. */
export function wilson(p: number, n: number, z: number): Interval {
  const perTrial = (z * z) / n
  const centre = p + perTrial / 2
  const half = Math.sqrt(perTrial * (p * (1 - p) + perTrial / 4))
  const low = p <= 0 ? 0 : (centre - half) / (1 + perTrial)
  const high = p >= 1 ? 1 : (centre + half) / (1 + perTrial)
  return { low: Math.max(0, low), high: Math.min(1, high) }
}

/** @throws RangeError unless 0 <= successes <= n, both whole, n at least 1 */
export function requireCounts(successes: number, n: number): void {
  if (!(Number.isSafeInteger(n) && n >= 1)) throw new RangeError(`n must be a whole number of at least 1, got ${n}`)
  if (!(Number.isSafeInteger(successes) && successes >= 0 && successes <= n)) {
    throw new RangeError(`successes must be a whole number from 0 to n=${n}, got ${successes}`)
  }
}

/** @throws RangeError unless strictly between 0 and 1: 95 is a percentage, 0.95 a confidence */
export function requireConfidence(confidence: number): number {
  return requireFraction('confidence', confidence)
}

/** @throws RangeError unless strictly between 0 and 1 */
export function requireFraction(name: string, value: number): number {
  if (!(value > 0 && value < 1)) throw new RangeError(`${name} must be a fraction between 0 and 1, got ${value}`)
  return value
}
