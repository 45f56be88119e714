/**
 * Tango's score interval for the difference of two paired rates.
 *
 * Keeps its coverage near 0 and 1 and with few flips, where the textbook interval has width 0.
 */
import { normalQuantile } from './normal.ts'
import { type Interval, requireConfidence } from './rate.ts'

/**
 * The interval for (more - fewer) / n, where `more` pairs differ in one direction, `fewer` in the
 * other, of `n` pairs in all. Counts may be expectations and need not be whole.
 *
 * @returns limits from -1 to 1
 * @see Tango 1998, Statistics in Medicine 17 891-908
 */
export function tango(more: number, fewer: number, n: number, confidence = 0.95): Interval {
  return tangoAt(more, fewer, n, -normalQuantile((1 - requireConfidence(confidence)) / 2))
}

/** As `tango`, `z` standard errors to each side. */
export function tangoAt(more: number, fewer: number, n: number, z: number): Interval {
  requirePairs(more, fewer, n)
  return { low: crossing(more, fewer, n, z), high: crossing(more, fewer, n, -z) }
}

/** How many standard errors the observed difference lies above `difference`; falls as `difference` grows. */
export function tangoScore(more: number, fewer: number, n: number, difference: number): number {
  const above = more - fewer - n * difference
  const a = 2 * n
  const b = -more - fewer + (2 * n - more + fewer) * difference
  const c = -fewer * difference * (1 - difference)
  const root = Math.sqrt(Math.max(0, b * b - 4 * a * c))
  const q = b > 0 ? (-2 * c) / (root + b) : (root - b) / (2 * a)
  const variance = n * (2 * q + difference * (1 - difference))
  if (above === 0) return 0
  return variance > 0 ? above / Math.sqrt(variance) : Math.sign(above) * Infinity
}

/** The difference at which the score is `z`, by bisection: the score is monotone and cheap. */
function crossing(more: number, fewer: number, n: number, z: number): number {
  let low = -1
  let high = 1
  for (let step = 0; step < 60 && high - low > 1e-15; step += 1) {
    const middle = (low + high) / 2
    if (tangoScore(more, fewer, n, middle) > z) low = middle
    else high = middle
  }
  return (low + high) / 2
}

function requirePairs(more: number, fewer: number, n: number): void {
  if (!(n > 0 && more >= 0 && fewer >= 0 && more + fewer <= n * (1 + 1e-12))) {
    throw new RangeError(`needs n > 0 pairs of which more + fewer differ, got more=${more}, fewer=${fewer}, n=${n}`)
  }
}
