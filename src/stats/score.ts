/**
 * The score: one number over a window, from 0 to 100, always shown beside the rates it is made of.
 *
 * A weighted geometric mean of the dimensions' pass rates, so that a very bad dimension cannot be bought
 * off by good ones. Critical conditions are not weighed at all: one that is shown to be broken caps the
 * score at 49 and fails, one that is not yet shown to be kept leaves the score unproven.
 */
import { betaDraw, gammaDraw } from './beta-draw.ts'
import { binomialTail } from './binomial.ts'
import { middle } from './bootstrap.ts'
import { lowerLimit, upperLimit } from './exact-rate.ts'
import { type GateState, smallestWhere } from './gate.ts'
import { keyedRandom } from './random.ts'
import { type Interval, requireConfidence, requireCounts } from './rate.ts'

/** The share of one dimension's promises that held. */
export interface DimensionRate {
  readonly name: string
  /** Above 0; only its ratio to the other weights matters. */
  readonly weight: number
  /** A fraction 0..1, corrected for the judge where that is known. Ignored when `n` is 0. */
  readonly rate: number
  /** Independent trials behind it, the effective number where they are clustered. 0: not measured. */
  readonly n: number
}

/** How often a critical condition was violated. */
export interface CriticalCount {
  readonly condition: string
  readonly violations: number
  /** Conversations on which it was decided; unjudged ones are not in it. 0: not measured. */
  readonly n: number
  /** The promised rate of it being held, a fraction: 0.995 allows 1 violation in 200. */
  readonly target: number
}

export interface ScoreOptions {
  readonly seed: number
  /** Of the interval, and one-sided of each critical limit. Default 0.95. */
  readonly confidence?: number
  /** Default 2000. */
  readonly draws?: number
}

/** A critical condition with the one-sided Clopper-Pearson limits of its violation rate. */
export interface CriticalReading extends CriticalCount, Interval {
  /** `refuted`: violated more often than promised, which vetoes. `undecided`: it could be. */
  readonly state: GateState
}

/** One number over all dimensions, beside what it rests on. */
export interface Score {
  /** 0..100, capped at 49 by a veto. Null when no dimension was measured. */
  readonly score: number | null
  /** `fail`: vetoed. `unproven`: a critical condition is undecided, or a dimension was not measured. */
  readonly state: 'pass' | 'fail' | 'unproven'
  /** Where the score lies as far as the trials tell, under the veto as it stands. Null as `score`. */
  readonly interval: Interval | null
  /** How far the score would move if the weights were somewhat different. Null as `score`. */
  readonly weightBand: Interval | null
  /** The chance that a repetition, as large and as it seems, would be vetoed. */
  readonly vetoProbability: number
  readonly critical: readonly CriticalReading[]
  /** Dimensions with no trials: left out of the number, and the reason for `unproven`. */
  readonly unmeasured: readonly string[]
  readonly confidence: number
}

/** The most that a vetoed score can show. */
export const VETO_CAP = 49

/** No rate counts as less than this, so that one zero does not erase all difference between agents. */
const FLOOR = 0.01

/** How firmly the weights are held when asking how much they matter: as if from this many votes. */
const WEIGHT_VOTES = 100

/**
 * @param dimensions at least one
 * @param critical may be empty
 * @see OECD/JRC 2008, Handbook on Constructing Composite Indicators, for the geometric mean
 */
export function score(
  dimensions: readonly DimensionRate[],
  critical: readonly CriticalCount[],
  { seed, confidence = 0.95, draws = 2000 }: ScoreOptions,
): Score {
  requireConfidence(confidence)
  dimensions.forEach(requireDimension)
  const measured = dimensions.filter(({ n }) => n > 0)
  const unmeasured = dimensions.filter(({ n }) => n === 0).map(({ name }) => name)
  const readings = critical.map((count) => readCritical(count, confidence))
  const vetoed = readings.some(({ state }) => state === 'refuted')
  const unproven = unmeasured.length > 0 || measured.length === 0 || readings.some(({ state }) => state === 'undecided')
  const shown = vetoed ? (value: number) => Math.min(VETO_CAP, value) : (value: number) => value
  const some = measured.length > 0
  return {
    score: some ? shown(composite(measured)) : null,
    state: vetoed ? 'fail' : unproven ? 'unproven' : 'pass',
    interval: some ? middle(rateDraws(measured, seed, draws).map(shown), confidence) : null,
    weightBand: some ? middle(weightDraws(measured, seed, draws).map(shown), confidence) : null,
    vetoProbability: vetoProbability(critical, { seed, confidence, draws }),
    critical: readings,
    unmeasured,
    confidence,
  }
}

