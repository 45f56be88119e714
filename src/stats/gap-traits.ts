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
  const tested = cells.filter(({ testWeight, testRate }) => testWeight > 0 && testRate !== undefined)
  const seen = cells.filter(({ weight, rate }) => weight > 0 && rate !== undefined)
  const inSuite = new Set(tested)
  const [covered, apart] = [seen.filter((cell) => inSuite.has(cell)), seen.filter((cell) => !inSuite.has(cell))]
  if (tested.length === 0 || seen.length === 0) return null
  return { mix: mixBy(tested, covered, traits), ...uncoveredBy(tested, covered, apart, traits) }
}

function mixBy(tested: readonly TraitCell[], covered: readonly TraitCell[], traits: number): readonly number[] {
  if (covered.length === 0) return Array.from({ length: traits }, () => 0)
  const shares = sharesOf(tested, ({ testWeight }) => testWeight)
  const theirs = sharesOf(covered, weightOf)
  const coveredShares = new Map(covered.map((cell, at) => [cell, theirs[at] ?? 0]))
  const moved = tested.map((cell) => coveredShares.get(cell) ?? 0)
  const rates = tested.map((cell) => {
    const truth = cell.testTruth ?? cell.testRate ?? 0
    return (truth + (coveredShares.has(cell) ? truthOf(cell) : truth)) / 2
  })
  return shapley(traits, (set) => {
    const groups = tested.map(({ at }) => groupsOf(at)[set] ?? '')
    const [before, after] = [byGroup(groups, shares), byGroup(groups, moved)]
    return tested.reduce((sum, _, at) => {
      const [group, share] = [groups[at] ?? '', shares[at] ?? 0]
      const now = (after.get(group) ?? 0) * (share / (before.get(group) ?? 1))
      return sum + (share - now) * (rates[at] ?? 0)
    }, 0)
  })
}

function uncoveredBy<Cell extends TraitCell>(
  tested: readonly Cell[],
  covered: readonly Cell[],
  apart: readonly Cell[],
  traits: number,
): Pick<TraitParts<Cell>, 'uncovered' | 'together' | 'first'> {
  const known = Array.from({ length: traits }, (_, trait) => new Set(tested.map(({ at }) => at[trait])))
  const of = covered.length > 0 ? sharesOf(covered, weightOf) : sharesOf(tested, ({ testWeight }) => testWeight)
  const usual =
    covered.length > 0
      ? covered.reduce((sum, cell, at) => sum + (of[at] ?? 0) * truthOf(cell), 0)
      : tested.reduce((sum, { testTruth, testRate = 0 }, at) => sum + (of[at] ?? 0) * (testTruth ?? testRate), 0)
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

/** By set of traits, its values in them. A bootstrap asks for the same cells again and again. */
function groupsOf(at: readonly string[]): readonly string[] {
  const before = known.get(at)
  if (before !== undefined) return before
  const groups = Array.from({ length: 2 ** at.length }, (_, set) =>
    JSON.stringify(at.filter((_, trait) => (set & (1 << trait)) !== 0)),
  )
  known.set(at, groups)
  return groups
}

const known = new WeakMap<readonly string[], readonly string[]>()

const weightOf = ({ weight }: TraitCell) => weight
const truthOf = ({ truth, rate = 0 }: TraitCell) => truth ?? rate

function sharesOf(cells: readonly TraitCell[], of: (cell: TraitCell) => number): readonly number[] {
  const all = cells.reduce((sum, cell) => sum + of(cell), 0)
  return cells.map((cell) => of(cell) / all)
}

function byGroup(groups: readonly string[], shares: readonly number[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  for (const [at, group] of groups.entries()) sums.set(group, (sums.get(group) ?? 0) + (shares[at] ?? 0))
  return sums
}
