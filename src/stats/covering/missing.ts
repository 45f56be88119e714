/** Rows that may be changed level by level, and which combinations are missing from them now. */
import type { Coverage } from './coverage.ts'

export class Missing {
  readonly rows: readonly Int32Array[]
  /** Look-ups made so far. */
  work = 0
  private readonly coverage: Coverage
  /** In how many rows each combination is. */
  private readonly counts: Uint16Array
  /** Combinations in no row, in any order, and where in that list each is. */
  private readonly list: number[] = []
  private readonly placeOf: Int32Array

  /** @param rows complete; they will be changed */
  constructor(rows: readonly Int32Array[], coverage: Coverage) {
    this.rows = rows
    this.coverage = coverage
    this.counts = new Uint16Array(coverage.cells)
    this.placeOf = new Int32Array(coverage.cells)
    this.work = coverage.cells
    for (const row of rows) for (const cell of coverage.cellsOf(row)) this.counts[cell] = (this.counts[cell] ?? 0) + 1
    for (let cell = 0; cell < coverage.cells; cell += 1) {
      if (this.counts[cell] === 0 && !coverage.isImpossible(cell)) this.lose(cell)
    }
  }

  get count(): number {
    return this.list.length
  }

  /** The missing combination at a place of the list, as a partial row. */
  any(place: number): Int32Array {
    return this.coverage.partialRow(this.list[place] ?? 0)
  }

  /** How many combinations are in this row and in no other. */
  aloneIn(row: number): number {
    const cells = this.coverage.cellsOf(this.rows[row] as Int32Array)
    return cells.reduce((alone, cell) => alone + (this.counts[cell] === 1 ? 1 : 0), 0)
  }

  /** How many more combinations would be missing after a change; below 0 when fewer. */
  costOf(row: number, factor: number, level: number): number {
    const levels = this.rows[row] as Int32Array
    const { counts } = this
    const cells = this.coverage.cellsWith(levels, factor)
    const from = levels[factor] as number
    let cost = 0
    for (let at = 0; at < cells.length; at += 2) {
      const first = cells[at] as number
      const step = cells[at + 1] as number
      if (counts[first + from * step] === 1) cost += 1
      if (counts[first + level * step] === 0) cost -= 1
    }
    this.work += cells.length
    return cost
  }

  change(row: number, factor: number, level: number): void {
    const levels = this.rows[row] as Int32Array
    const from = levels[factor] as number
    if (from === level) return
    const cells = this.coverage.cellsWith(levels, factor)
    for (let at = 0; at < cells.length; at += 2) {
      const first = cells[at] as number
      const step = cells[at + 1] as number
      this.take(first + from * step)
      this.put(first + level * step)
    }
    this.work += cells.length
    levels[factor] = level
  }

  private take(cell: number): void {
    const left = (this.counts[cell] as number) - 1
    this.counts[cell] = left
    if (left === 0) this.lose(cell)
  }

  private put(cell: number): void {
    const had = this.counts[cell] as number
    this.counts[cell] = had + 1
    if (had > 0) return
    const place = this.placeOf[cell] as number
    const last = this.list.pop()
    if (last === undefined || last === cell) return
    this.list[place] = last
    this.placeOf[last] = place
  }

  private lose(cell: number): void {
    this.placeOf[cell] = this.list.length
    this.list.push(cell)
  }
}
