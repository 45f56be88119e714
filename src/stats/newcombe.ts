/**
 * The difference between two independent rates, with an interval made of their Wilson intervals.
 *
 * For trials that are not paired. Where the same trials were had under both, the paired comparison sees far more.
 */
import { type Interval, rate } from './rate.ts'

/** First rate minus second, a fraction -1..1. */
export interface Difference extends Interval {
  readonly difference: number
  readonly confidence: number
}

/**
 * @throws RangeError when counts are out of range
 * @see Newcombe 1998, Statist. Med. 17, 873-890, method 10
 */
export function newcombe(
  first: { readonly successes: number; readonly n: number },
  second: { readonly successes: number; readonly n: number },
  confidence = 0.95,
): Difference {
  const a = rate(first.successes, first.n, confidence)
  const b = rate(second.successes, second.n, confidence)
  const difference = a.rate - b.rate
  return {
    difference,
    low: Math.max(-1, difference - Math.hypot(a.rate - a.low, b.high - b.rate)),
    high: Math.min(1, difference + Math.hypot(a.high - a.rate, b.rate - b.low)),
    confidence,
  }
}
