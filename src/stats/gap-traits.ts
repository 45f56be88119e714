/**
 * The mix and the uncovered part of a gap, split over what cells are made of: kind of customer, channel, way of writing.
 *
 * Shares are moved from the suite's to production's trait by trait, the others keeping the shares that the suite has them
 * in beside it; what a trait moves is averaged over all orders. A cell that no scenario has belongs to the traits in which
 * it has what the suite never has, in equal parts, and to none of them where only the combination is new.
 *
 * @see shapley.ts
 */
import type { GapCell } from './gap.ts'
import { shapley } from './shapley.ts'

/** A cell by its value in each trait. */
export interface TraitCell extends GapCell {
  readonly at: readonly string[]
}

/** In fractions, by trait; they add up to `mix` and `uncovered` of the same cells. */
export interface TraitParts<Cell extends TraitCell = TraitCell> {
  readonly mix: readonly number[]
  readonly uncovered: readonly number[]
  /** Uncovered, each of whose values the suite has, but not together. */
  readonly together: number
  /** The first trait's uncovered part, cell by cell; cells that are in none of it are not listed. */
  readonly first: ReadonlyMap<Cell, number>
}

/** @param traits how many there are; null where `gapParts` is */
export function traitParts<Cell extends TraitCell>(cells: readonly Cell[], traits: number): TraitParts<Cell> | null {
  return traitPartsOf(
    cells.map(({ at }) => at),
    traits,
  )(cells)
}

/**
 * The same of the same cells again and again with other weights and rates, as a bootstrap asks: what they have in common is
 * looked at once.
 *
 * @param ats the values of each cell, in the order in which cells are given
 */
export function traitPartsOf(
  ats: readonly (readonly string[])[],
  traits: number,
): <Cell extends TraitCell>(cells: readonly Cell[]) => TraitParts<Cell> | null {
  const groupings = Array.from({ length: 2 ** traits }, (_, set) => groupedBy(ats, set))
  return (cells) => {
    const tested = cells.filter(isTested)
    const seen = cells.filter(isSeen)
    if (tested.length === 0 || seen.length === 0) return null
    const [covered, apart] = [seen.filter(isTested), seen.filter((cell) => !isTested(cell))]
    return { mix: mixBy(cells, groupings), ...uncoveredBy(tested, covered, apart, traits) }
  }
}

/** For each cell the number of its group: those with the same values in a set of traits. */
function groupedBy(ats: readonly (readonly string[])[], set: number): Uint32Array {
  const numbers = new Map<string, number>()
  return Uint32Array.from(ats, (at) => {
    const key = JSON.stringify(at.filter((_, trait) => (set & (1 << trait)) !== 0))
    const number = numbers.get(key) ?? numbers.size
    numbers.set(key, number)
    return number
  })
}

function mixBy(cells: readonly TraitCell[], groupings: readonly Uint32Array[]): readonly number[] {
  const traits = Math.log2(groupings.length)
  const shares = sharesOf(cells, (cell) => (isTested(cell) ? cell.testWeight : 0))
  const moved = sharesOf(cells, (cell) => (isCovered(cell) ? cell.weight : 0))
  if (moved === undefined || shares === undefined) return Array.from({ length: traits }, () => 0)
  const rates = Float64Array.from(cells, (cell) => {
    const truth = cell.testTruth ?? cell.testRate ?? 0
    return (truth + (isCovered(cell) ? truthOf(cell) : truth)) / 2
  })
  return shapley(traits, (set) => {
    const groups = groupings[set] ?? new Uint32Array(cells.length)
    const [before, after] = [byGroup(groups, shares), byGroup(groups, moved)]
    let sum = 0
    for (let cell = 0; cell < groups.length; cell += 1) {
      const [group, share] = [groups[cell] ?? 0, shares[cell] ?? 0]
      if (share === 0) continue
      const now = (after[group] ?? 0) * (share / (before[group] ?? 1))
      sum += (share - now) * (rates[cell] ?? 0)
    }
    return sum
  })
}

function uncoveredBy<Cell extends TraitCell>(
  tested: readonly Cell[],
  covered: readonly Cell[],
  apart: readonly Cell[],
  traits: number,
): Pick<TraitParts<Cell>, 'uncovered' | 'together' | 'first'> {
  const known = Array.from({ length: traits }, (_, trait) => new Set(tested.map(({ at }) => at[trait])))
  const usual =
    covered.length > 0
      ? meanOf(covered, ({ weight }) => weight, truthOf)
      : meanOf(
          tested,
          ({ testWeight }) => testWeight,
          ({ testTruth, testRate = 0 }) => testTruth ?? testRate,
        )
  const all = [...covered, ...apart].reduce((sum, { weight }) => sum + weight, 0)
  const uncovered = Array.from({ length: traits }, () => 0)
  const first = new Map<Cell, number>()
  let together = 0
  for (const cell of apart) {
    const points = (cell.weight / all) * (usual - truthOf(cell))
    const fresh = uncovered.flatMap((_, trait) => (known[trait]?.has(cell.at[trait]) === true ? [] : [trait]))
    if (fresh.length === 0) together += points
    for (const trait of fresh) uncovered[trait] = (uncovered[trait] ?? 0) + points / fresh.length
    if (fresh[0] === 0) first.set(cell, points / fresh.length)
  }
  return { uncovered, together, first }
}

const isTested = ({ testWeight, testRate }: TraitCell) => testWeight > 0 && testRate !== undefined
const isSeen = ({ weight, rate }: TraitCell) => weight > 0 && rate !== undefined
const isCovered = (cell: TraitCell) => isTested(cell) && isSeen(cell)
const truthOf = ({ truth, rate = 0 }: TraitCell) => truth ?? rate

function meanOf(
  cells: readonly TraitCell[],
  weightOf: (cell: TraitCell) => number,
  rateOf: (cell: TraitCell) => number,
): number {
  const all = cells.reduce((sum, cell) => sum + weightOf(cell), 0)
  return cells.reduce((sum, cell) => sum + (weightOf(cell) / all) * rateOf(cell), 0)
}

/** Nothing where all of it is nothing. */
function sharesOf(cells: readonly TraitCell[], of: (cell: TraitCell) => number): Float64Array | undefined {
  const shares = Float64Array.from(cells, of)
  const all = shares.reduce((sum, share) => sum + share, 0)
  return all === 0 ? undefined : shares.map((share) => share / all)
}

function byGroup(groups: Uint32Array, shares: Float64Array): Float64Array {
  const sums = new Float64Array(groups.length)
  for (let cell = 0; cell < groups.length; cell += 1) {
    const group = groups[cell] ?? 0
    sums[group] = (sums[group] ?? 0) + (shares[cell] ?? 0)
  }
  return sums
}