/** The weighted geometric mean of the rates, times 100: the score before any veto. */
export function composite(dimensions: readonly Pick<DimensionRate, 'weight' | 'rate'>[]): number {
  const weights = dimensions.reduce((sum, { weight }) => sum + weight, 0)
  const logs = dimensions.reduce((sum, { weight, rate }) => sum + weight * Math.log(Math.max(rate, FLOOR)), 0)
  return 100 * Math.exp(logs / weights)
}

function readCritical(count: CriticalCount, confidence: number): CriticalReading {
  const { violations, n, target } = count
  if (!(target > 0 && target <= 1)) throw new RangeError(`target must be above 0 and at most 1, got ${target}`)
  if (n === 0) return { ...count, low: 0, high: 1, state: 'undecided' }
  requireCounts(violations, n)
  const low = lowerLimit(violations, n, confidence)
  const high = upperLimit(violations, n, confidence)
  return { ...count, low, high, state: low > 1 - target ? 'refuted' : high > 1 - target ? 'undecided' : 'proven' }
}

/** Scores with each rate drawn from what its trials leave possible. */
function rateDraws(dimensions: readonly DimensionRate[], seed: number, draws: number): number[] {
  const streams = dimensions.map(({ name }) => keyedRandom(seed, 'score', 'rate', name))
  return Array.from({ length: draws }, () =>
    composite(
      dimensions.map(({ weight, rate, n }, at) => {
        const random = streams[at] ?? keyedRandom(seed)
        return { weight, rate: betaDraw(random, rate * n + 0.5, (1 - rate) * n + 0.5) }
      }),
    ),
  )
}

/** Scores with the weights drawn around those given. */
function weightDraws(dimensions: readonly DimensionRate[], seed: number, draws: number): number[] {
  const random = keyedRandom(seed, 'score', 'weights')
  const total = dimensions.reduce((sum, { weight }) => sum + weight, 0)
  return Array.from({ length: draws }, () =>
    composite(
      dimensions.map(({ weight, rate }) => ({ rate, weight: gammaDraw(random, (WEIGHT_VOTES * weight) / total) })),
    ),
  )
}

/** Draws each violation rate from what its trials leave possible, and then whether as many trials would veto. */
function vetoProbability(
  critical: readonly CriticalCount[],
  { seed, confidence, draws }: Required<ScoreOptions>,
): number {
  const repeats = critical
    .filter(({ n }) => n > 0)
    .map(({ condition, violations, n, target }) => {
      const random = keyedRandom(seed, 'score', 'veto', condition)
      const vetoAt = smallestWhere((count) => count > n || lowerLimit(count, n, confidence) > 1 - target) ?? n + 1
      return () => {
        const violationRate = betaDraw(random, violations + 0.5, n - violations + 0.5)
        return random.chance(Math.min(1, binomialTail(vetoAt, n, violationRate)))
      }
    })
  let vetoes = 0
  for (let draw = 0; draw < draws; draw += 1) {
    if (repeats.map((vetoed) => vetoed()).some(Boolean)) vetoes += 1
  }
  return vetoes / draws
}

function requireDimension({ name, weight, rate, n }: DimensionRate): void {
  if (!(weight > 0 && weight < Infinity)) throw new RangeError(`weight of ${name} must be above 0, got ${weight}`)
  if (!(n >= 0 && n < Infinity)) throw new RangeError(`n of ${name} must be at least 0, got ${n}`)
  if (n > 0 && !(rate >= 0 && rate <= 1)) throw new RangeError(`rate of ${name} must be from 0 to 1, got ${rate}`)
}
