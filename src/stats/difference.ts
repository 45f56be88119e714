/**
 * The difference between two independent rates, with an interval made of the two rates' own intervals.
 *
 * For trials that are not paired. Where the same trials were had under both, the paired comparison sees far more.
 */
import type { Interval } from './rate.ts'

/** First rate minus second, a fraction -1..1. */
export interface Difference extends Interval {
  readonly difference: number
}

/**
 * The difference of two rates whose intervals are of the same confidence; with Wilson's it is Newcombe's.
 *
 * @see Newcombe 1998, Statist. Med. 17, 873-890, method 10; Zou & Donner 2008, Statist. Med. 27, 1693-1702
 */
export function differenceOfRates(
  first: Interval & { readonly rate: number },
  second: Interval & { readonly rate: number },
): Difference {
  const difference = first.rate - second.rate
  return {
    difference,
    low: Math.max(-1, difference - Math.hypot(first.rate - first.low, second.high - second.rate)),
    high: Math.min(1, difference + Math.hypot(first.high - first.rate, second.rate - second.low)),
  }
}
