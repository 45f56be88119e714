/**
 * What two or more readers said of the same conversations, and numbers about it that know how sure they are.
 *
 * Readings that are alike are one cell, so that a number over a hundred thousand of them is found as fast as over twenty.
 * An interval comes from weighing the readings anew as chance may have had it (Rubin's bootstrap), within each group that
 * was drawn from apart. It knows no values but those seen: where all weighings give the same, there is none.
 *
 * @see Rubin 1981, Annals of Statistics 9(1) 130-134
 */
import type { Unit } from '../../pact/index.ts'
import { gammaDraw, type Interval, keyedRandom, middle, studentQuantile } from '../../stats/index.ts'

interface Cell {
  readonly unit: Unit
  /** Readings, and what they weigh together. */
  n: number
  weight: number
}

export interface Coefficient extends Partial<Interval> {
  readonly value: number
}

/** A number over readings, of which each counts as much as its weight says; nothing where it has no meaning. */
export type Statistic = (units: readonly Unit[], weights: readonly number[]) => number | undefined

export class Readings {
  private readonly groups = new Map<string, Map<string, Cell>>()
  private weighings?: { readonly seed: number; readonly n: number; readonly drawn: readonly (readonly number[])[] }

  /** @param group what it was drawn from: `weight` says for how many of it the reading stands */
  add(unit: Unit, weight = 1, group = ''): void {
    const cells = this.groups.get(group) ?? new Map<string, Cell>()
    this.groups.set(group, cells)
    const key = JSON.stringify(unit)
    const cell = cells.get(key) ?? { unit, n: 0, weight: 0 }
    cell.n += 1
    cell.weight += weight
    cells.set(key, cell)
  }

  get n(): number {
    return this.cells().reduce((sum, { n }) => sum + n, 0)
  }

  /** Of those that two or more gave: how many there are, and in how many they said the same. */
  alike(): { readonly alike: number; readonly paired: number } {
    const paired = this.cells()
      .map(({ unit, n }) => ({ said: unit.filter((each) => each !== undefined), n }))
      .filter(({ said }) => said.length >= 2)
    const all = (cells: typeof paired) => cells.reduce((sum, { n }) => sum + n, 0)
    return { paired: all(paired), alike: all(paired.filter(({ said }) => new Set(said).size === 1)) }
  }

  /** Of all readings as they are, with a 95 % interval. */
  estimate(of: Statistic, seed: number): Coefficient | undefined {
    const units = this.cells().map(({ unit }) => unit)
    const value = of(
      units,
      this.scaled(({ weight }) => weight),
    )
    if (value === undefined) return undefined
    const again = this.drawn(seed).flatMap((weights) => of(units, weights) ?? [])
    const { low, high } = middle(again, 0.95)
    return high - low > 1e-12 ? { value, low, high } : { value }
  }

  /** The weighted mean of what `of` makes of readings, by Student's t. Nothing where it makes something of less than two. */
  mean(of: (unit: Unit) => number | undefined, confidence = 0.95): (Coefficient & { readonly n: number }) | undefined {
    const cells = this.cells().flatMap(({ unit, ...cell }) => {
      const made = of(unit)
      return made === undefined ? [] : [{ ...cell, made }]
    })
    const n = cells.reduce((sum, cell) => sum + cell.n, 0)
    if (n < 2) return undefined
    const all = cells.reduce((sum, { weight }) => sum + weight, 0)
    const value = cells.reduce((sum, { made, weight }) => sum + (weight / all) * made, 0)
    const square = cells.reduce((sum, cell) => sum + (cell.weight / all) ** 2 * ((cell.made - value) ** 2 / cell.n), 0)
    const off = studentQuantile((1 + confidence) / 2, n - 1) * Math.sqrt((square * n) / (n - 1))
    return { n, value, ...(off > 0 && { low: value - off, high: value + off }) }
  }

  /** Drawn once for all numbers about the same readings. */
  private drawn(seed: number): readonly (readonly number[])[] {
    const n = this.n
    if (this.weighings?.seed === seed && this.weighings.n === n) return this.weighings.drawn
    const random = keyedRandom(seed, 'readings')
    const drawn = Array.from({ length: draws }, () =>
      this.scaled((cell) => (gammaDraw(random, cell.n) * cell.weight) / cell.n),
    )
    this.weighings = { seed, n, drawn }
    return drawn
  }

  private cells(): readonly Cell[] {
    return [...this.groups.values()].flatMap((cells) => [...cells.values()])
  }

  /** Each group weighs what it weighs however its cells share it, and all weigh as many as there are readings. */
  private scaled(drawn: (cell: Cell) => number): readonly number[] {
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
    const weights = [...this.groups.values()].flatMap((group) => {
      const cells = [...group.values()]
      const own = cells.map(drawn)
      const scale = sum(cells.map(({ weight }) => weight)) / sum(own)
      return own.map((weight) => weight * scale)
    })
    const scale = this.n / sum(weights)
    return weights.map((weight) => weight * scale)
  }
}

const draws = 1000
