/**
 * How far raters agree, and how much of that chance would explain.
 *
 * Where nearly everything passes, chance agreement is high and kappa falls near zero although raters hardly ever
 * differ (the kappa paradox). So no coefficient stands alone here: the share of units rated alike is shown with its
 * n, and Gwet's AC1, which keeps its meaning at the edges, beside kappa and alpha.
 *
 * A rating is any word or number; undefined where a rater gave none. A coefficient is undefined where its
 * formula divides nothing by nothing: too few ratings, or a single category in use.
 */
import { type Rate, rate } from '../../stats/index.ts'
import type { Finding } from '../verdict.ts'
import type { Rubric } from './rubric.ts'

type Rating = string | number | boolean

/** One thing that was rated: a rating per rater, in the same order of raters in every unit. */
export type Unit = readonly (Rating | undefined)[]

export interface Agreement {
  /** Units with at least two ratings. */
  readonly n: number
  /** Units whose ratings are all the same, of `n`; absent when `n` is 0. */
  readonly alike?: Rate
  /** Only for two raters. */
  readonly cohenKappa: number | undefined
  readonly krippendorffAlpha: number | undefined
  readonly gwetAc1: number | undefined
}

export function agreement(units: readonly Unit[]): Agreement {
  const paired = units.map(given).filter((ratings) => ratings.length >= 2)
  const alike = paired.filter((ratings) => new Set(ratings).size === 1).length
  return {
    n: paired.length,
    ...(paired.length === 0 ? {} : { alike: rate(alike, paired.length) }),
    cohenKappa: units.every((unit) => unit.length === 2) ? cohenKappa(units) : undefined,
    krippendorffAlpha: krippendorffAlpha(units),
    gwetAc1: gwetAc1(units),
  }
}

/**
 * Agreement of two raters beyond what their own habits would give by chance. Units hold two ratings each.
 *
 * @see Cohen 1960, Educ. Psychol. Meas. 20(1) 37-46
 */
export function cohenKappa(units: readonly Unit[]): number | undefined {
  const pairs = units.map(given).filter((ratings) => ratings.length === 2)
  const observed = mean(pairs.map(([a, b]) => (a === b ? 1 : 0)))
  const first = shares(pairs.map(([a]) => a))
  const second = shares(pairs.map(([, b]) => b))
  const expected = sum([...first].map(([category, share]) => share * (second.get(category) ?? 0)))
  return beyondChance(observed, expected)
}

/**
 * Agreement of any number of raters on unordered categories, with ratings missing anywhere.
 *
 * @see Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section C
 */
export function krippendorffAlpha(units: readonly Unit[]): number | undefined {
  const paired = units.map(given).filter((ratings) => ratings.length >= 2)
  const all = paired.flat()
  const disagreeing = sum(paired.map((ratings) => unlikePairs(ratings) / (ratings.length - 1)))
  const byChance = unlikePairs(all) / (all.length - 1)
  return byChance > 0 ? 1 - disagreeing / byChance : undefined
}

/**
 * Agreement of any number of raters beyond chance, where chance is taken from how evenly categories are in use.
 *
 * @param categories how many categories raters could choose from; default those that were chosen
 * @see Gwet 2008, Br. J. Math. Stat. Psychol. 61(1) 29-48
 */
export function gwetAc1(units: readonly Unit[], categories?: number): number | undefined {
  const rated = units.map(given).filter((ratings) => ratings.length > 0)
  const paired = rated.filter((ratings) => ratings.length >= 2)
  const observed = mean(paired.map((ratings) => 1 - unlikePairs(ratings) / (ratings.length * (ratings.length - 1))))
  const use = new Map<Rating, number>()
  for (const ratings of rated) {
    for (const [category, share] of shares(ratings)) use.set(category, (use.get(category) ?? 0) + share / rated.length)
  }
  const chosen = Math.max(categories ?? 0, use.size)
  if (chosen < 2) return undefined
  const expected = sum([...use.values()].map((share) => share * (1 - share))) / (chosen - 1)
  return beyondChance(observed, expected)
}

/**
 * Jurors' readings as units: kept or not kept, one unit per finding of a jury of this rubric.
 *
 * Jurors who gave no usable reading leave a gap, so `n` counts only what at least two of them read.
 */
export function readingsOf(findings: readonly Finding[], rubric: Rubric): readonly Unit[] {
  const read = findings.filter(({ condition, jurors }) => condition === rubric.id && jurors !== undefined)
  const names = [...new Set(read.flatMap(({ jurors = [] }) => jurors.map(({ juror }) => juror)))]
  return read.map(({ jurors = [] }) =>
    names.map((name) => {
      const level = jurors.find(({ juror }) => juror === name)?.level
      return level === undefined ? undefined : rubric.levels[level]?.holds
    }),
  )
}

/** Ordered pairs of ratings that differ. */
function unlikePairs(ratings: readonly Rating[]): number {
  const counts = new Map<Rating, number>()
  for (const rating of ratings) counts.set(rating, (counts.get(rating) ?? 0) + 1)
  return ratings.length ** 2 - sum([...counts.values()].map((count) => count ** 2))
}

function shares<Key>(ratings: readonly Key[]): Map<Key, number> {
  const found = new Map<Key, number>()
  for (const rating of ratings) found.set(rating, (found.get(rating) ?? 0) + 1 / ratings.length)
  return found
}

function beyondChance(observed: number | undefined, expected: number): number | undefined {
  return observed === undefined || expected > 1 - 1e-12 ? undefined : (observed - expected) / (1 - expected)
}

function given(unit: Unit): readonly Rating[] {
  return unit.filter((rating) => rating !== undefined)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : sum(values) / values.length
}
