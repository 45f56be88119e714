/**
 * Many rates that are alike but not the same: kinds of customers, of which some were tried twice and some a hundred times.
 *
 * Rates are taken as drawn from one beta distribution, which is itself uncertain: its middle and its spread are integrated over
 * a grid. A kind with little evidence is drawn towards the others, and a kind never tried is one more draw from them.
 */
import { logBeta } from './beta.ts'
import type { KeyedRandom } from './random.ts'
import { requireCounts } from './rate.ts'

/** A beta distribution by its mean and by how many trials it is worth. */
export interface Population {
  /** 0..1, exclusive. */
  readonly mean: number
  /** Above 0: the larger, the more alike the rates are. */
  readonly worth: number
}

export interface BetaBinomial {
  /** The most likely population. */
  readonly best: Population
  /** A population, drawn by how likely it is. */
  draw(random: KeyedRandom): Population
}

export interface TriedCount {
  readonly successes: number
  /** At least 0. */
  readonly n: number
}

const steps = 40

/**
 * The population behind some counts.
 *
 * Under the prior of Gelman et al. (Bayesian Data Analysis, 3rd ed., 5.3): even in the mean, and falling with the spread in such
 * a way that no evidence leaves a proper answer.
 *
 * @param counts at least one with `n` above 0
 * @throws RangeError when there is none
 */
export function betaBinomial(counts: readonly TriedCount[]): BetaBinomial {
  const tried = counts.filter(({ n }) => n > 0)
  for (const { successes, n } of tried) requireCounts(successes, n)
  if (tried.length === 0) throw new RangeError('a population needs at least one count')
  const grid = gridAround(tried)
  const top = Math.max(...grid.map(({ log }) => log))
  const best = grid.find(({ log }) => log === top) ?? grid[0]
  let sum = 0
  const upTo = grid.map(({ log, prior }) => {
    sum += Math.exp(log + prior - top)
    return sum
  })
  return {
    best: { mean: best?.mean ?? 0.5, worth: best?.worth ?? 1 },
    draw(random) {
      const wanted = random.float() * sum
      const { mean, worth } = grid[firstAbove(upTo, wanted)] ?? { mean: 0.5, worth: 1 }
      return { mean, worth }
    },
  }
}

interface Point extends Population {
  readonly log: number
  readonly prior: number
}

/** Mean on the logit scale around what all counts together say, worth on the log scale from next to nothing to thousands. */
function gridAround(counts: readonly TriedCount[]): readonly Point[] {
  const n = counts.reduce((total, each) => total + each.n, 0)
  const k = counts.reduce((total, each) => total + each.successes, 0)
  const middle = Math.log((k + 0.5) / (n - k + 0.5))
  const wide = Math.min(5, 1.5 + 4 / Math.sqrt(counts.length))
  const points: Point[] = []
  for (let i = 0; i < steps; i += 1) {
    const mean = 1 / (1 + Math.exp(-(middle - wide + (2 * wide * i) / (steps - 1))))
    for (let j = 0; j < steps; j += 1) {
      const worth = Math.exp(-1 + (9 * j) / (steps - 1))
      points.push({
        mean,
        worth,
        log: likelihood(counts, mean * worth, (1 - mean) * worth),
        prior: Math.log(mean * (1 - mean)) - 0.5 * Math.log(worth),
      })
    }
  }
  return points
}

function likelihood(counts: readonly TriedCount[], a: number, b: number): number {
  const own = logBeta(a, b)
  return counts.reduce((sum, { successes, n }) => sum + logBeta(successes + a, n - successes + b) - own, 0)
}

function firstAbove(rising: readonly number[], wanted: number): number {
  let low = 0
  let high = rising.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rising[middle] ?? 0) > wanted) high = middle
    else low = middle + 1
  }
  return low
}
