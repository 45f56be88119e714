/**
 * Covering arrays: few rows in which every combination of any `strength` factors' levels occurs.
 *
 * Most failures need two or three things to come together, hardly any six. A covering array meets all
 * pairs (or triples) in a number of rows that grows with the logarithm of the number of factors, where the full
 * product multiplies. Its rows are a search, not a sample: their mix is even by design, so the share of
 * them that pass is no pass rate of anything. Weigh rows by how often production has them.
 *
 * Rows are made one at a time, greedily, over and over with other draws; the shortest array is then shortened by taking
 * rows out and mending what is missing, as long as the effort lasts. Effort is counted in look-ups and not in time, so that the same seed gives the same rows
 * on every machine.
 *
 * @see Cohen, Dalal, Fredman, Patton 1997, IEEE Trans. Softw. Eng. 23(7) 437-444, for the greedy row
 */
import { coverage } from './covering/coverage.ts'
import { type Feasibility, feasibility } from './covering/feasible.ts'
import {
  type CoveringModel,
  free,
  type IndexedModel,
  indexed,
  indexedRow,
  namedRow,
  type Row,
} from './covering/model.ts'
import { bestRow, fill, type Making } from './covering/row.ts'
import { shortened } from './covering/shorten.ts'
import { keyedRandom } from './random.ts'

export interface CoveringOptions extends CoveringModel {
  /** How many levels must have met each other in every combination, 1 to 4; at most the number of factors. */
  readonly strength: number
  /** Rows that must be there, first and in this order. They may leave factors out, which are then chosen. */
  readonly always?: readonly Row[]
  /** Default 1. */
  readonly seed?: number
  /** Look-ups that may be spent on shorter arrays, in millions. One array is made whatever it takes. Default 30. */
  readonly effort?: number
}

/** Rows that meet every combination that the rules allow. */
export interface CoveringArray {
  readonly rows: readonly Row[]
  readonly strength: number
  /** Combinations of `strength` levels, all of them in some row. */
  readonly combinations: number
  /** Combinations that no row can have, because of the rules. */
  readonly impossible: number
  /** Rows that the full product would have, without rules. */
  readonly product: number
}

/**
 * Rows over factors in which every allowed combination of `strength` levels occurs.
 *
 * @throws RangeError when names stand for nothing, when rules forbid every row or a row that must be there, and
 *   when there are more than 134 million combinations
 */
export function coveringArray(options: CoveringOptions): CoveringArray {
  const { strength, always = [], seed = 1, effort = 30 } = options
  const model = indexed(options)
  const { factors, sizes } = model
  requireStrength(strength, factors.length)
  const rules = feasibility(model)
  const kept = always.map((row) => requiredRow(row, model, rules))
  if (!rules.completes(sizes.map(() => free))) throw new RangeError('the rules forbid every row')

  const map = coverage(model, strength, rules)
  const scratch = new Int32Array(Math.max(...sizes))
  const round = (index: number) => {
    map.restart()
    return oneArray(kept, { sizes, rules, coverage: map, random: keyedRandom(seed, 'covering array', index), scratch })
  }
  let rows = round(0)
  for (let index = 1, since = 1; since < PATIENCE; index += 1, since += 1) {
    const spent = map.work()
    if (rows.length <= Math.max(map.fewest, kept.length) || spent + spent / index > (effort / 2) * 1e6) break
    const other = round(index)
    if (other.length >= rows.length) continue
    rows = other
    since = 0
  }
  rows = shortened(rows, {
    coverage: map,
    rules,
    random: keyedRandom(seed, 'shorter covering array'),
    fixed: kept.length,
    budget: (effort / 2) * 1e6,
  })
  return {
    rows: rows.map((row) => namedRow(row, factors)),
    strength,
    combinations: map.possible,
    impossible: map.impossible,
    product: sizes.reduce((product, levels) => product * levels, 1),
  }
}

/** Tries per row. */
const TRIES = 20
/** Arrays that are made without one being shorter before it is left at that. */
const PATIENCE = 50

function oneArray(kept: readonly (readonly number[])[], making: Making): readonly Int32Array[] {
  const rows: Int32Array[] = []
  const add = (row: Int32Array) => {
    making.coverage.meet(row)
    rows.push(row)
  }
  for (const levels of kept) {
    const row = Int32Array.from(levels)
    fill(row, making)
    add(row)
  }
  while (making.coverage.left() > 0) add(bestRow(making, TRIES))
  return rows
}

function requireStrength(strength: number, factors: number): void {
  if (!(Number.isInteger(strength) && strength >= 1 && strength <= 4)) {
    throw new RangeError(`strength must be a whole number from 1 to 4, got ${strength}`)
  }
  if (strength > factors) throw new RangeError(`strength ${strength} needs as many factors, got ${factors}`)
}

function requiredRow(row: Row, { factors }: IndexedModel, rules: Feasibility): number[] {
  const levels = indexedRow(row, factors)
  if (rules.completes(levels)) return levels
  const shown = Object.entries(row).map(([name, level]) => `${name} ${level}`)
  throw new RangeError(`the rules forbid a row that must be there: ${shown.join(', ')}`)
}
