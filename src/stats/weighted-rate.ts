/**
 * A rate over rows that stand for different amounts of production, with Wilson's interval at the number of trials that
 * even weights would need to vary as much.
 *
 * Where weights differ much, a few rows decide: twenty trials of which one stands for half of production say
 * hardly more than two. Repeats of a row resemble each other, so how rows differ is what counts, and where
 * nothing failed, nothing is known of that and every row counts once.
 */
import { type Interval, requireConfidence, requireCounts, wilson } from './rate.ts'
import { studentQuantile } from './student.ts'

/** What came of one row. */
export interface WeightedCount {
  /** How much of production it stands for; any number from 0, of which only proportions count. */
  readonly weight: number
  readonly successes: number
  /** Trials that were decided; may be 0, and then nothing is known of the row. */
  readonly n: number
}

/** A rate under weights. There are no successes of n in it, since trials do not count alike. */
export interface WeightedRate extends Interval {
  readonly rate: number
  readonly method: 'wilson-weighted'
  readonly confidence: number
  /** Decided trials, and the rows they are of, that have any weight. */
  readonly n: number
  readonly rows: number
  /** Trials of even weight that would say as much. */
  readonly effectiveN: number
  /** The share of the weight whose rows have no decided trial. The rate is of the rest. */
  readonly unknown: number
}

/**
 * The weighted rate, or null when no row with a weight has a decided trial.
 *
 * @see Kish 1965, Survey Sampling, 11.7, for the effective number; Hájek 1971 for the ratio
 */
export function weightedRate(counts: readonly WeightedCount[], confidence = 0.95): WeightedRate | null {
  requireConfidence(confidence)
  for (const { weight, successes, n } of counts) {
    if (!(Number.isFinite(weight) && weight >= 0)) throw new RangeError(`weights must be numbers from 0, got ${weight}`)
    if (n !== 0) requireCounts(successes, n)
  }
  const all = counts.reduce((sum, { weight }) => sum + weight, 0)
  const known = counts.filter(({ weight, n }) => weight > 0 && n > 0)
  const held = known.reduce((sum, { weight }) => sum + weight, 0)
  if (held === 0) return null
  const rows = known.map(({ weight, successes, n }) => ({ share: weight / held, passed: successes / n, n }))
  const rate = rateOf(rows)
  const effectiveN = effective(rows, rate)
  const interval =
    rows.length === 1
      ? { low: 0, high: 1 }
      : wilson(rate, effectiveN, -studentQuantile((1 - confidence) / 2, rows.length - 1))
  return {
    rate,
    ...interval,
    method: 'wilson-weighted',
    confidence,
    n: rows.reduce((sum, { n }) => sum + n, 0),
    rows: rows.length,
    effectiveN,
    unknown: Math.max(0, 1 - held / all),
  }
}

interface Weighed {
  readonly share: number
  readonly passed: number
  readonly n: number
}

/** Exactly 0 or 1 where nothing or everything passed: sums of shares come out a little beside. */
function rateOf(rows: readonly Weighed[]): number {
  if (rows.every(({ passed }) => passed === 1)) return 1
  return rows.reduce((sum, { share, passed }) => sum + share * passed, 0)
}

function effective(rows: readonly Weighed[], rate: number): number {
  const byRows = 1 / rows.reduce((sum, { share }) => sum + share ** 2, 0)
  if (rows.every(({ passed }) => passed === 1) || rows.every(({ passed }) => passed === 0) || rows.length === 1)
    return byRows
  const byTrials = 1 / rows.reduce((sum, { share, n }) => sum + share ** 2 / n, 0)
  const squares = rows.reduce((sum, { share, passed }) => sum + (share * (passed - rate)) ** 2, 0)
  const variance = (squares * rows.length) / (rows.length - 1)
  return Math.min(byTrials, (rate * (1 - rate)) / variance)
}
