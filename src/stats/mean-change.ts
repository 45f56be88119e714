/**
 * By how much something changes what scenarios do, where each scenario was played with it and without it.
 *
 * Scenarios are what was sampled, so the interval comes from how they differ from each other. Two are added to them, one
 * that lost everything and one that won everything, so that a few scenarios that all stayed as they were are no certainty.
 *
 * @see Agresti and Min 2005, Statistics in Medicine 24(5) 729-740, for the two pairs that are added
 */
import { type Interval, requireConfidence } from './rate.ts'
import { studentQuantile } from './student.ts'

export interface MeanChange extends Interval {
  /** The mean over scenarios as they are. */
  readonly mean: number
  readonly scenarios: number
}

/** @param changes at least one, each from -1 to 1: the mean change in one scenario */
export function meanChange(changes: readonly number[], confidence = 0.95): MeanChange {
  if (changes.length === 0) throw new RangeError('a mean change needs at least one scenario')
  const mean = changes.reduce((sum, each) => sum + each, 0) / changes.length
  const more = [...changes, -1, 1]
  const centre = more.reduce((sum, each) => sum + each, 0) / more.length
  const variance = more.reduce((sum, each) => sum + (each - centre) ** 2, 0) / (more.length - 1)
  const t = -studentQuantile((1 - requireConfidence(confidence)) / 2, more.length - 1)
  const half = t * Math.sqrt(variance / more.length)
  const low = Math.max(-1, Math.min(mean, centre - half))
  return { mean, low, high: Math.min(1, Math.max(mean, centre + half)), scenarios: changes.length }
}
