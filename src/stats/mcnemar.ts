/**
 * McNemar's exact test: did more scenarios turn from pass to fail than from fail to pass?
 *
 * For one run of each scenario on each version. Scenarios that came out the same on both say nothing
 * and are not counted. With several runs of a scenario use `signFlip` on the scenarios' means.
 */
import { binomialPmf, binomialTail } from './binomial.ts'

/** The two ways in which a pair of runs can differ. */
export interface Flips {
  /** Passed on the old version, failed on the new one. */
  readonly broke: number
  /** Failed on the old version, passed on the new one. */
  readonly mended: number
}

/** Two versions over the same trials: what flipped, and how likely such flips are by chance. */
export interface McNemar extends Flips {
  /** Chance of at least this many breaks if breaking and mending were equally likely. */
  readonly pWorse: number
  /** The same for a difference in either direction. */
  readonly pTwoSided: number
  /** Two-sided, with half of the chance of exactly this outcome: less cautious, for showing only. */
  readonly pMid: number
}

/**
 * Compares two versions over the same trials, exactly.
 *
 * @param flips whole numbers, at least 0
 * @see McNemar 1947, Psychometrika 12; mid-p: Fagerland, Lydersen and Laake 2013
 */
export function mcnemar({ broke, mended }: Flips): McNemar {
  requireFlips({ broke, mended })
  const flips = broke + mended
  const more = Math.max(broke, mended)
  const tail = binomialTail(more, flips, 0.5)
  const pTwoSided = Math.min(1, 2 * tail)
  const pMid = broke === mended ? 1 : Math.min(1, pTwoSided - binomialPmf(more, flips, 0.5))
  return { broke, mended, pWorse: binomialTail(broke, flips, 0.5), pTwoSided, pMid }
}

/** @throws RangeError unless both are whole numbers of at least 0 */
export function requireFlips({ broke, mended }: Flips): void {
  for (const [name, count] of Object.entries({ broke, mended })) {
    if (!(Number.isSafeInteger(count) && count >= 0)) {
      throw new RangeError(`${name} must be a whole number of at least 0, got ${count}`)
    }
  }
}
