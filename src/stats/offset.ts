/**
 * By how much production is worse than its test: what earlier releases say of the next one.
 *
 * Every release has an offset of its own on the scale of odds, seen through two counts; offsets scatter around a mean. With
 * few releases neither the mean nor the scatter is known, and taking the likeliest of both for granted makes intervals too
 * narrow. So the scatter is integrated over a grid, the mean within it, and what is assumed where there is no release is
 * what both begin with.
 *
 * @see Gelman et al., Bayesian Data Analysis, 3rd ed., 5.4, for the model of scattered effects
 */
import type { TriedCount } from './beta-binomial.ts'
import type { KeyedRandom } from './random.ts'

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

/** Production twice as likely to fail in odds as its test, give or take much: stated, not measured. */
export const usualOffset: Offset = { mean: 0.7, sd: 0.5 }

/** The offset of the next release, and draws of it. */
export interface NextOffset extends Offset {
  draw(random: KeyedRandom): number
}

const steps = 40

export function nextOffset(past: readonly PastGap[], assumed: Offset = usualOffset): NextOffset {
  if (past.length === 0) return { ...assumed, draw: (random) => assumed.mean + assumed.sd * random.normal() }
  const seen = past.map(offsetSeen)
  const top = 4 * Math.max(assumed.sd, ...seen.map(({ value }) => Math.abs(value - assumed.mean) / 2))
  const points = Array.from({ length: steps }, (_, at) => pointAt((top * (at + 0.5)) / steps, seen, assumed))
  const best = Math.max(...points.map(({ log }) => log))
  let sum = 0
  const upTo = points.map(({ log }) => {
    sum += Math.exp(log - best)
    return sum
  })
  const expected = (of: (point: Point) => number) =>
    points.reduce((total, point) => total + (Math.exp(point.log - best) / sum) * of(point), 0)
  const mean = expected((point) => point.mean)
  return {
    mean,
    sd: Math.sqrt(expected((point) => point.variance + (point.mean - mean) ** 2)),
    draw(random) {
      const wanted = random.float() * sum
      const point = points[upTo.findIndex((below) => below > wanted)] ?? points[0]
      return point === undefined ? mean : point.mean + Math.sqrt(point.variance) * random.normal()
    },
  }
}

/** What one scatter says of the next offset, and how likely the scatter is. */
interface Point extends Offset {
  readonly variance: number
  readonly log: number
}

interface Seen {
  readonly value: number
  readonly variance: number
}

function pointAt(scatter: number, seen: readonly Seen[], assumed: Offset): Point {
  let precision = (2 * assumed.sd) ** -2
  let weighted = assumed.mean * precision
  let log = -0.5 * (scatter / assumed.sd) ** 2 - 0.5 * assumed.mean * weighted
  for (const { value, variance } of seen) {
    const weight = 1 / (variance + scatter ** 2)
    precision += weight
    weighted += weight * value
    log += 0.5 * Math.log(weight) - 0.5 * weight * value ** 2
  }
  const mean = weighted / precision
  const variance = 1 / precision + scatter ** 2
  return { mean, variance, sd: Math.sqrt(variance), log: log - 0.5 * Math.log(precision) + 0.5 * precision * mean ** 2 }
}

function offsetSeen({ test, production }: PastGap): Seen {
  const [before, after] = [logOdds(test), logOdds(production)]
  return { value: before.value - after.value, variance: before.variance + after.variance }
}

function logOdds({ successes, n }: TriedCount): Seen {
  const [good, bad] = [successes + 0.5, n - successes + 0.5]
  return { value: Math.log(good / bad), variance: 1 / good + 1 / bad }
}
