/**
 * A shorter array from one that covers: a row is taken out, and what is then missing is brought back by changing
 * single levels of other rows, a tabu search.
 *
 * A change brings one missing combination in and may lose others; the change that leaves least missing is made even
 * if it makes things worse, and what was just changed stays for a while, so that the search gets out of dead ends.
 *
 * @see Nurmela 2004, Discrete Appl. Math. 138, 143-152
 */
import type { KeyedRandom } from '../random.ts'
import type { Coverage } from './coverage.ts'
import type { Feasibility } from './feasible.ts'
import { Missing } from './missing.ts'

export interface Shortening {
  readonly coverage: Coverage
  readonly rules: Feasibility
  readonly random: KeyedRandom
  /** Rows at the beginning that stay as they are. */
  readonly fixed: number
  /** Look-ups that may be spent. */
  readonly budget: number
}

/** For how many steps a changed level may stay, at most. */
const LONGEST_TABU = 10

/** Look-ups for one row less, per combination: what is small is settled soon. */
const PER_CELL = 10_000
/** What going over one row costs, in look-ups. */
const PER_ROW = 4

interface Change {
  readonly row: number
  readonly factor: number
  readonly level: number
}

/** The rows, or fewer that cover as well. What is given is not changed. */
export function shortened(rows: readonly Int32Array[], with_: Shortening): readonly Int32Array[] {
  let best = rows
  let left = with_.budget
  while (best.length > Math.max(with_.coverage.fewest, with_.fixed) && left > 0) {
    const search = new Missing(withoutOne(best, with_), with_.coverage)
    const found = searched(search, { ...with_, budget: Math.min(left, with_.coverage.cells * PER_CELL) })
    left -= search.work
    if (!found) break
    best = search.rows
  }
  return best
}

function withoutOne(rows: readonly Int32Array[], { coverage, fixed }: Shortening): readonly Int32Array[] {
  const all = new Missing(
    rows.map((row) => row.slice()),
    coverage,
  )
  let least = rows.length - 1
  let fewest = Number.POSITIVE_INFINITY
  for (let row = fixed; row < rows.length; row += 1) {
    const alone = all.aloneIn(row)
    if (alone >= fewest) continue
    fewest = alone
    least = row
  }
  return all.rows.filter((_, row) => row !== least)
}

/** Whether all is covered before the budget is spent. */
function searched(search: Missing, { rules, random, fixed, budget }: Shortening): boolean {
  const until = new Map<number, number>()
  const factors = search.rows[0]?.length ?? 0
  for (let step = 0; search.count > 0; step += 1) {
    if (search.work > budget || search.rows.length <= fixed) return false
    search.work += search.rows.length * PER_ROW
    const wanted = search.any(random.int(search.count))
    const change = bestChange(search, wanted, {
      fixed,
      random,
      isFree: ({ row, factor, level }) =>
        (until.get(row * factors + factor) ?? 0) <= step && rules.allows(search.rows[row] as Int32Array, factor, level),
    })
    if (change === undefined) {
      pushInto(search, wanted, { rules, random, fixed })
      continue
    }
    search.change(change.row, change.factor, change.level)
    until.set(change.row * factors + change.factor, step + 1 + random.int(LONGEST_TABU))
  }
  return true
}

interface Choosing {
  readonly fixed: number
  readonly random: KeyedRandom
  readonly isFree: (change: Change) => boolean
}

/** Among changes of one level that bring the combination in, one that leaves least missing. */
function bestChange(search: Missing, wanted: Int32Array, { fixed, random, isFree }: Choosing): Change | undefined {
  let best: Change | undefined
  let least = Number.POSITIVE_INFINITY
  let equals = 0
  for (let row = fixed; row < search.rows.length; row += 1) {
    const factor = onlyDifference(search.rows[row] as Int32Array, wanted)
    if (factor < 0) continue
    const change = { row, factor, level: wanted[factor] as number }
    const more = search.costOf(row, factor, change.level)
    if (more > least || !isFree(change)) continue
    equals = more < least ? 1 : equals + 1
    least = more
    if (equals === 1 || random.int(equals) === 0) best = change
  }
  return best
}

/** The one factor in which a row differs from a partial row, or -1. */
function onlyDifference(row: Int32Array, wanted: Int32Array): number {
  let found = -1
  for (let factor = 0; factor < wanted.length; factor += 1) {
    const level = wanted[factor] as number
    if (level < 0 || level === row[factor]) continue
    if (found >= 0) return -1
    found = factor
  }
  return found
}

/** Writes the combination into some row, level by level, as far as the rules allow. */
function pushInto(
  search: Missing,
  wanted: Int32Array,
  { rules, random, fixed }: Pick<Shortening, 'rules' | 'random' | 'fixed'>,
): void {
  const row = fixed + random.int(search.rows.length - fixed)
  for (const [factor, level] of wanted.entries()) {
    if (level < 0 || !rules.allows(search.rows[row] as Int32Array, factor, level)) continue
    search.change(row, factor, level)
  }
}
