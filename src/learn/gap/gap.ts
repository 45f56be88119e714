/**
 * The gap between a test and production, in four parts with intervals.
 *
 * One bootstrap carries everything: scenarios, customers and labels are drawn again together, and the whole split is
 * made anew in every draw, so that the parts of each draw add up to its gap. Where people labelled some findings of a side,
 * that side's rates are corrected by how often its judge was right of what it called held and of what it called violated.
 */
import { type GapParts, gapParts, type Interval, keyedRandom, middle } from '../../stats/index.ts'
import type { Graded } from '../graded.ts'
import { type Summed, summed, sumsOf } from './sums.ts'

export const gapCauses = ['mix', 'uncovered', 'behaviour', 'judge'] as const
export type GapCause = (typeof gapCauses)[number]

export interface Gap {
  readonly parts: GapParts
  readonly intervals: Readonly<Record<GapCause | 'gap' | 'test' | 'production', Interval>>
  readonly confidence: number
  /** Findings, the units they belong to, and labels, by side. */
  readonly n: Readonly<Record<'test' | 'production', { findings: number; units: number; labels: number }>>
  readonly cells: number
}

export interface GapOptions {
  readonly seed: number
  /** Default 0.95. */
  readonly confidence?: number
  /** Default 1000. */
  readonly draws?: number
}

/** The gap, or null where a side has no decided finding. Positive: production is worse. */
export function gapOf(graded: Iterable<Graded>, { seed, confidence = 0.95, draws = 1000 }: GapOptions): Gap | null {
  const all = sumsOf(graded)
  const parts = partsOf(summed(all, () => 1))
  if (parts === null) return null
  const replicates: GapParts[] = []
  for (let draw = 0; draw < draws; draw += 1) {
    const again = partsOf(summed(all, timesDrawn(all.strata, seed, draw)))
    if (again !== null) replicates.push(again)
  }
  const interval = (name: GapCause | 'gap' | 'test' | 'production') =>
    middle(
      replicates.map((each) => each[name]),
      confidence,
    )
  return {
    parts,
    intervals: {
      test: interval('test'),
      production: interval('production'),
      gap: interval('gap'),
      mix: interval('mix'),
      uncovered: interval('uncovered'),
      behaviour: interval('behaviour'),
      judge: interval('judge'),
    },
    confidence,
    n: all.n,
    cells: all.cells.length,
  }
}

/** How often each unit is drawn: as many draws as there are units of its kind, so that a side never comes out empty. */
function timesDrawn(strata: readonly (readonly number[])[], seed: number, draw: number): (unit: number) => number {
  const times = new Map<number, number>()
  for (const [stratum, units] of strata.entries()) {
    const random = keyedRandom(seed, 'gap', draw, stratum)
    for (let drawn = 0; drawn < units.length; drawn += 1) {
      const unit = units[random.int(units.length)] as number
      times.set(unit, (times.get(unit) ?? 0) + 1)
    }
  }
  return (unit) => times.get(unit) ?? 0
}

/** A judge's rate in a cell, as people would have had it, by what the side's labels say of its two verdicts. */
function partsOf({ cells, sides }: Summed): GapParts | null {
  const corrected = (side: 'test' | 'production', rate: number) => {
    const { labelledHeld, trulyHeld, labelledViolated, heldAfterAll } = sides[side]
    if (labelledHeld + labelledViolated === 0) return rate
    const right = labelledHeld === 0 ? 1 : trulyHeld / labelledHeld
    const wrong = labelledViolated === 0 ? 0 : heldAfterAll / labelledViolated
    return Math.min(1, Math.max(0, rate * right + (1 - rate) * wrong))
  }
  return gapParts(
    cells.map(({ test, production }) => {
      const testRate = test.weight > 0 ? Math.min(1, test.held / test.weight) : undefined
      const rate = production.weight > 0 ? Math.min(1, production.held / production.weight) : undefined
      return {
        testWeight: test.weight,
        weight: production.weight,
        ...(testRate !== undefined && { testRate, testTruth: corrected('test', testRate) }),
        ...(rate !== undefined && { rate, truth: corrected('production', rate) }),
      }
    }),
  )
}
