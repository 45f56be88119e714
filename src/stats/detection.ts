/**
 * What a suite can see: how many runs it takes to meet a failure, and how rare a failure it would miss.
 *
 * Repeats are worth less than scenarios. When runs of one scenario resemble each other (`icc` above 0)
 * they count as fewer; when a failure belongs to scenarios (a share of scenarios fails always), repeats
 * add nothing, which is `icc` 1.
 */
import { binomialTail } from './binomial.ts'
import { smallestWhere } from './gate.ts'
import { requireFraction } from './rate.ts'

export interface SeeOptions {
  /** Failures that must be seen; more than 1 when the failure is flaky or the judge errs. Default 1. */
  readonly failures?: number
  /** Default 0.95. */
  readonly confidence?: number
}

/** Chance of seeing at least `failures` failures of the given rate in `n` independent runs. */
export function chanceToSee(failureRate: number, n: number, failures = 1): number {
  if (failures === 1) return -Math.expm1(n * Math.log1p(-failureRate))
  return binomialTail(failures, n, failureRate)
}

/**
 * The fewest independent runs that show at least `failures` failures of this rate.
 *
 * @param failureRate share of runs that fail, between 0 and 1
 * @returns whole runs, or null when more than ten million
 */
export function runsToSee(failureRate: number, { failures = 1, confidence = 0.95 }: SeeOptions = {}): number | null {
  requireFraction('failureRate', failureRate)
  requireFraction('confidence', confidence)
  requireWhole('failures', failures, 1)
  return smallestWhere((n) => chanceToSee(failureRate, n, failures) >= confidence, failures)
}

/** The rarest failure that `n` independent runs would have shown: the upper limit after n clean ones. */
export function rarestVisible(n: number, confidence = 0.95): number {
  requireFraction('confidence', confidence)
  return n <= 0 ? 1 : -Math.expm1(Math.log1p(-confidence) / n)
}

/** What is run: so many scenarios, each so often, with runs of one scenario this alike. */
export interface Suite {
  readonly scenarios: number
  readonly repeats: number
  /** Intraclass correlation of the runs of one scenario, 0 (independent) to 1 (copies). */
  readonly icc: number
}

/** The number of independent runs that a suite is worth. */
export function effectiveRuns({ scenarios, repeats, icc }: Suite): number {
  requireWhole('scenarios', scenarios, 0)
  requireWhole('repeats', repeats, 1)
  if (!(icc >= 0 && icc <= 1)) throw new RangeError(`icc must be from 0 to 1, got ${icc}`)
  return (scenarios * repeats) / (1 + (repeats - 1) * icc)
}

/** How rare a failure a suite can still see. */
export interface Sight {
  readonly effectiveRuns: number
  readonly confidence: number
  /** The rarest failure that would have shown, a fraction; failures rarer than this may pass unseen. */
  readonly rarest: number
  /** The same as "1 in this many", rounded so that it never claims more than it can see. */
  readonly oneIn: number
  /** What more scenarios, run as often, would buy. */
  readonly next: readonly { readonly oneIn: number; readonly moreScenarios: number }[]
}

/** What a reader asks for next: round numbers. */
const ROUND = [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000]

/** What a suite can see, and what the next two round steps would cost. */
export function sightOf(suite: Suite, confidence = 0.95): Sight {
  const runs = effectiveRuns(suite)
  const rarest = rarestVisible(runs, confidence)
  const oneIn = Math.floor(1 / rarest + 1e-9)
  const next = ROUND.filter((goal) => goal > oneIn)
    .slice(0, 2)
    .map((goal) => ({ oneIn: goal, moreScenarios: moreScenarios(suite, goal, confidence) }))
  return { effectiveRuns: runs, confidence, rarest, oneIn, next }
}

/** How many more scenarios, run as often and as alike, until a failure of 1 in `oneIn` would show. */
export function moreScenarios({ scenarios, repeats, icc }: Suite, oneIn: number, confidence = 0.95): number {
  const eachIsWorth = effectiveRuns({ scenarios: 1, repeats, icc })
  const needed =
    Math.log1p(-requireFraction('confidence', confidence)) / Math.log1p(-requireFraction('1/oneIn', 1 / oneIn))
  return Math.max(0, Math.ceil(needed / eachIsWorth - 1e-9) - scenarios)
}

function requireWhole(name: string, value: number, least: number): void {
  if (!(Number.isSafeInteger(value) && value >= least)) {
    throw new RangeError(`${name} must be a whole number of at least ${least}, got ${value}`)
  }
}
