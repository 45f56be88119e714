/**
 * How far raters agree, and how much of that chance would explain.
 *
 * Where nearly everything passes, chance agreement is high and kappa falls near zero although raters hardly ever
 * differ (the kappa paradox). So no coefficient stands alone here: the share of units rated alike is shown with its
 * n, and Gwet's coefficient, which keeps its meaning at the edges, beside kappa and alpha.
 *
 * A rating is any word or number; undefined where a rater gave none. Where ratings are levels, from 0 for the worst,
 * all three respect their order: neighbours differ by less than the worst and the best do. A coefficient is undefined
 * where its formula divides nothing by nothing: too few ratings, or a single category in use.
 */
import { type Rate, rate } from '../../stats/index.ts'

type Rating = string | number | boolean

/** One thing that was rated: a rating per rater, in the same order of raters in every unit. */
export type Unit = readonly (Rating | undefined)[]

export interface AgreementOptions {
  /** How many levels there are. Ratings are then whole numbers from 0, in this order. Absent: they have no order. */
  readonly levels?: number
  /** How many each unit counts as; one where left out. */
  readonly weights?: readonly number[]
}

export interface Agreement {
  /** Units with at least two ratings. */
  readonly n: number
  /** Units whose ratings are all the same, of `n`; absent when `n` is 0. Never weighted. */
  readonly alike?: Rate
  /** Only for two raters. */
  readonly kappa: number | undefined
  readonly alpha: number | undefined
  /** AC1; of levels, AC2. */
  readonly gwet: number | undefined
}

export function agreement(units: readonly Unit[], options: AgreementOptions = {}): Agreement {
  const paired = units.map(given).filter((ratings) => ratings.length >= 2)
  const alike = paired.filter((ratings) => new Set(ratings).size === 1).length
  return {
    n: paired.length,
    ...(paired.length === 0 ? {} : { alike: rate(alike, paired.length) }),
    kappa: units.every((unit) => unit.length === 2) ? cohenKappa(units, options) : undefined,
    alpha: krippendorffAlpha(units, options),
    gwet: gwetCoefficient(units, options),
  }
}

/**
 * Agreement of two raters beyond what their own habits would give by chance. Units hold two ratings each. Levels apart
 * weigh by the square of their distance.
 *
 * @see Cohen 1960, Educ. Psychol. Meas. 20(1) 37-46; weighted: Cohen 1968, Psychol. Bull. 70(4) 213-220
 */
export function cohenKappa(units: readonly Unit[], { levels, weights }: AgreementOptions = {}): number | undefined {
  const apart = distance(levels)
  const pairs = weighed(units, weights).filter(({ ratings }) => ratings.length === 2)
  const total = sum(pairs.map(({ weight }) => weight))
  const first = new Map<Rating, number>()
  const second = new Map<Rating, number>()
  let disagreeing = 0
  for (const { ratings, weight } of pairs) {
    const [a, b] = ratings
    if (a === undefined || b === undefined) continue
    add(first, a, weight / total)
    add(second, b, weight / total)
    disagreeing += (weight / total) * apart(a, b)
  }
  const byChance = sum(
    [...first].map(([a, share]) => sum([...second].map(([b, other]) => share * other * apart(a, b)))),
  )
  return byChance > 1e-12 ? 1 - disagreeing / byChance : undefined
}

/**
 * Agreement of any number of raters, with ratings missing anywhere. Of levels, by the ordinal distance: two levels are as
 * far apart as there are ratings between them.
 *
 * @see Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, sections C and D
 */
export function krippendorffAlpha(
  units: readonly Unit[],
  { levels, weights }: AgreementOptions = {},
): number | undefined {
  const paired = weighed(units, weights).filter(({ ratings }) => ratings.length >= 2)
  const use = new Map<Rating, number>()
  for (const { ratings, weight } of paired) for (const rating of ratings) add(use, rating, weight)
  const apart = levels === undefined ? distance(undefined) : ranksApart(use, levels)
  const within = sum(
    paired.map(({ ratings, weight }) => {
      const pairs = sum(ratings.map((a) => sum(ratings.map((b) => apart(a, b)))))
      return (weight * pairs) / (ratings.length - 1)
    }),
  )
  const all = sum([...use.values()])
  const byChance = sum([...use].map(([a, n]) => sum([...use].map(([b, m]) => n * m * apart(a, b))))) / (all - 1)
  return byChance > 1e-12 ? 1 - within / byChance : undefined
}

/**
 * Agreement of any number of raters beyond chance, where chance is taken from how evenly categories are in use: AC1, and
 * of levels AC2, in which levels apart weigh by the square of their distance.
 *
 * @see Gwet 2008, Br. J. Math. Stat. Psychol. 61(1) 29-48; AC2: Gwet 2014, Handbook of Inter-Rater Reliability, ch. 3
 */
export function gwetCoefficient(
  units: readonly Unit[],
  { levels, weights }: AgreementOptions = {},
): number | undefined {
  const rated = weighed(units, weights).filter(({ ratings }) => ratings.length > 0)
  const paired = rated.filter(({ ratings }) => ratings.length >= 2)
  if (paired.length === 0) return undefined
  const use = new Map<Rating, number>()
  const all = sum(rated.map(({ weight }) => weight))
  for (const { ratings, weight } of rated)
    for (const rating of ratings) add(use, rating, weight / (all * ratings.length))
  const chosen = Math.max(levels ?? 0, use.size)
  if (chosen < 2) return undefined
  const apart = distance(levels)
  // Levels apart are in part alike: 1 for the same, 0 for the worst and the best.
  const furthest = levels === undefined ? 1 : (levels - 1) ** 2
  const alike = (a: Rating, b: Rating) => 1 - apart(a, b) / furthest
  const observed =
    sum(
      paired.map(({ ratings, weight }) => {
        const pairs = sum(ratings.map((a) => sum(ratings.map((b) => alike(a, b))))) - ratings.length
        return (weight * pairs) / (ratings.length * (ratings.length - 1))
      }),
    ) / sum(paired.map(({ weight }) => weight))
  const places = Array.from({ length: chosen }, (_, level) => level)
  const inPart = levels === undefined ? chosen : sum(places.map((a) => sum(places.map((b) => alike(a, b)))))
  const expected = (inPart * sum([...use.values()].map((share) => share * (1 - share)))) / (chosen * (chosen - 1))
  return expected > 1 - 1e-12 ? undefined : (observed - expected) / (1 - expected)
}

function distance(levels: number | undefined): (a: Rating, b: Rating) => number {
  return levels === undefined ? (a, b) => (a === b ? 0 : 1) : (a, b) => (Number(a) - Number(b)) ** 2
}

/** How far apart two levels are by the ratings that lie between them, theirs counted by half. */
function ranksApart(use: ReadonlyMap<Rating, number>, levels: number): (a: Rating, b: Rating) => number {
  const middles: number[] = []
  let below = 0
  for (let level = 0; level < levels; level += 1) {
    const own = use.get(level) ?? 0
    middles.push(below + own / 2)
    below += own
  }
  return (a, b) => ((middles[Number(a)] ?? 0) - (middles[Number(b)] ?? 0)) ** 2
}

function weighed(units: readonly Unit[], weights: readonly number[] | undefined) {
  return units.map((unit, at) => ({ ratings: given(unit), weight: weights?.[at] ?? 1 }))
}

function given(unit: Unit): readonly Rating[] {
  return unit.filter((rating) => rating !== undefined)
}

function add(totals: Map<Rating, number>, rating: Rating, weight: number): void {
  totals.set(rating, (totals.get(rating) ?? 0) + weight)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
