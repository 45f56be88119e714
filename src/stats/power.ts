/**
 * How many runs a comparison needs before it can see what it is meant to see.
 *
 * Exact: the chance of every outcome is summed, nothing is approximated by a normal curve. Power
 * goes up and down like a saw as n grows, because counts are whole; the smallest n that reaches the
 * wanted power is searched for, and the count at which to reject comes with it.
 */
import { binomialPmf, binomialTail } from './binomial.ts'
import { fisherWorse } from './fisher.ts'
import { normalQuantile } from './normal.ts'
import { requireFraction } from './rate.ts'

export interface PowerOptions {
  /** Accepted chance of a false alarm. Default 0.05, one-sided. */
  readonly alpha?: number
  /** Wanted chance of seeing the difference. Default 0.8. */
  readonly power?: number
}

export interface Plan {
  readonly n: number
  /** Reject the promise at this many failures or more. */
  readonly rejectAt: number
  /** Chance of rejecting when the rate is as bad as feared. */
  readonly power: number
  /** Chance of rejecting when the promise just holds; at most alpha. */
  readonly falseAlarm: number
}

const MOST_RUNS = 100_000

/**
 * The fewest runs that can tell a promised pass rate from a worse one. Null above 100,000.
 *
 * @param promised pass rate that is promised, a fraction
 * @param feared lower pass rate that must not be missed
 */
export function oneSamplePlan(
  promised: number,
  feared: number,
  { alpha = 0.05, power = 0.8 }: PowerOptions = {},
): Plan | null {
  requireOrder(promised, feared)
  let rejectAt = 1
  for (let n = 1; n <= MOST_RUNS; n += 1) {
    while (binomialTail(rejectAt, n, 1 - promised) > alpha) rejectAt += 1
    const seen = binomialTail(rejectAt, n, 1 - feared)
    if (seen >= power) return { n, rejectAt, power: seen, falseAlarm: binomialTail(rejectAt, n, 1 - promised) }
  }
  return null
}

/** Chance that Fisher's one-sided test on two independent samples of `n` sees that the new pass rate is lower. */
export function fisherPower(oldRate: number, newRate: number, n: number, alpha = 0.05): number {
  let power = 0
  let rejectAt = 0
  for (let failures = 0; failures <= n; failures += 1) {
    const chance = binomialPmf(failures, n, 1 - oldRate)
    while (rejectAt <= n && fisherWorse({ failures, n }, { failures: rejectAt, n }) > alpha) rejectAt += 1
    if (rejectAt > n) break
    power += chance * binomialTail(rejectAt, n, 1 - newRate)
    if (binomialTail(failures + 1, n, 1 - oldRate) < 1e-9) break
  }
  return power
}

/** The fewest runs of each version for `fisherPower` to reach the wanted power. Null above 1,000; takes seconds near there. */
export function twoSampleRuns(
  oldRate: number,
  newRate: number,
  { alpha = 0.05, power = 0.8 }: PowerOptions = {},
): number | null {
  requireOrder(oldRate, newRate)
  for (let n = 2; n <= 1000; n += 1) if (fisherPower(oldRate, newRate, n, alpha) >= power) return n
  return null
}

/** Shares of pairs that flip in each direction. */
export interface FlipRates {
  readonly broke: number
  readonly mended: number
}

/** Chance that the exact one-sided McNemar test on `pairs` pairs sees that more breaks than is mended. */
export function mcnemarPower(rates: FlipRates, pairs: number, alpha = 0.05): number {
  return powerOf(rates, seenAmongFlips(rates, alpha))(pairs)
}

/** The fewest pairs for `mcnemarPower` to reach the wanted power. Null above 5,000. */
export function pairsToSee(rates: FlipRates, { alpha = 0.05, power = 0.8 }: PowerOptions = {}): number | null {
  const powerAt = powerOf(rates, seenAmongFlips(rates, alpha))
  for (let pairs = 1; pairs <= 5000; pairs += 1) if (powerAt(pairs) >= power) return pairs
  return null
}

/** The power at a number of pairs: that at each number of flips, weighed by how likely so many flips are. */
function powerOf({ broke, mended }: FlipRates, seenAmong: (flips: number) => number): (pairs: number) => number {
  const flipping = broke + mended
  return (pairs) => {
    const reach = 9 * Math.sqrt(pairs * flipping * (1 - flipping)) + 9
    const most = Math.min(pairs, Math.ceil(pairs * flipping + reach))
    let power = 0
    for (let flips = Math.max(0, Math.floor(pairs * flipping - reach)); flips <= most; flips += 1) {
      power += binomialPmf(flips, pairs, flipping) * seenAmong(flips)
    }
    return power
  }
}

/** Chance that the test rejects when so many pairs have flipped; each number is worked out once. */
function seenAmongFlips({ broke, mended }: FlipRates, alpha: number): (flips: number) => number {
  if (!(broke > mended && mended >= 0 && broke + mended <= 1)) {
    throw new RangeError(`needs broke > mended >= 0 with a sum of at most 1, got ${broke} and ${mended}`)
  }
  const seen: number[] = []
  let rejectAt = 0
  return (flips) => {
    for (let next = seen.length; next <= flips; next += 1) {
      while (rejectAt <= next && binomialTail(rejectAt, next, 0.5) > alpha) rejectAt += 1
      seen.push(binomialTail(rejectAt, next, broke / (broke + mended)))
    }
    return seen[flips] ?? 0
  }
}

export interface ScenarioVariation {
  /** The difference of mean pass rates that must not be missed. */
  readonly difference: number
  /** Variance over scenarios of the true difference. */
  readonly betweenScenarios: number
  /** Variance of one run within a scenario, and runs of each scenario, for the old version and the new. */
  readonly old: { readonly variance: number; readonly runs: number }
  readonly fresh: { readonly variance: number; readonly runs: number }
}

/**
 * Scenarios needed to see a mean difference (two-sided), when each runs several times on each version.
 *
 * @see Miller 2024, arXiv 2411.00640
 */
export function scenariosNeeded(
  { difference, betweenScenarios, old, fresh }: ScenarioVariation,
  { alpha = 0.05, power = 0.8 }: PowerOptions = {},
): number {
  const z = normalQuantile(1 - requireFraction('alpha', alpha) / 2) + normalQuantile(requireFraction('power', power))
  const variance = betweenScenarios + old.variance / old.runs + fresh.variance / fresh.runs
  return Math.ceil((z ** 2 * variance) / difference ** 2)
}

function requireOrder(better: number, worse: number): void {
  if (!(better > worse && better <= 1 && worse >= 0)) {
    throw new RangeError(`the feared rate must lie below the promised one, got ${worse} and ${better}`)
  }
}
