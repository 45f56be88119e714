/** What many findings come to, by unit and cell, in flat lists, so that drawing units again a thousand times is quick. */
import type { Graded } from '../graded.ts'

export type Side = Graded['side']

interface Cell {
  readonly traits: readonly string[]
  /** What all of it is called, where it is called something. */
  readonly called?: string
}

/** What one unit has in one cell on one side. */
interface Entry {
  readonly unit: number
  /** Of the cell, twice; and one more on production's side. */
  readonly place: number
  weight: number
  held: number
}

export interface Sums {
  readonly cells: readonly Cell[]
  readonly units: number
  readonly entries: readonly Entry[]
  /** Numbers of units that are on the test's side alone, on production's alone, on both. */
  readonly strata: readonly (readonly number[])[]
  readonly n: Readonly<Record<Side, { findings: number; units: number; labels: number }>>
}

/** A cell with what each side has in it. */
export type CellSums = Readonly<Record<Side, { readonly weight: number; readonly held: number }>>

/** @param isApart whether cells are told apart by their traits; each is one of its own otherwise */
export function sumsOf(graded: Iterable<Graded>, isApart: boolean): Sums {
  const cells = new Map<string, Cell & { readonly number: number }>()
  const units = new Map<string, Unit>()
  const n = { test: { findings: 0, units: 0, labels: 0 }, production: { findings: 0, units: 0, labels: 0 } }
  for (const each of graded) {
    const { cell: name, traits = [name], called } = each
    const key = called === undefined ? name : JSON.stringify([name, called])
    const cell = cells.get(key) ?? {
      ...{ number: cells.size, traits: isApart ? traits : [name] },
      ...(called !== undefined && { called }),
    }
    cells.set(key, cell)
    const unit = units.get(each.unit) ?? { number: units.size, entries: new Map(), on: new Set() }
    units.set(each.unit, unit)
    add(unit, cell.number, each)
    n[each.side].findings += 1
    if (each.truth !== undefined) n[each.side].labels += 1
  }
  for (const { on } of units.values()) for (const side of on) n[side].units += 1
  return {
    cells: [...cells.values()],
    units: units.size,
    entries: [...units.values()].flatMap(({ entries }) => [...entries.values()]),
    strata: strataOf([...units.values()]),
    n,
  }
}

interface Unit {
  readonly number: number
  /** By place. */
  readonly entries: Map<number, Entry>
  readonly on: Set<Side>
}

function strataOf(units: readonly Unit[]): Sums['strata'] {
  const numbers = (isOn: (on: ReadonlySet<Side>) => boolean) =>
    units.flatMap(({ number, on }) => (isOn(on) ? [number] : []))
  return [
    numbers((on) => on.size === 1 && on.has('test')),
    numbers((on) => on.size === 1 && on.has('production')),
    numbers((on) => on.size === 2),
  ]
}

function add({ number, entries, on }: Unit, cell: number, { side, held, weight = 1 }: Graded): void {
  const place = 2 * cell + (side === 'test' ? 0 : 1)
  const entry = entries.get(place) ?? { unit: number, place, weight: 0, held: 0 }
  entries.set(place, entry)
  entry.weight += weight
  if (held) entry.held += weight
  on.add(side)
}

/** @param times how often each unit counts; once each when left out */
export function summed({ cells, entries }: Sums, times?: Uint32Array): readonly CellSums[] {
  const weights = new Float64Array(2 * cells.length)
  const helds = new Float64Array(2 * cells.length)
  for (const { unit, place, weight, held } of entries) {
    const n = times === undefined ? 1 : (times[unit] ?? 0)
    if (n === 0) continue
    weights[place] = (weights[place] ?? 0) + n * weight
    helds[place] = (helds[place] ?? 0) + n * held
  }
  const at = (place: number) => ({ weight: weights[place] ?? 0, held: helds[place] ?? 0 })
  return cells.map((_, cell) => ({ test: at(2 * cell), production: at(2 * cell + 1) }))
}
