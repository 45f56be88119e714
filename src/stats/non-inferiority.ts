/**
 * Is the new version no worse than the old one, up to a margin?
 *
 * "No significant difference" is what every small sample says; it is not a pass. Here the new version
 * must be shown to lose less than the margin. Paired: both versions ran the same scenarios with the
 * same seeds.
 */
import { type GateState, smallestWhere } from './gate.ts'
import { type Flips, requireFlips } from './mcnemar.ts'
import { type Interval, requireConfidence, requireFraction } from './rate.ts'
import { tango } from './tango.ts'

export interface Comparison extends Flips {
  /** Pairs in all, those that came out the same on both versions included. */
  readonly pairs: number
}

/** The margin, a fraction 0..1, and the accepted chance of a wrong decision. */
export interface NonInferiorityOptions {
  /** The largest loss that is acceptable, a fraction: 0.02 is two points. */
  readonly margin: number
  /** Of the two-sided interval. Default 0.95. */
  readonly confidence?: number
}

/** Whether a new version is at most `margin` worse than the old. */
export interface NonInferiority extends Comparison, Interval {
  /**
   * `proven`: the loss is below the margin. `refuted`: the new version is worse, and not shown to be
   * within the margin. `undecided`: neither.
   */
  readonly state: GateState
  /** New rate minus old rate; `low` and `high` are its interval (Tango). */
  readonly difference: number
  readonly margin: number
  readonly confidence: number
  /**
   * Pairs still needed for a decision if flips go on at the rates seen; 0 when decided, null when no
   * affordable number would do, because the difference lies at the margin.
   */
  readonly moreNeeded: number | null
}

/**
 * Decides whether a new version is worse than the old by more than a margin.
 *
 * @param comparison whole counts; `pairs` at least 1 and at least `broke + mended`
 */
export function nonInferiority(
  comparison: Comparison,
  { margin, confidence = 0.95 }: NonInferiorityOptions,
): NonInferiority {
  const { broke, mended, pairs } = comparison
  requireFlips(comparison)
  requireFraction('margin', margin)
  requireConfidence(confidence)
  const interval = tango(mended, broke, pairs, confidence)
  const state = marginState(interval, margin)
  return {
    broke,
    mended,
    pairs,
    state,
    difference: (mended - broke) / pairs,
    ...interval,
    margin,
    confidence,
    moreNeeded: state === 'undecided' ? pairsToDecide(comparison, margin, confidence) : 0,
  }
}

/** What an interval for new minus old says about a margin. */
export function marginState({ low, high }: Interval, margin: number): GateState {
  if (low > -margin) return 'proven'
  return high < 0 ? 'refuted' : 'undecided'
}

function pairsToDecide({ broke, mended, pairs }: Comparison, margin: number, confidence: number): number | null {
  const decided = (n: number): boolean => {
    const share = n / pairs
    return marginState(tango(mended * share, broke * share, n, confidence), margin) !== 'undecided'
  }
  const needed = smallestWhere(decided, pairs)
  return needed === null ? null : needed - pairs
}
