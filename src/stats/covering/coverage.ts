/**
 * Which combinations of levels have been met: one byte each, laid out so that looking one up is arithmetic.
 *
 * A combination is `open`, `met`, or `impossible` when the rules leave no row that has it.
 */
import type { Feasibility } from './feasible.ts'
import { free, type IndexedModel } from './model.ts'

const open = 0
const met = 1
const impossible = 2

/** A byte each. */
const MOST_COMBINATIONS = 1 << 27

/** All combinations of `strength` levels of different factors, and which were met. */
export interface Coverage {
  readonly strength: number
  /** Combinations that can be, met or not. */
  readonly possible: number
  readonly impossible: number
  /** The fewest rows that could do: the most combinations that one choice of factors has. */
  readonly fewest: number
  /** How many are still open. */
  left(): number
  /** Opens everything again. */
  restart(): void
  /** An open combination as a partial row, from the factors that have most of them open; `turn` picks among equals. */
  anyOpen(turn: number): Int32Array
  /** For every level of a factor, how many open combinations it would meet with what is chosen in the row. */
  gains(row: Int32Array, factor: number, into: Int32Array): void
  /** How many open combinations a row has. */
  worth(row: Int32Array): number
  /** Notes all that a row has as met. */
  meet(row: Int32Array): void
  /** Combinations, possible or not: each is a number below this. */
  readonly cells: number
  isImpossible(cell: number): boolean
  /** All combinations of a complete row. */
  cellsOf(row: Int32Array): Int32Array
  /**
   * The combinations that a complete row has through one factor: pairs of where those of the factor's levels begin, and how
   * far apart they lie. Good until asked again.
   */
  cellsWith(row: Int32Array, factor: number): Int32Array
  /** A combination as a partial row. */
  partialRow(cell: number): Int32Array
  /** Look-ups made so far: a measure of work that is the same on every machine. */
  work(): number
}

/** Which factors, where their combinations begin, and how far apart the levels of each lie. */
interface Block {
  readonly factors: readonly number[]
  readonly steps: readonly number[]
  readonly start: number
  readonly size: number
}

/** @throws RangeError when there are more combinations than can be looked after */
export function coverage(model: IndexedModel, strength: number, rules: Feasibility): Coverage {
  const { sizes } = model
  const blocks = blocksOf(sizes, strength)
  const size = blocks.reduce((sum, block) => sum + block.size, 0)
  if (size > MOST_COMBINATIONS) {
    throw new RangeError(`${size} combinations are more than can be looked after; use a lower strength or fewer levels`)
  }
  const state = new Uint8Array(size)
  const openIn = Int32Array.from(blocks, (block) => block.size)
  const tables = sizes.map((_, factor) => tableOf(factor, blocks))
  const width = 2 + 2 * (strength - 1)
  const pairsOf = tables.map((table) => new Int32Array((table.length / width) * 2))
  const ruledOut = ruleOut(model, { blocks, state, openIn, rules })
  const possible = size - ruledOut
  const atFirst = { state: state.slice(), openIn: openIn.slice() }
  let left = possible
  let work = 0

  const cellOf = ({ factors, steps, start }: Block, row: ArrayLike<number>): number => {
    let cell = start
    for (let at = 0; at < factors.length; at += 1) cell += (row[factors[at] ?? 0] ?? 0) * (steps[at] ?? 0)
    return cell
  }

  return {
    strength,
    possible,
    impossible: ruledOut,
    fewest: openIn.reduce((a, b) => Math.max(a, b), 0),
    left: () => left,
    restart() {
      state.set(atFirst.state)
      openIn.set(atFirst.openIn)
      left = possible
    },
    work: () => work,
    cells: size,
    isImpossible: (cell) => atFirst.state[cell] === impossible,
    cellsOf: (row) => Int32Array.from(blocks, (block) => cellOf(block, row)),
    cellsWith(row, factor) {
      const table = tables[factor] as Int32Array
      const pairs = pairsOf[factor] as Int32Array
      for (let entry = 0, at = 0; entry < table.length; entry += width, at += 2) {
        pairs[at] = firstCell(table, entry, entry + width, row)
        pairs[at + 1] = table[entry + 1] as number
      }
      return pairs
    },
    partialRow(cell) {
      const block = blockWith(cell, blocks)
      return rowOf(block, cell - block.start, sizes)
    },
    anyOpen(turn) {
      const most = openIn.reduce((a, b) => Math.max(a, b), 0)
      const fullest = blocks.filter((_, index) => openIn[index] === most)
      const block = fullest[turn % fullest.length]
      if (block === undefined || most === 0) throw new RangeError('no combination is open')
      const cells = openCells(state, block)
      return rowOf(block, cells[Math.floor(turn / fullest.length) % cells.length] ?? 0, sizes)
    },
    gains(row, factor, into) {
      const levels = sizes[factor] ?? 0
      into.fill(0, 0, levels)
      const table = tables[factor] as Int32Array
      for (let entry = 0; entry < table.length; entry += width) {
        const cell = firstCell(table, entry, entry + width, row)
        if (cell < 0) continue
        const step = table[entry + 1] as number
        for (let level = 0; level < levels; level += 1) {
          if (state[cell + level * step] === open) into[level] = (into[level] as number) + 1
        }
        work += levels
      }
    },
    worth(row) {
      let sum = 0
      for (const block of blocks) if (state[cellOf(block, row)] === open) sum += 1
      work += blocks.length
      return sum
    },
    meet(row) {
      for (const [index, block] of blocks.entries()) {
        const cell = cellOf(block, row)
        if (state[cell] !== open) continue
        state[cell] = met
        openIn[index] = (openIn[index] ?? 0) - 1
        left -= 1
      }
    },
  }
}

