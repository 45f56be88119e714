/** What many findings come to, by unit and cell, so that drawing units again needs no finding again. */
import type { Graded } from '../graded.ts'

export type Side = Graded['side']

interface Sum {
  weight: number
  held: number
}

interface UnitSums {
  /** By cell's number. */
  readonly cells: Map<number, Record<Side, Sum>>
  readonly on: Set<Side>
}

interface Cell {
  readonly name: string
  readonly traits: readonly string[]
}

export interface Sums {
  readonly cells: readonly Cell[]
  readonly units: readonly UnitSums[]
  /** Numbers of units that are on the test's side alone, on production's alone, on both. */
  readonly strata: readonly (readonly number[])[]
  readonly n: Readonly<Record<Side, { findings: number; units: number; labels: number }>>
}

/** A cell with what each side has in it. */
export type CellSums = Readonly<Record<Side, Sum>>

export function sumsOf(graded: Iterable<Graded>): Sums {
  const cells = new Map<string, { readonly number: number; readonly traits: readonly string[] }>()
  const units = new Map<string, UnitSums>()
  const n = { test: { findings: 0, units: 0, labels: 0 }, production: { findings: 0, units: 0, labels: 0 } }
  for (const each of graded) {
    const cell = cells.get(each.cell) ?? { number: cells.size, traits: each.traits ?? [each.cell] }
    cells.set(each.cell, cell)
    const unit = units.get(each.unit) ?? { cells: new Map(), on: new Set() }
    units.set(each.unit, unit)
    add(unit, cell.number, each)
    n[each.side].findings += 1
    if (each.truth !== undefined) n[each.side].labels += 1
  }
  const all = [...units.values()]
  const strata: number[][] = [[], [], []]
  for (const [number, { on }] of all.entries()) {
    strata[on.size === 2 ? 2 : on.has('test') ? 0 : 1]?.push(number)
    for (const side of on) n[side].units += 1
  }
  return { cells: [...cells].map(([name, { traits }]) => ({ name, traits })), units: all, strata, n }
}

/** @param times how often a unit counts */
export function summed({ cells, units }: Sums, times: (unit: number) => number): readonly CellSums[] {
  const total = cells.map(emptyCell)
  for (const [number, unit] of units.entries()) {
    const n = times(number)
    if (n === 0) continue
    for (const [cell, sums] of unit.cells) {
      for (const side of unit.on) {
        const sum = (total[cell] as Record<Side, Sum>)[side]
        sum.weight += n * sums[side].weight
        sum.held += n * sums[side].held
      }
    }
  }
  return total
}

function add(unit: UnitSums, cell: number, { side, held, weight = 1 }: Graded): void {
  unit.on.add(side)
  const sums = unit.cells.get(cell) ?? emptyCell()
  unit.cells.set(cell, sums)
  sums[side].weight += weight
  if (held) sums[side].held += weight
}

const emptyCell = (): Record<Side, Sum> => ({ test: { weight: 0, held: 0 }, production: { weight: 0, held: 0 } })
