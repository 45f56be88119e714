/**
 * How many rows covering arrays take, and how long they take to make. Each is checked by a verifier that goes through
 * every combination and shares no code with what makes the rows.
 */
import { coveringArray, type Factor, uncovered } from '../src/stats/index.ts'
import { table } from './measure.ts'

interface Case {
  readonly factors: number
  readonly levels: number
  readonly strength: number
  /** Rows that are wanted at most. */
  readonly most?: number
}

const cases: readonly Case[] = [
  { factors: 4, levels: 3, strength: 2 },
  { factors: 13, levels: 3, strength: 2, most: 20 },
  { factors: 20, levels: 10, strength: 2, most: 210 },
  { factors: 100, levels: 4, strength: 2 },
  { factors: 10, levels: 3, strength: 3 },
  { factors: 8, levels: 2, strength: 4 },
]

const seeds = [1, 2, 3]

export async function bench(out: (line: string) => void): Promise<void> {
  const rows = cases.map(({ factors: n, levels, strength, most }) => {
    const factors: readonly Factor[] = Array.from({ length: n }, (_, factor) => ({
      name: `f${factor}`,
      levels: Array.from({ length: levels }, (_, level) => `l${level}`),
    }))
    const made = seeds.map((seed) => {
      const startMs = performance.now()
      const array = coveringArray({ factors, strength, seed })
      const ms = performance.now() - startMs
      return { n: array.rows.length, ms, missing: uncovered(array.rows, { factors, strength }).length }
    })
    return [
      `${levels}^${n}`,
      String(strength),
      made.map((each) => each.n).join(' '),
      most === undefined ? '' : `${most}`,
      Math.max(...made.map(({ ms }) => ms)).toFixed(0),
      String(made.reduce((sum, { missing }) => sum + missing, 0)),
    ]
  })
  const head = [
    'levels^factors',
    't',
    `rows, seeds ${seeds.join(' ')}`,
    'at most',
    'slowest ms',
    'combinations missing',
  ]
  for (const line of table(head, rows)) out(line)
}