function blocksOf(sizes: readonly number[], strength: number): readonly Block[] {
  const blocks: Block[] = []
  let start = 0
  const grow = (factors: readonly number[], from: number) => {
    if (factors.length === strength) {
      const block = blockOf(factors, sizes, start)
      start += block.size
      blocks.push(block)
      return
    }
    for (let factor = from; factor < sizes.length; factor += 1) grow([...factors, factor], factor + 1)
  }
  grow([], 0)
  return blocks
}

function blockOf(factors: readonly number[], sizes: readonly number[], start: number): Block {
  const steps: number[] = []
  let size = 1
  for (const factor of factors) {
    steps.push(size)
    size *= sizes[factor] ?? 1
  }
  return { factors, steps, start, size }
}

/** For one factor, per block it is in: where it starts, the step of this factor, then factor and step of the others. */
function tableOf(factor: number, blocks: readonly Block[]): Int32Array {
  const own = blocks.filter(({ factors }) => factors.includes(factor))
  return Int32Array.from(
    own.flatMap(({ factors, steps, start }) => {
      const others = factors.flatMap((other, at) => (other === factor ? [] : [other, steps[at] ?? 0]))
      return [start, steps[factors.indexOf(factor)] ?? 0, ...others]
    }),
  )
}

/** Where an entry's cells for the row begin, or -1 when one of the other factors is not chosen yet. */
function firstCell(table: Int32Array, entry: number, end: number, row: Int32Array): number {
  let cell = table[entry] as number
  for (let at = entry + 2; at < end; at += 2) {
    const level = row[table[at] as number] as number
    if (level === free) return -1
    cell += level * (table[at + 1] as number)
  }
  return cell
}

interface Unruled {
  readonly blocks: readonly Block[]
  readonly state: Uint8Array
  readonly openIn: Int32Array
  readonly rules: Feasibility
}

function ruleOut({ sizes }: IndexedModel, { blocks, state, openIn, rules }: Unruled): number {
  let sum = 0
  for (const [index, block] of blocks.entries()) {
    if (!block.factors.some(rules.isRuled)) continue
    for (let cell = 0; cell < block.size; cell += 1) {
      if (rules.completes(rowOf(block, cell, sizes))) continue
      state[block.start + cell] = impossible
      openIn[index] = (openIn[index] ?? 0) - 1
      sum += 1
    }
  }
  return sum
}

function rowOf({ factors, steps }: Block, cell: number, sizes: readonly number[]): Int32Array {
  const row = new Int32Array(sizes.length).fill(free)
  for (const [at, factor] of factors.entries()) {
    row[factor] = Math.floor(cell / (steps[at] ?? 1)) % (sizes[factor] ?? 1)
  }
  return row
}

/** Blocks lie one after the other. */
function blockWith(cell: number, blocks: readonly Block[]): Block {
  let low = 0
  let high = blocks.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((blocks[middle] as Block).start <= cell) low = middle
    else high = middle - 1
  }
  return blocks[low] as Block
}

function openCells(state: Uint8Array, { start, size }: Block): readonly number[] {
  const cells: number[] = []
  for (let cell = 0; cell < size; cell += 1) if (state[start + cell] === open) cells.push(cell)
  return cells
}
