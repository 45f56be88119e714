/**
 * A forecast of production's rate from what a test says of each kind of customer.
 *
 * Kinds are weighted as production has them. A kind with few trials is drawn towards the others, a kind without any is one
 * more draw from the same population. Then comes what earlier tests taught: by how much, on the scale of odds, production
 * did worse than its test, and how much that differed from time to time. Everything uncertain is drawn together.
 */

import { type BetaBinomial, betaBinomial, type TriedCount } from './beta-binomial.ts'
import { betaDraw, gammaDraw } from './beta-draw.ts'
import { middle } from './bootstrap.ts'
import { heterogeneity } from './heterogeneity.ts'
import { type KeyedRandom, keyedRandom } from './random.ts'
import { type Interval, requireConfidence, requireCounts } from './rate.ts'

/** One kind of customer. */
export interface ForecastCell extends TriedCount {
  /** How much of production it is: conversations counted there, or a share where it is assumed. */
  readonly weight: number
}

/** What a test said, and what production then did. */
export interface PastGap {
  readonly test: TriedCount
  readonly production: TriedCount
}

/** By how much production is worse than its test, as a difference of log odds. */
export interface Offset {
  readonly mean: number
  /** Standard deviation, from one release to the next. */
  readonly sd: number
}

export interface ForecastOptions {
  readonly seed: number
  /** Default 0.9. */
  readonly confidence?: number
  /** Default 4000. */
  readonly draws?: number
  /** Weights are counts of a sample, and vary as such; otherwise they are taken as they are. */
  readonly counted?: boolean
  readonly past?: readonly PastGap[]
  /** Where there is no past. Default `usualOffset`. */
  readonly assumed?: Offset
  /** By how much intervals have to be wider, since earlier ones were too narrow. At least 1, the default. */
  readonly widen?: number
  /** Conversations of production that the forecast will be held against: adds their chance. */
  readonly productionN?: number
}

export interface RateForecast extends Interval {
  readonly rate: number
  readonly confidence: number
  /** If all that no test has went well, and if none of it did. */
  readonly best: number
  readonly worst: number
  /** The share of production that no test has. */
  readonly uncovered: number
  /** Trials it rests on. */
  readonly n: number
  readonly offset: Offset & { readonly from: 'past' | 'assumed'; readonly releases: number }
}

/** Production twice as likely to fail in odds as its test, give or take much: stated, not measured. */
export const usualOffset: Offset = { mean: 0.7, sd: 0.5 }

/** @throws RangeError when no kind was tested, or weights or counts cannot be */
export function forecastRate(cells: readonly ForecastCell[], options: ForecastOptions): RateForecast {
  const { seed, confidence = 0.9, draws: many = 4000, widen = 1, productionN } = options
  const known = checked(cells)
  const population = betaBinomial(known)
  const offset = offsetOf(options)
  const rates: number[] = []
  const bests: number[] = []
  const worsts: number[] = []
  const random = keyedRandom(seed, 'forecast')
  for (let draw = 0; draw < many; draw += 1) {
    const worse = offset.mean + offset.sd * random.normal()
    const { covered, uncovered, share } = drawn(known, population, options.counted === true, random)
    const moved = (rate: number) => shifted(rate, -worse)
    rates.push((1 - share) * moved(covered) + share * moved(uncovered))
    bests.push((1 - share) * moved(covered) + share)
    worsts.push((1 - share) * moved(covered))
  }
  const seen = productionN === undefined ? rates : rates.map((rate) => ofMany(rate, productionN, random))
  const rate = middle(rates, 0).low
  const weights = known.reduce((sum, { weight }) => sum + weight, 0)
  return {
    rate,
    ...widened(rate, middle(seen, requireConfidence(confidence)), widen),
    confidence,
    best: middle(bests, 0).low,
    worst: middle(worsts, 0).low,
    uncovered: known.reduce((sum, { weight, n }) => sum + (n === 0 ? weight : 0), 0) / weights,
    n: known.reduce((sum, { n }) => sum + n, 0),
    offset,
  }
}

