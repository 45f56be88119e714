/** How a number would vary if other conversations had been recorded: whole conversations are drawn again. */
import { type Interval, keyedRandom } from '../../stats/index.ts'

const DRAWS = 200

/**
 * The middle 95 % of a statistic over conversations drawn again with replacement. Nothing when a twentieth of the draws
 * give none.
 */
export function resampled<Item>(
  items: readonly Item[],
  statistic: (items: readonly Item[]) => number | undefined,
  seed: number,
  ...purpose: readonly (string | number)[]
): Interval | undefined {
  const random = keyedRandom(seed, 'resample', ...purpose)
  const found: number[] = []
  for (let draw = 0; draw < DRAWS && items.length > 0; draw += 1) {
    const value = statistic(items.map(() => items[random.int(items.length)] as Item))
    if (value !== undefined) found.push(value)
  }
  return found.length < DRAWS * 0.95 ? undefined : middleOf(found)
}

/** The interval that holds the middle 95 %. */
export function middleOf(values: readonly number[]): Interval {
  const sorted = Float64Array.from(values).sort()
  return { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) }
}

/** The quantile of a sorted list that is not empty, straight between neighbours. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1)
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? below
  return below + (place - Math.floor(place)) * (above - below)
}

/** Nothing of nothing. */
export function medianOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : quantile(Float64Array.from(values).sort(), 0.5)
}
