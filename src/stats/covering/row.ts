/**
 * One more row: the best of several tries, each filled factor by factor in an order of its own.
 *
 * A try begins with a combination that nobody has met, so that every row is worth something; gives each
 * further factor the level that meets most; then goes over the factors again, now that all are known.
 */
import type { KeyedRandom } from '../random.ts'
import type { Coverage } from './coverage.ts'
import type { Feasibility } from './feasible.ts'
import { free } from './model.ts'

/** What rows are made from. */
export interface Making {
  readonly sizes: readonly number[]
  readonly coverage: Coverage
  readonly rules: Feasibility
  readonly random: KeyedRandom
  /** Room for one number per level of the largest factor. */
  readonly scratch: Int32Array
}

/** Times that all factors of a full row are chosen anew. */
const SWEEPS = 2

/** The best of `tries` new rows. Something must be open. */
export function bestRow(making: Making, tries: number): Int32Array {
  let best: Int32Array | undefined
  let most = -1
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const row = making.coverage.anyOpen(making.random.int(2 ** 40))
    fill(row, making)
    sweep(row, making)
    const worth = making.coverage.worth(row)
    if (worth > most) {
      best = row
      most = worth
    }
  }
  return best as Int32Array
}

/** Chooses what is free in a row that can be completed. */
export function fill(row: Int32Array, making: Making): void {
  const left = [...row.keys()].filter((factor) => row[factor] === free)
  for (const factor of making.random.shuffle(left)) choose(row, factor, making)
}

function sweep(row: Int32Array, making: Making): void {
  for (let round = 0; round < SWEEPS; round += 1) {
    let changed = false
    for (const factor of making.random.shuffle([...row.keys()])) {
      const before = row[factor] ?? free
      choose(row, factor, making)
      changed ||= row[factor] !== before
    }
    if (!changed) return
  }
}

/** Gives a factor a level that meets most; of equals any, so that tries differ. */
function choose(row: Int32Array, factor: number, { sizes, coverage, rules, random, scratch }: Making): void {
  const levels = sizes[factor] ?? 0
  row[factor] = free
  coverage.gains(row, factor, scratch)
  for (let rejected = 0; rejected < levels; rejected += 1) {
    const level = bestOf(scratch, levels, random)
    if (rules.allows(row, factor, level)) {
      row[factor] = level
      return
    }
    scratch[level] = -1
  }
  throw new RangeError('a row was begun that no level completes')
}

function bestOf(gains: Int32Array, levels: number, random: KeyedRandom): number {
  let best = -1
  let most = 0
  let equals = 0
  for (let level = 0; level < levels; level += 1) {
    const gain = gains[level] as number
    if (gain < most) continue
    equals = gain > most ? 1 : equals + 1
    most = gain
    if (equals === 1 || random.int(equals) === 0) best = level
  }
  return best
}