/** A rate after a change of its log odds. */
export function shifted(rate: number, by: number): number {
  if (rate <= 0 || rate >= 1) return rate
  return 1 / (1 + ((1 - rate) / rate) * Math.exp(-by))
}

function checked(cells: readonly ForecastCell[]): readonly ForecastCell[] {
  for (const { weight, successes, n } of cells) {
    if (!(Number.isFinite(weight) && weight >= 0)) throw new RangeError(`weights must be numbers from 0, got ${weight}`)
    if (n > 0) requireCounts(successes, n)
  }
  if (cells.reduce((sum, { weight }) => sum + weight, 0) === 0) throw new RangeError('no kind has any weight')
  return cells
}

function offsetOf({ past = [], assumed = usualOffset }: ForecastOptions): RateForecast['offset'] {
  const releases = past.length
  if (releases === 0) return { ...assumed, from: 'assumed', releases }
  const { mean, meanVariance, between } = heterogeneity(
    past.map(({ test, production }) => {
      const [a, b] = [logOdds(test), logOdds(production)]
      return { value: a.value - b.value, variance: a.variance + b.variance }
    }),
  )
  // A single release says nothing of how much releases differ; the assumption says it.
  const spread = releases === 1 ? assumed.sd ** 2 : between
  return { mean, sd: Math.sqrt(meanVariance + spread), from: 'past', releases }
}

function logOdds({ successes, n }: TriedCount): { readonly value: number; readonly variance: number } {
  const [good, bad] = [successes + 0.5, n - successes + 0.5]
  return { value: Math.log(good / bad), variance: 1 / good + 1 / bad }
}

function drawn(cells: readonly ForecastCell[], from: BetaBinomial, counted: boolean, random: KeyedRandom) {
  const { mean, worth } = from.draw(random)
  let weights = 0
  let covered = 0
  let apart = 0
  let uncovered = 0
  for (const { weight, successes, n } of cells) {
    const w = counted ? gammaDraw(random, weight + 0.5) : weight
    const rate = betaDraw(random, successes + mean * worth, n - successes + (1 - mean) * worth)
    weights += w
    if (n === 0) {
      apart += w
      uncovered += w * rate
    } else covered += w * rate
  }
  const share = apart / weights
  return {
    covered: share === 1 ? 0 : covered / (weights - apart),
    uncovered: share === 0 ? 0 : uncovered / apart,
    share,
  }
}

function ofMany(rate: number, n: number, random: KeyedRandom): number {
  let held = 0
  for (let each = 0; each < n; each += 1) if (random.float() < rate) held += 1
  return held / n
}

/** Wider on the scale of odds, so that it stays within what a rate can be. */
function widened(rate: number, { low, high }: Interval, by: number): Interval {
  if (!(by >= 1)) throw new RangeError(`an interval cannot be widened by ${by}`)
  const odds = (share: number) => Math.log(share / (1 - share))
  const from = (end: number) =>
    end <= 0 || end >= 1 || rate <= 0 || rate >= 1 ? end : shifted(rate, by * (odds(end) - odds(rate)))
  return by === 1 ? { low, high } : { low: from(low), high: from(high) }
}

/** A forecast that was made, and what production then did. */
export interface ScoredForecast extends Interval {
  readonly rate: number
  readonly actual: number
}

/**
 * By how much intervals must be wider for as many of the earlier ones to have held as they promised; 1 when they did.
 *
 * How far each was off, in half-widths of its own interval on the scale of odds; then the rank that leaves room for one more
 * forecast (split conformal). With too few to say, the farthest.
 */
export function widening(scored: readonly ScoredForecast[], confidence = 0.9): number {
  requireConfidence(confidence)
  if (scored.length === 0) return 1
  const odds = (share: number) => Math.log((share + 0.001) / (1.001 - share))
  const off = scored
    .map(({ rate, low, high, actual }) => {
      const end = actual < rate ? low : high
      return Math.abs(odds(actual) - odds(rate)) / Math.max(1e-6, Math.abs(odds(end) - odds(rate)))
    })
    .sort((a, b) => a - b)
  const rank = Math.min(off.length, Math.ceil(confidence * (off.length + 1)))
  return Math.max(1, off[rank - 1] ?? 1)
}
