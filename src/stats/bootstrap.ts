/**
 * The bootstrap: how a mean would vary if the sample were drawn again, by drawing it again from itself.
 *
 * It knows no values but those seen: when all are equal it claims certainty. Callers must treat that case apart.
 */
import { keyedRandom } from './random.ts'
import { type Interval, requireConfidence } from './rate.ts'

export interface BootstrapOptions {
  readonly seed: number
  /** Default 0.95. */
  readonly confidence?: number
  /** Default 2000. */
  readonly draws?: number
}

/** The percentile interval of the mean of `values`, each one independent of the others. */
export function bootstrapMean(
  values: readonly number[],
  { seed, confidence = 0.95, draws = 2000 }: BootstrapOptions,
): Interval {
  if (values.length === 0) throw new RangeError('a bootstrap needs at least one value')
  const random = keyedRandom(seed, 'bootstrap')
  const means = Array.from({ length: draws }, () => {
    let sum = 0
    for (let drawn = 0; drawn < values.length; drawn += 1) sum += values[random.int(values.length)] ?? 0
    return sum / values.length
  })
  return middle(means, requireConfidence(confidence))
}

/** The interval that holds the middle `confidence` of the draws. */
export function middle(draws: readonly number[], confidence: number): Interval {
  const sorted = [...draws].sort((a, b) => a - b)
  const each = (1 - confidence) / 2
  return { low: quantileOf(sorted, each), high: quantileOf(sorted, 1 - each) }
}

/** The quantile of a sorted list, straight between neighbours. */
function quantileOf(sorted: readonly number[], share: number): number {
  const position = share * (sorted.length - 1)
  const below = Math.floor(position)
  const low = sorted[below] ?? Number.NaN
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? low
  return low + (position - below) * (high - low)
}
