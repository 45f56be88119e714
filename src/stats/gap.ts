/**
 * The gap between test and production, split exactly into what makes it.
 *
 * Four causes: customers come in another mix than scenarios, some come with what no scenario has, the same customers fare
 * otherwise, and judges see one side better than it is. Each part is a difference of rates with everything else held at
 * the mean of both sides, so that the parts add up to the gap whatever the numbers are. A split says where the points
 * are; it does not say what would happen if one cause went away.
 *
 * @see Kitagawa 1955, J. Am. Stat. Assoc. 50(272) 1168-1194, for the two-sided split
 */

/** What is known of one kind of customer. Rates are fractions 0..1 of what was decided. */
export interface GapCell {
  /** Its weight in the suite, any number from 0, of which only proportions count. 0: no scenario has it. */
  readonly testWeight: number
  /** As judged in the test; absent where nothing was decided. */
  readonly testRate?: number
  /** As people would have judged it; `testRate` where nobody looked. */
  readonly testTruth?: number
  /** Its weight in production, likewise. */
  readonly weight: number
  readonly rate?: number
  readonly truth?: number
}

/** Test minus production, in fractions: positive where production is worse. `gap` is the sum of the four. */
export interface GapParts {
  readonly test: number
  readonly production: number
  readonly gap: number
  /** The same customers in other shares. */
  readonly mix: number
  /** Customers with what no scenario has. */
  readonly uncovered: number
  /** The same customers, treated worse. */
  readonly behaviour: number
  /** Test's judges see more held than people do, beyond what production's judges do. */
  readonly judge: number
  /** The share of production that no scenario has. */
  readonly uncoveredShare: number
}

/**
 * The split, or null where one side has nothing that was decided.
 *
 * What production has and the suite lacks, or the suite could not decide, is uncovered. What the suite has and
 * production lacks differs in its share alone.
 *
 * @throws RangeError when a weight is negative or a rate is no fraction
 */
export function gapParts(cells: readonly GapCell[]): GapParts | null {
  for (const cell of cells) requireCell(cell)
  const tested = cells.filter(({ testWeight, testRate }) => testWeight > 0 && testRate !== undefined)
  const seen = cells.filter(({ weight, rate }) => weight > 0 && rate !== undefined)
  const v = total(tested, ({ testWeight }) => testWeight)
  const w = total(seen, ({ weight }) => weight)
  if (v === 0 || w === 0) return null
  const both = new Set(tested)
  const covered = seen.filter((cell) => both.has(cell))
  const apart = seen.filter((cell) => !both.has(cell))
  const wCovered = total(covered, ({ weight }) => weight)
  const share = total(apart, ({ weight }) => weight) / w

  const test = total(tested, ({ testWeight, testRate = 0 }) => (testWeight / v) * testRate)
  const testTruth = total(tested, (cell) => (cell.testWeight / v) * truthOfTest(cell))
  const production = total(seen, ({ weight, rate = 0 }) => (weight / w) * rate)
  const truth = total(seen, (cell) => (cell.weight / w) * truthOf(cell))
  const coveredTruth = wCovered === 0 ? testTruth : total(covered, (c) => (c.weight / wCovered) * truthOf(c))
  const apartTruth = share === 0 ? 0 : total(apart, (cell) => (cell.weight / w / share) * truthOf(cell))

  let mix = 0
  let behaviour = 0
  for (const cell of tested) {
    const vc = cell.testWeight / v
    const wc = wCovered === 0 ? vc : isSeen(cell) ? cell.weight / wCovered : 0
    const t = truthOfTest(cell)
    const g = isSeen(cell) ? truthOf(cell) : t
    mix += ((vc - wc) * (t + g)) / 2
    behaviour += ((vc + wc) * (t - g)) / 2
  }
  const uncovered = share === 0 ? 0 : share * (coveredTruth - apartTruth)
  const judge = test - testTruth - (production - truth)
  return { test, production, gap: test - production, mix, uncovered, behaviour, judge, uncoveredShare: share }
}

const isSeen = ({ weight, rate }: GapCell) => weight > 0 && rate !== undefined
const truthOfTest = ({ testTruth, testRate = 0 }: GapCell) => testTruth ?? testRate
const truthOf = ({ truth, rate = 0 }: GapCell) => truth ?? rate

function total(cells: readonly GapCell[], of: (cell: GapCell) => number): number {
  return cells.reduce((sum, cell) => sum + of(cell), 0)
}

function requireCell({ testWeight, testRate, testTruth, weight, rate, truth }: GapCell): void {
  for (const each of [testWeight, weight]) {
    if (!(Number.isFinite(each) && each >= 0)) throw new RangeError(`weights must be numbers from 0, got ${each}`)
  }
  for (const each of [testRate, testTruth, rate, truth]) {
    if (each !== undefined && !(each >= 0 && each <= 1)) throw new RangeError(`rates must be from 0 to 1, got ${each}`)
  }
}
