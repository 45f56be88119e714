/** What many findings come to, by unit and cell, so that drawing units again needs no finding again. */
import type { Graded } from '../graded.ts'

type Side = 'test' | 'production'

interface Sum {
  weight: number
  held: number
}

interface Labels {
  labelledHeld: number
  trulyHeld: number
  labelledViolated: number
  heldAfterAll: number
}

interface UnitSums {
  /** By cell's number. */
  readonly cells: Map<number, Record<Side, Sum>>
  readonly labels: Record<Side, Labels>
  readonly on: Set<Side>
}

export interface Sums {
  readonly cells: readonly string[]
  readonly units: readonly UnitSums[]
  /** Numbers of units that are on the test's side alone, on production's alone, on both. */
  readonly strata: readonly (readonly number[])[]
  readonly n: Readonly<Record<Side, { findings: number; units: number; labels: number }>>
}

/** All cells with what each side has in them, and what people said of each side's verdicts. */
export interface Summed {
  readonly cells: readonly Readonly<Record<Side, Sum>>[]
  readonly sides: Readonly<Record<Side, Labels>>
}

export function sumsOf(graded: Iterable<Graded>): Sums {
  const cells = new Map<string, number>()
  const units = new Map<string, UnitSums>()
  const n = { test: { findings: 0, units: 0, labels: 0 }, production: { findings: 0, units: 0, labels: 0 } }
  for (const each of graded) {
    const cell = cells.get(each.cell) ?? cells.size
    cells.set(each.cell, cell)
    const unit = units.get(each.unit) ?? { cells: new Map(), labels: bothSides(noLabels), on: new Set() }
    units.set(each.unit, unit)
    add(unit, cell, each)
    n[each.side].findings += 1
    if (each.truth !== undefined) n[each.side].labels += 1
  }
  const all = [...units.values()]
  const strata: number[][] = [[], [], []]
  for (const [number, { on }] of all.entries()) {
    strata[on.size === 2 ? 2 : on.has('test') ? 0 : 1]?.push(number)
    for (const side of on) n[side].units += 1
  }
  return { cells: [...cells.keys()], units: all, strata, n }
}

/** @param times how often a unit counts */
export function summed({ cells, units }: Sums, times: (unit: number) => number): Summed {
  const total = cells.map(() => bothSides(noSum))
  const sides = bothSides(noLabels)
  for (const [number, unit] of units.entries()) {
    const n = times(number)
    if (n === 0) continue
    for (const side of unit.on) addLabels(sides[side], unit.labels[side], n)
    for (const [cell, sums] of unit.cells) {
      for (const side of unit.on) {
        const sum = (total[cell] as Record<Side, Sum>)[side]
        sum.weight += n * sums[side].weight
        sum.held += n * sums[side].held
      }
    }
  }
  return { cells: total, sides }
}

function add(unit: UnitSums, cell: number, { side, held, truth, weight = 1 }: Graded): void {
  unit.on.add(side)
  const sums = unit.cells.get(cell) ?? bothSides(noSum)
  unit.cells.set(cell, sums)
  sums[side].weight += weight
  if (held) sums[side].held += weight
  if (truth === undefined) return
  const labels = unit.labels[side]
  if (held) {
    labels.labelledHeld += 1
    if (truth) labels.trulyHeld += 1
  } else {
    labels.labelledViolated += 1
    if (truth) labels.heldAfterAll += 1
  }
}

function addLabels(to: Labels, from: Labels, n: number): void {
  to.labelledHeld += n * from.labelledHeld
  to.trulyHeld += n * from.trulyHeld
  to.labelledViolated += n * from.labelledViolated
  to.heldAfterAll += n * from.heldAfterAll
}

const noSum = (): Sum => ({ weight: 0, held: 0 })
const noLabels = (): Labels => ({ labelledHeld: 0, trulyHeld: 0, labelledViolated: 0, heldAfterAll: 0 })
const bothSides = <Value>(make: () => Value): Record<Side, Value> => ({ test: make(), production: make() })
