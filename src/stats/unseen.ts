/**
 * How much of what customers will bring has not been seen yet.
 *
 * From how many kinds were seen once and twice: kinds seen once are the ones that nearly stayed unseen. Everything here
 * depends on what counts as one kind, so the threshold of the clustering is part of every number. Better where there is
 * enough traffic: freeze the kinds, and count how many later conversations fit none (`upperLimit` of that count).
 */

import { normalQuantile } from './normal.ts'
import { type Interval, requireConfidence } from './rate.ts'

export interface Unseen extends Interval {
  /** Chance that the next conversation is of a kind not seen yet (Good and Turing). */
  readonly mass: number
  /** Conversations counted, and kinds among them. */
  readonly n: number
  readonly kinds: number
  /** Kinds there are, at least about (Chao). */
  readonly kindsAtLeast: number
}

/**
 * The mass of kinds not seen yet.
 *
 * @param counts how often each kind was seen, whole numbers from 1
 * @see Good 1953, Biometrika 40; Esty 1983, Ann. Stat. 11(3), for the variance; Chao 1984, Scand. J. Stat. 11, bias-corrected
 * @throws RangeError when nothing was seen
 */
export function unseen(counts: readonly number[], confidence = 0.95): Unseen {
  requireConfidence(confidence)
  const { n, once, twice } = tally(counts)
  const mass = once / n
  const z = normalQuantile((1 + confidence) / 2)
  const half = (z * Math.sqrt(once * (1 - once / n) + 2 * twice)) / n
  return {
    mass,
    low: Math.max(0, mass - half),
    // Nothing seen once says no more than three in n (the rule of three).
    high: Math.min(1, Math.max(mass + half, 1 - (1 - confidence) ** (1 / n))),
    n,
    kinds: counts.length,
    kindsAtLeast: counts.length + (once * (once - 1)) / (2 * (twice + 1)),
  }
}

/**
 * The share of customers whose kind will have been seen after `more` conversations.
 *
 * @see Chao and Jost 2012, Ecology 93(12) 2533-2547, equation 12
 */
export function coverageAfter(counts: readonly number[], more: number): number {
  const { n, once, twice } = tally(counts)
  if (once === 0) return 1
  return 1 - (once / n) * slower(n, once, twice) ** (more + 1)
}

/**
 * Conversations to look at until the wanted share of customers is of a kind that was seen: 0 when it is reached, null
 * when it stays beyond ten million.
 *
 * @param share a fraction below 1
 */
export function moreToCover(counts: readonly number[], share: number): number | null {
  if (!(share > 0 && share < 1)) throw new RangeError(`the share must be between 0 and 1, got ${share}`)
  const { n, once, twice } = tally(counts)
  if (once === 0 || 1 - once / n >= share) return 0
  const ratio = slower(n, once, twice)
  const more = Math.ceil(Math.log(((1 - share) * n) / once) / Math.log(ratio) - 1)
  return more <= 1e7 ? Math.max(1, more) : null
}

/** By how much the unseen mass shrinks with each conversation. */
function slower(n: number, once: number, twice: number): number {
  // Without a kind seen twice, the bias-corrected number stands in for it.
  const pairs = twice > 0 ? 2 * twice : 2 / Math.max(1, once - 1)
  return ((n - 1) * once) / ((n - 1) * once + pairs)
}

function tally(counts: readonly number[]): { readonly n: number; readonly once: number; readonly twice: number } {
  let n = 0
  let once = 0
  let twice = 0
  for (const count of counts) {
    if (!(Number.isSafeInteger(count) && count >= 1)) {
      throw new RangeError(`counts must be whole numbers from 1, got ${count}`)
    }
    n += count
    if (count === 1) once += 1
    if (count === 2) twice += 1
  }
  if (n === 0) throw new RangeError('nothing was seen')
  return { n, once, twice }
}
