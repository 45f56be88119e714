/**
 * Whether a judge of two answers judges the answers or their places: each pair is shown both ways round.
 *
 * A verdict that turns with the places was no verdict. Among those, a judge that leans to the first place picks it both
 * times far more often than the second; a judge that merely guesses picks either alike.
 */
import { mcnemar, type Rate, rate } from '../../stats/index.ts'

/** What a judge preferred of two answers `a` and `b`, shown in this order and in the other. Absent: it said nothing usable. */
export interface ShownBothWays {
  readonly ab?: 'a' | 'b'
  readonly ba?: 'a' | 'b'
}

export interface OrderBias {
  /** Pairs that were judged both ways round, and those that were not and say nothing. */
  readonly n: number
  readonly unusable: number
  /** Verdicts that turned with the places, of `n`; absent when `n` is 0. */
  readonly flips?: Rate
  /** Times the first place was chosen both ways round, and the second. */
  readonly first: number
  readonly second: number
  /** Chance of so uneven a choice among those that turned, if places did not matter; two-sided, exact. */
  readonly p: number
}

export function orderBias(pairs: readonly ShownBothWays[]): OrderBias {
  let n = 0
  let first = 0
  let second = 0
  for (const { ab, ba } of pairs) {
    if (ab === undefined || ba === undefined) continue
    n += 1
    if (ab === ba) continue
    if (ab === 'a') first += 1
    else second += 1
  }
  return {
    n,
    unusable: pairs.length - n,
    ...(n > 0 && { flips: rate(first + second, n) }),
    first,
    second,
    p: mcnemar({ broke: first, mended: second }).pTwoSided,
  }
}
