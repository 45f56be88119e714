/**
 * The beta distribution: cumulative probability, its logarithm, and quantiles.
 *
 * Every exact interval and every gate in this room rests on these, so they keep 12 digits or more
 * for parameters from a hundredth to a million, and far into both tails.
 */
import { logGamma, stirlingError } from './gamma.ts'

/** log B(a, b), for a, b > 0. */
export function logBeta(a: number, b: number): number {
  if (a > b) return logBeta(b, a)
  if (a < 12) return logGamma(a) + logGammaRatio(b, a)
  const sum = a + b
  return (
    0.5 * Math.log((2 * Math.PI * sum) / (a * b)) +
    a * Math.log(a / sum) +
    b * Math.log(b / sum) +
    (stirlingError(a) + stirlingError(b) - stirlingError(sum))
  )
}

/** P(X <= x) for X ~ Beta(a, b): the regularised incomplete beta function. */
export function betaCdf(x: number, a: number, b: number): number {
  return Math.exp(logBetaCdf(x, a, b))
}

/** log P(X <= x) for X ~ Beta(a, b); stays exact where the probability itself would be 0. */
export function logBetaCdf(x: number, a: number, b: number): number {
  return logCdf({ x, rest: 1 - x }, a, b)
}

/** log P(X > x) for X ~ Beta(a, b). */
export function logBetaTail(x: number, a: number, b: number): number {
  return logCdf({ x: 1 - x, rest: x }, b, a)
}

/** The x with P(X <= x) = `probability` for X ~ Beta(a, b). */
export function betaQuantile(probability: number, a: number, b: number): number {
  return betaQuantilePair(probability, a, b).x
}

/** A point between 0 and 1 with its distance from 1, which near 1 has digits that `1 - x` has lost. */
export interface Point {
  readonly x: number
  readonly rest: number
}

/** As `betaQuantile`, with the distance from 1 in full precision. */
export function betaQuantilePair(probability: number, a: number, b: number): Point {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`probability must be from 0 to 1, got ${probability}`)
  }
  if (!(a > 0 && b > 0)) throw new RangeError(`a and b must be above 0, got ${a} and ${b}`)
  if (probability === 0) return { x: 0, rest: 1 }
  if (probability === 1) return { x: 1, rest: 0 }
  if (probability <= 0.5) return lowerQuantile(Math.log(probability), a, b)

  const { x, rest } = lowerQuantile(Math.log1p(-probability), b, a)
  return { x: rest, rest: x }
}

/**
 * Newton's method on log P as a function of the logit of x.
 *
 * That function is concave and increasing, so after its first step the method climbs to the root
 * from the left and never passes it: no bracket is needed.
 */
function lowerQuantile(logProbability: number, a: number, b: number): Point {
  let logit = Math.log(a / b)
  for (let step = 0; step < 200; step += 1) {
    const point = atLogit(logit)
    const logP = logCdf(point, a, b)
    const slope = Math.exp(logDensityTimes(point, a, b) - logP)
    const move = (logProbability - logP) / slope
    logit += Math.max(-50, Math.min(50, move))
    if (Math.abs(move) <= 1e-15 * Math.max(1, Math.abs(logit))) break
  }
  return atLogit(logit)
}

function atLogit(logit: number): Point {
  return { x: 1 / (1 + Math.exp(-logit)), rest: 1 / (1 + Math.exp(logit)) }
}

function logCdf(point: Point, a: number, b: number): number {
  const { x, rest } = point
  if (x <= 0) return -Infinity
  if (rest <= 0) return 0
  const log = logDensityTimes(point, a, b)
  if (x * (a + b + 2) <= a + 1) return Math.min(0, log - Math.log(a) + Math.log(fraction(x, a, b)))
  const upper = Math.exp(log - Math.log(b) + Math.log(fraction(rest, b, a)))
  return Math.log1p(-Math.min(1, upper))
}

/**
 * log of x^a (1-x)^b / B(a, b).
 *
 * Written, like Loader's binomial, as a deviance plus Stirling errors, so that large a and b do not
 * cancel each other's digits.
 */
function logDensityTimes({ x, rest }: Point, a: number, b: number): number {
  if (a < 1 || b < 1) return a * logOf(x, rest) + b * logOf(rest, x) - logBeta(a, b)
  const sum = a + b
  return (
    0.5 * Math.log((a * b) / (2 * Math.PI * sum)) +
    (stirlingError(sum) - stirlingError(a) - stirlingError(b)) -
    deviance(a, sum * x) -
    deviance(b, sum * rest)
  )
}

/** log x for x and its distance from 1, taken from whichever has more digits. */
function logOf(x: number, rest: number): number {
  return x < 0.5 ? Math.log(x) : Math.log1p(-rest)
}

/** a log(a/m) + m - a, without cancellation when a is near m. */
function deviance(a: number, m: number): number {
  const difference = a - m
  if (Math.abs(difference) > 0.1 * (a + m)) return a * Math.log(a / m) - difference
  const v = difference / (a + m)
  let sum = difference * v
  let term = 2 * a * v
  for (let odd = 3; ; odd += 2) {
    term *= v * v
    const next = sum + term / odd
    if (next === sum) return sum
    sum = next
  }
}

/** log of Gamma(b) / Gamma(a + b). */
function logGammaRatio(b: number, a: number): number {
  if (b < 12) return logGamma(b) - logGamma(a + b)
  const sum = a + b
  return (b - 0.5) * -Math.log1p(a / b) - a * Math.log(sum) + a + (stirlingError(b) - stirlingError(sum))
}

/** The continued fraction of the incomplete beta function, by Lentz's method. Quick for x below about a / (a + b). */
function fraction(x: number, a: number, b: number): number {
  const tiny = 1e-300
  let c = 1
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1), tiny)
  let value = d
  for (let m = 1; m <= 100_000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / nonZero(1 + even * d, tiny)
    c = nonZero(1 + even / c, tiny)
    value *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / nonZero(1 + odd * d, tiny)
    c = nonZero(1 + odd / c, tiny)
    value *= d * c
    if (Math.abs(d * c - 1) < 3e-16) return value
  }
  throw new RangeError(`the incomplete beta function did not converge at x=${x}, a=${a}, b=${b}`)
}

function nonZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value
}
