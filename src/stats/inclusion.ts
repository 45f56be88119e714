/**
 * Which units of a stream are taken into a sample, and with what chance.
 *
 * A unit's place on 0..1 comes from its name alone, and it is taken where its place lies below its chance. So a larger
 * chance takes all that a smaller one takes, two machines take the same units, and a unit seen again is decided again
 * in the same way. A unit that several samples may take is in one of them with the largest of its chances.
 */
import { keyedRandom } from './random.ts'

/** Where a unit stands: a number from 0 up to but not including 1, evenly spread over names. */
export function placeOfUnit(salt: string, ...name: readonly string[]): number {
  return keyedRandom(0, 'sample', salt, ...name).float()
}

/**
 * The chance in each stratum under which a budget of units is expected to be taken.
 *
 * Shares go by the square root of the sizes: between equal shares, which tell most of each stratum, and even chances,
 * which tell most of the whole. What a small stratum cannot use, the others get.
 *
 * @param budget units to be taken in all
 * @param sizes units in each stratum
 * @returns chances, 0..1, in the order of the sizes; 1 for an empty stratum
 * @see Bankier 1988, Am. Stat. 42(3) 174-177, for power allocation
 */
export function chancesWithin(budget: number, sizes: readonly number[]): readonly number[] {
  if (!(budget >= 0)) throw new RangeError(`a budget must be a number from 0, got ${budget}`)
  if (sizes.some((size) => !(size >= 0))) throw new RangeError(`sizes must be numbers from 0, got ${sizes.join(', ')}`)
  const chances: number[] = sizes.map((size) => (size === 0 ? 1 : 0))
  let left = budget
  let open = sizes.flatMap((size, index) => (size > 0 ? [index] : []))
  while (open.length > 0) {
    const roots = open.reduce((sum, index) => sum + Math.sqrt(sizes[index] ?? 0), 0)
    const chanceOf = (index: number) => left / (roots * Math.sqrt(sizes[index] ?? 1))
    const full = open.filter((index) => chanceOf(index) >= 1)
    for (const index of full.length > 0 ? full : open) chances[index] = Math.min(1, chanceOf(index))
    if (full.length === 0) break
    left = Math.max(0, left - full.reduce((sum, index) => sum + (sizes[index] ?? 0), 0))
    open = open.filter((index) => !full.includes(index))
  }
  return chances
}

/**
 * How much a sample that seeks risk may multiply each risk, so that a budget of units is expected to be taken: each unit
 * is taken with the chance `min(1, factor x risk)`.
 *
 * @param risks of as many units as come in the time of the budget, each 0..1
 */
export function riskFactor(budget: number, risks: readonly number[]): number {
  const ordered = risks.filter((risk) => risk > 0).sort((a, b) => b - a)
  let sum = ordered.reduce((total, risk) => total + risk, 0)
  for (const [sure, risk] of ordered.entries()) {
    const factor = (budget - sure) / sum
    if (factor * risk <= 1) return factor
    sum -= risk
  }
  // The budget takes everything that has any risk.
  return ordered.length === 0 ? 0 : 1 / (ordered.at(-1) ?? 1)
}
