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
import { normalQuantile } from './normal.ts'
import { nextOffset, type Offset, type PastGap } from './offset.ts'
import { type KeyedRandom, keyedRandom } from './random.ts'
import { type Interval, requireConfidence, requireCounts } from './rate.ts'

/** One kind of customer. */
export interface ForecastCell extends TriedCount {
  /** How much of production it is: conversations counted there, or a share where it is assumed. */
  readonly weight: number
  /** How much more of each of `effects` its customers have in production than in the test, from -1 to 1. Default none. */
  readonly more?: readonly number[]
}

export interface ForecastOptions {
  readonly seed: number
  /** Default 0.9. */
  readonly confidence?: number
  /** Default 4000. */
  readonly draws?: number
  /** Weights are counts of a sample, and vary as such; otherwise they are taken as they are. */
  readonly counted?: boolean
  /** What makes customers of any kind harder, each as far as `more` says there is more of it. */
  readonly effects?: readonly Offset[]
  readonly past?: readonly PastGap[]
  /** Where there is no past. Default `usualOffset`. */
  readonly assumed?: Offset
  /** By how much intervals have to be wider, since earlier ones were too narrow. At least 1, the default. */
  readonly widen?: number
  /** What people would call held where a judge calls this share held: one of the ways in which that may be, each time. */
  readonly truly?: (random: KeyedRandom) => (share: number) => number
  /** What no test has may be as much of production as this: what `best` and `worst` reckon with. Default as weights have it. */
  readonly untestedAtMost?: number
  /** Conversations of production that the forecast will be held against: adds their chance. */
  readonly productionN?: number
}

export interface RateForecast extends Interval {
  readonly rate: number
  /** What it would be if production were no worse than its test, customer by customer. */
  readonly asTested: number
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

/** @throws RangeError when no kind was tested, or weights or counts cannot be */
export function forecastRate(cells: readonly ForecastCell[], options: ForecastOptions): RateForecast {
  const { seed, confidence = 0.9, draws: many = 4000, widen = 1, productionN } = options
  const known = checked(cells)
  const population = betaBinomial(known)
  const { past = [], assumed, untestedAtMost = 0 } = options
  const offset = nextOffset(past, assumed)
  const rates: number[] = []
  const tested: number[] = []
  const bests: number[] = []
  const worsts: number[] = []
  const random = keyedRandom(seed, 'forecast')
  for (let draw = 0; draw < many; draw += 1) {
    const worse = offset.draw(random)
    const { covered, uncovered, share } = drawn(known, population, options, random)
    const most = Math.max(share, untestedAtMost)
    const moved = (rate: number) => shifted(rate, -worse)
    tested.push((1 - share) * covered + share * uncovered)
    rates.push((1 - share) * moved(covered) + share * moved(uncovered))
    bests.push((1 - most) * moved(covered) + most)
    worsts.push((1 - most) * moved(covered))
  }
  const seen = productionN === undefined ? rates : rates.map((rate) => ofMany(rate, productionN, random))
  const rate = middle(rates, 0).low
  const weights = known.reduce((sum, { weight }) => sum + weight, 0)
  return {
    rate,
    asTested: middle(tested, 0).low,
    ...widened(rate, middle(seen, requireConfidence(confidence)), widen),
    confidence,
    best: middle(bests, 0).low,
    worst: middle(worsts, 0).low,
    uncovered: known.reduce((sum, { weight, n }) => sum + (n === 0 ? weight : 0), 0) / weights,
    n: known.reduce((sum, { n }) => sum + n, 0),
    offset: {
      mean: offset.mean,
      sd: offset.sd,
      from: past.length === 0 ? 'assumed' : 'past',
      releases: past.length,
    },
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

function drawn(
  cells: readonly ForecastCell[],
  from: BetaBinomial,
  { counted = false, effects = [], truly }: ForecastOptions,
  random: KeyedRandom,
) {
  const { mean, worth } = from.draw(random)
  const asPeopleSay = truly?.(random) ?? ((share: number) => share)
  let weights = 0
  let covered = 0
  let apart = 0
  let uncovered = 0
  const drops = effects.map((effect) => effect.mean + effect.sd * random.normal())
  for (const { weight, successes, n, more = [] } of cells) {
    if (weight === 0) continue
    // As often as they came (Rubin's bootstrap): were one of each kind added, many that never come would crowd out those that do.
    const w = counted ? gammaDraw(random, weight) : weight
    const own = betaDraw(random, successes + mean * worth, n - successes + (1 - mean) * worth)
    const rate = shifted(asPeopleSay(own), -more.reduce((sum, each, at) => sum + each * (drops[at] ?? 0), 0))
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
  /** Conversations that `actual` is counted over, whose own chance is no fault of the forecast. Default: so many that it has none. */
  readonly n?: number
  /** How much wider than it came out the interval had been made. Default 1. */
  readonly widened?: number
}

/** As if so many forecasts had been off as much as they promised, before the first that was made. */
const promised = 9

/**
 * By how much intervals must be wider for as many of the earlier ones to have held as they promised; 1 when they did.
 *
 * How far each was off, in half-widths of the interval as it came out before it was widened, on the scale of odds; of these
 * the one that as many as promised do not exceed (split conformal). One miss is no reason yet, since one in ten is to miss:
 * what was made is looked at beside a few forecasts that did as they promised.
 */
export function widening(scored: readonly ScoredForecast[], confidence = 0.9): number {
  const edge = edgeOf(confidence)
  const asPromised = Array.from(
    { length: promised },
    (_, at) => normalQuantile((promised + at + 1) / (2 * promised + 1)) / edge,
  )
  const off = [...scored.map((each) => (each.widened ?? 1) * offBy(each, confidence)), ...asPromised]
  return Math.max(1, off.sort((a, b) => a - b)[Math.ceil(confidence * off.length) - 1] ?? 1)
}

/** How far a forecast was off, in half-widths of its interval and of the chance of what came; it held up to 1. */
export function offBy({ rate, low, high, actual, n = Infinity }: ScoredForecast, confidence = 0.9): number {
  const odds = (share: number) => Math.log((share + 0.001) / (1.001 - share))
  const half = Math.max(1e-6, Math.abs(odds(actual < rate ? low : high) - odds(rate)))
  const chance = edgeOf(confidence) * Math.sqrt(1 / (n * actual + 0.5) + 1 / (n * (1 - actual) + 0.5))
  return Math.abs(odds(actual) - odds(rate)) / Math.hypot(half, n === Infinity ? 0 : chance)
}

const edgeOf = (confidence: number) => normalQuantile((1 + requireConfidence(confidence)) / 2)
