/**
 * The sign-flip permutation test on scenarios: is the mean difference between two versions chance?
 *
 * For several runs of each scenario. Each scenario gives one difference, new mean minus old mean; if
 * the versions were alike, each could as well have had the other sign. Flattening the runs into pairs
 * instead would count one scenario's habit many times.
 */
import { keyedRandom } from './random.ts'

export interface SignFlip {
  /** Mean of the differences. */
  readonly difference: number
  readonly scenarios: number
  /** Chance of a mean this low or lower if the versions were alike. */
  readonly pWorse: number
  /** Chance of a mean this far from 0 or farther. */
  readonly pTwoSided: number
  /** The smallest `pWorse` that scenarios with differences of these sizes could have given. */
  readonly least: number
  /** `exact`: all sign patterns were counted; `draws`: a seeded sample of them. */
  readonly method: 'exact' | 'draws'
}

export interface SignFlipOptions {
  /** Used only where more than 20 scenarios differ, and not all in one direction. */
  readonly seed: number
  /** Sign patterns drawn then. Default 9999. */
  readonly draws?: number
}

const MOST_FOR_EXACT = 20

/** @param differences one for each scenario, new minus old; at least one */
export function signFlip(differences: readonly number[], { seed, draws = 9999 }: SignFlipOptions): SignFlip {
  if (differences.length === 0) throw new RangeError('a sign-flip test needs at least one difference')
  const observed = differences.reduce((sum, difference) => sum + difference, 0)
  // A scenario without a difference is the same under either sign.
  const moved = differences.filter((difference) => difference !== 0)
  const least = 2 ** -moved.length
  const isOneWay = moved.length > 0 && moved.every((difference) => difference < 0 === observed < 0)
  const exact = isOneWay || moved.length <= MOST_FOR_EXACT
  return {
    difference: observed / differences.length,
    scenarios: differences.length,
    least,
    ...(isOneWay
      ? { pWorse: observed < 0 ? least : 1, pTwoSided: Math.min(1, 2 * least) }
      : exact
        ? countAll(moved, observed)
        : countDrawn(moved, observed, keyedSigns(seed), draws)),
    method: exact ? 'exact' : 'draws',
  }
}

interface Counted {
  readonly pWorse: number
  readonly pTwoSided: number
}

/** Sums of all patterns of one half plus those of the other half: a million patterns from two lists of a thousand. */
function countAll(differences: readonly number[], observed: number): Counted {
  const half = Math.ceil(differences.length / 2)
  const left = patternSums(differences.slice(0, half))
  const right = patternSums(differences.slice(half))
  const extreme = extremes(differences, observed)
  let worse = 0
  let far = 0
  for (const a of left) {
    for (const b of right) {
      if (extreme.worse(a + b)) worse += 1
      if (extreme.far(a + b)) far += 1
    }
  }
  const all = left.length * right.length
  return { pWorse: worse / all, pTwoSided: far / all }
}

/** The observed pattern counts as one of the draws, so that no p is ever 0. */
function countDrawn(differences: readonly number[], observed: number, flip: () => boolean, draws: number): Counted {
  const extreme = extremes(differences, observed)
  let worse = 1
  let far = 1
  for (let draw = 0; draw < draws; draw += 1) {
    let sum = 0
    for (const difference of differences) sum += flip() ? difference : -difference
    if (extreme.worse(sum)) worse += 1
    if (extreme.far(sum)) far += 1
  }
  return { pWorse: worse / (draws + 1), pTwoSided: far / (draws + 1) }
}

/** Sums are compared with room for rounding, so that ties count as ties. */
function extremes(differences: readonly number[], observed: number) {
  const rounding = 1e-12 * differences.reduce((sum, difference) => sum + Math.abs(difference), 0)
  return {
    worse: (sum: number) => sum <= observed + rounding,
    far: (sum: number) => Math.abs(sum) >= Math.abs(observed) - rounding,
  }
}

function patternSums(differences: readonly number[]): Float64Array {
  let sums = new Float64Array([0])
  for (const difference of differences) {
    const next = new Float64Array(sums.length * 2)
    for (const [index, sum] of sums.entries()) {
      next[2 * index] = sum + difference
      next[2 * index + 1] = sum - difference
    }
    sums = next
  }
  return sums
}

/** Fair coin flips, 32 from each draw. */
function keyedSigns(seed: number): () => boolean {
  const random = keyedRandom(seed, 'sign-flip')
  let bits = 0
  let left = 0
  return () => {
    if (left === 0) {
      bits = random.int(0x100000000)
      left = 32
    }
    left -= 1
    return ((bits >>> left) & 1) === 1
  }
}
