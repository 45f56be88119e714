/**
 * A judge's rate, corrected by what people said of some of the same conversations.
 *
 * A judge that calls two in a hundred good conversations bad, and overlooks a few bad ones, is off by more than its
 * interval is wide. Among what it called held and among what it called violated, people's labels say how often it
 * was right; the corrected rate puts the two together. Labels may be drawn separately from either verdict, as many
 * as one likes; within a verdict they must be drawn at random.
 */
import { betaDraw } from './beta-draw.ts'
import { middle } from './bootstrap.ts'
import { keyedRandom } from './random.ts'
import { type Interval, requireConfidence, requireCounts } from './rate.ts'

/** What the judge said, and what people said of some of it. */
export interface JudgedCounts {
  /** Conversations that the judge called held, and of how many it decided. */
  readonly held: number
  readonly n: number
  /** Of those called held and labelled: how many, and how many people call held as well. */
  readonly labelledHeld: number
  readonly trulyHeld: number
  /** Of those called violated and labelled: how many, and how many people call held after all. */
  readonly labelledViolated: number
  readonly heldAfterAll: number
}

export interface CorrectedRate extends Interval {
  /** The middle of the draws, a fraction. */
  readonly rate: number
  readonly method: 'verdict-stratified'
  readonly confidence: number
  /** Conversations judged, and labels. */
  readonly n: number
  readonly labels: number
}

export interface CorrectionOptions {
  readonly seed: number
  /** Default 0.95. */
  readonly confidence?: number
  /** Default 4000. */
  readonly draws?: number
}

/**
 * The corrected rate of being held. Half a conversation is added to each count (Jeffreys), so that no label at all
 * leaves everything possible.
 *
 * @throws RangeError when counts do not fit together
 */
export function correctedRate(counts: JudgedCounts, options: CorrectionOptions): CorrectedRate {
  const { held, n, labelledHeld, trulyHeld, labelledViolated, heldAfterAll } = counts
  requireCounts(held, n)
  if (labelledHeld > 0) requireCounts(trulyHeld, labelledHeld)
  if (labelledViolated > 0) requireCounts(heldAfterAll, labelledViolated)
  if (labelledHeld > held || labelledViolated > n - held) {
    throw new RangeError('there are more labels than conversations with that verdict')
  }
  const { seed, confidence = 0.95, draws: many = 4000 } = options
  const random = keyedRandom(seed, 'corrected rate')
  const draws = Array.from({ length: many }, () => {
    const share = betaDraw(random, held + 0.5, n - held + 0.5)
    const right = betaDraw(random, trulyHeld + 0.5, labelledHeld - trulyHeld + 0.5)
    const wrong = betaDraw(random, heldAfterAll + 0.5, labelledViolated - heldAfterAll + 0.5)
    return share * right + (1 - share) * wrong
  })
  const { low: half } = middle(draws, 0)
  return {
    rate: half,
    ...middle(draws, requireConfidence(confidence)),
    method: 'verdict-stratified',
    confidence,
    n,
    labels: labelledHeld + labelledViolated,
  }
}
