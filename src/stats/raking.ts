/**
 * Weights for chosen rows, so that together they have each factor's levels in the shares that production has them.
 *
 * Rows that were chosen and not sampled stand for very different amounts of traffic. Beginning with what
 * independent factors would give, weights are scaled factor by factor until every share is right (raking,
 * iterative proportional fitting). A rate under such weights is production's rate as far as what levels do to the
 * outcome adds up; what two levels do only together is weighted roughly.
 *
 * @see Deming & Stephan 1940, Ann. Math. Stat. 11(4) 427-444
 */
import type { Row } from './covering/model.ts'

/** How much of production has each level, by factor: any numbers from 0, of which only the proportions count. */
export type Shares = Readonly<Record<string, Readonly<Record<string, number>>>>

export interface Raked {
  /** One per row, from 0, together 1. All 0 when no row has any share. */
  readonly weights: readonly number[]
  /** The largest distance between a level's share and what the weights give it; 0 when all are met. */
  readonly off: number
}

const MOST_ROUNDS = 2000
/** Closer than this nobody looks. */
const CLOSE = 1e-9

/**
 * Weights of rows that meet the shares of all factors, as far as the rows allow.
 *
 * @throws RangeError when a share is negative or not a number, when a factor has none above 0, and when a row has a
 *   level without a share
 */
export function raked(rows: readonly Row[], shares: Shares): Raked {
  const factors = Object.entries(shares).map(([name, levels]) => ({ name, levels: proportions(name, levels) }))
  for (const row of rows) for (const { name, levels } of factors) requireLevel(row[name], name, levels)
  let weights = normalised(
    rows.map((row) => factors.reduce((w, { name, levels }) => w * shareOf(row, name, levels), 1)),
  )
  let off = distance(rows, weights, factors)
  for (let round = 0; round < MOST_ROUNDS && off > CLOSE; round += 1) {
    for (const factor of factors) weights = scaled(rows, weights, factor)
    weights = normalised(weights)
    const next = distance(rows, weights, factors)
    if (next === off) break
    off = next
  }
  return { weights, off: off > CLOSE ? off : 0 }
}

interface Margin {
  readonly name: string
  readonly levels: Readonly<Record<string, number>>
}

const shareOf = (row: Row, name: string, levels: Readonly<Record<string, number>>) => levels[row[name] ?? ''] ?? 0

function scaled(rows: readonly Row[], weights: readonly number[], { name, levels }: Margin): number[] {
  const held = weightByLevel(rows, weights, name)
  return rows.map((row, index) => {
    const has = held.get(row[name] ?? '') ?? 0
    return has === 0 ? 0 : ((weights[index] ?? 0) * shareOf(row, name, levels)) / has
  })
}

function distance(rows: readonly Row[], weights: readonly number[], factors: readonly Margin[]): number {
  const gaps = factors.flatMap(({ name, levels }) => {
    const held = weightByLevel(rows, weights, name)
    return Object.entries(levels).map(([level, share]) => Math.abs((held.get(level) ?? 0) - share))
  })
  return Math.max(0, ...gaps)
}

function weightByLevel(rows: readonly Row[], weights: readonly number[], name: string): ReadonlyMap<string, number> {
  const held = new Map<string, number>()
  for (const [index, row] of rows.entries()) {
    const level = row[name] ?? ''
    held.set(level, (held.get(level) ?? 0) + (weights[index] ?? 0))
  }
  return held
}

function normalised(weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0)
  return weights.map((weight) => (sum === 0 ? 0 : weight / sum))
}

function proportions(name: string, levels: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  for (const [level, share] of Object.entries(levels)) {
    if (!(Number.isFinite(share) && share >= 0)) {
      throw new RangeError(`the share of ${name} ${level} must be a number from 0, got ${share}`)
    }
  }
  const sum = Object.values(levels).reduce((a, b) => a + b, 0)
  if (sum === 0) throw new RangeError(`no level of ${name} has a share above 0`)
  return Object.fromEntries(Object.entries(levels).map(([level, share]) => [level, share / sum]))
}

function requireLevel(level: string | undefined, name: string, levels: Readonly<Record<string, number>>): void {
  if (level !== undefined && Object.hasOwn(levels, level)) return
  throw new RangeError(`${name} ${level ?? 'nothing'} has no share; shares are of ${Object.keys(levels).join(', ')}`)
}
