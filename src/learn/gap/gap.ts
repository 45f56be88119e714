/**
 * The gap between a test and production, in four parts with intervals, and those again by what customers are told apart by.
 *
 * One bootstrap carries everything: scenarios and customers are drawn again together, what labels leave possible is drawn
 * with them, and the whole split is made anew in every draw, so that the parts of each draw add up to its gap.
 */
import { type GapParts, gapParts, type Interval, keyedRandom, middle, traitPartsOf } from '../../stats/index.ts'
import type { Graded } from '../graded.ts'
import { type Side, type Sums, summed, sumsOf } from './sums.ts'
import { asPeopleSay, type Labels, labelsOf, type Truth } from './truth.ts'

export type GapCause = 'mix' | 'uncovered' | 'behaviour' | 'judge'

export interface Part {
  readonly points: number
  readonly interval: Interval
}

/** Of the mix and of the uncovered part, what one trait makes. */
export interface TraitGap {
  readonly trait: string
  /** The same traits in other shares. */
  readonly mix: Part
  /** What no scenario has in it. */
  readonly uncovered: Part
  readonly both: Part
}

/** Of the uncovered part, what customers make who are called alike. */
interface CalledGap {
  readonly called: string
  /** Of production, 0..1; findings; and how often it held there. */
  readonly share: number
  readonly n: number
  readonly rate: number
  readonly uncovered: Part
}

export interface Gap {
  readonly parts: GapParts
  readonly intervals: Readonly<Record<GapCause | 'gap' | 'test' | 'production', Interval>>
  /** Mix and uncovered by trait, where cells have several; with `together` they add up to both. */
  readonly traits: readonly TraitGap[]
  /** Uncovered, each of whose traits the test has, but not together. */
  readonly together: Part
  /** What no scenario has and is called something, most first: what each makes of the first trait's uncovered part. */
  readonly called: readonly CalledGap[]
  readonly confidence: number
  /** Findings, the units they belong to, and labels, by side. */
  readonly n: Readonly<Record<Side, { findings: number; units: number; labels: number }>>
  /** Whether a side's judge was held against people's labels. */
  readonly corrected: Readonly<Record<Side, boolean>>
  readonly cells: number
}

export interface GapOptions {
  readonly seed: number
  /** What cells are made of, in the order of `Graded.traits`. Default one trait, the cell. */
  readonly traits?: readonly string[]
  /** Default 0.95. */
  readonly confidence?: number
  /** Default 1000. */
  readonly draws?: number
}

/** The gap, or null where a side has no decided finding. Positive: production is worse. */
export function gapOf(
  graded: readonly Graded[],
  { seed, traits, confidence = 0.95, draws = 1000 }: GapOptions,
): Gap | null {
  const all = sumsOf(graded, traits !== undefined)
  const names = traits ?? ['cell']
  const labels = { test: labelsOf(graded, 'test'), production: labelsOf(graded, 'production') }
  const byTraits = traitPartsOf(
    all.cells.map((cell) => cell.traits),
    names.length,
  )
  const split = splitOf(all, undefined, { test: labels.test.truth, production: labels.production.truth }, byTraits)
  if (split === null) return null
  const replicates: Split[] = []
  for (let draw = 0; draw < draws; draw += 1) {
    const again = splitOf(all, timesDrawn(all, seed, draw), truthsDrawn(labels, seed, draw), byTraits)
    if (again !== null) replicates.push(again)
  }
  const calledIn = ({ first }: Split, called: string) =>
    sum([...first].map(([cell, points]) => (cell.called === called ? points : 0)))
  const part = (of: (split: Split) => number): Part => {
    const points = of(split)
    return { points, interval: around(points, middle(replicates.map(of), confidence)) }
  }
  const interval = (name: keyof Gap['intervals']) => part(({ parts }) => parts[name]).interval
  return {
    parts: split.parts,
    intervals: {
      test: interval('test'),
      production: interval('production'),
      gap: interval('gap'),
      mix: interval('mix'),
      uncovered: interval('uncovered'),
      behaviour: interval('behaviour'),
      judge: interval('judge'),
    },
    traits: names.map((trait, at) => ({
      trait,
      mix: part(({ mix }) => mix[at] ?? 0),
      uncovered: part(({ uncovered }) => uncovered[at] ?? 0),
      both: part(({ mix, uncovered }) => (mix[at] ?? 0) + (uncovered[at] ?? 0)),
    })),
    together: part(({ together }) => together),
    called: calledOf(graded).map((each) => ({ ...each, uncovered: part((again) => calledIn(again, each.called)) })),
    confidence,
    n: all.n,
    corrected: { test: labels.test.truth !== undefined, production: labels.production.truth !== undefined },
    cells: all.cells.length,
  }
}

function calledOf(graded: readonly Graded[]): readonly Omit<CalledGap, 'uncovered'>[] {
  const production = graded.filter(({ side }) => side === 'production')
  const weigh = (those: readonly Graded[]) => sum(those.map(({ weight = 1 }) => weight))
  const names = new Set(production.flatMap(({ called }) => called ?? []))
  return [...names]
    .map((called) => {
      const own = production.filter((each) => each.called === called)
      const rate = weigh(own.filter(({ held }) => held)) / weigh(own)
      return { called, share: weigh(own) / weigh(production), n: own.length, rate }
    })
    .sort((a, b) => b.share - a.share || (a.called < b.called ? -1 : 1))
}

/** What labels leave possible lies to one side of what they say where they all agree; the interval has both. */
function around(points: number, { low, high }: Interval): Interval {
  return { low: Math.min(low, points), high: Math.max(high, points) }
}

/** How often each unit is drawn: as many draws as there are units of its kind, so that a side never comes out empty. */
function timesDrawn({ strata, units }: Sums, seed: number, draw: number): Uint32Array {
  const times = new Uint32Array(units)
  for (const [stratum, own] of strata.entries()) {
    const random = keyedRandom(seed, 'gap', draw, stratum)
    for (let drawn = 0; drawn < own.length; drawn += 1) {
      const unit = own[random.int(own.length)] ?? 0
      times[unit] = (times[unit] ?? 0) + 1
    }
  }
  return times
}

type Truths = Readonly<Record<Side, Truth | undefined>>

function truthsDrawn({ test, production }: Readonly<Record<Side, Labels>>, seed: number, draw: number): Truths {
  const random = keyedRandom(seed, 'gap', draw, 'labels')
  return { test: test.drawn(random), production: production.drawn(random) }
}

interface Split {
  readonly parts: GapParts
  readonly mix: readonly number[]
  readonly uncovered: readonly number[]
  readonly together: number
  readonly first: ReadonlyMap<{ readonly called?: string }, number>
}

function splitOf(
  all: Sums,
  times: Uint32Array | undefined,
  truths: Truths,
  byTraits: ReturnType<typeof traitPartsOf>,
): Split | null {
  const sums = summed(all, times)
  const cells = all.cells.map(({ traits: at, called }, cell) => {
    const { test, production } = sums[cell] ?? { test: nothing, production: nothing }
    const testRate = test.weight > 0 ? Math.min(1, test.held / test.weight) : undefined
    const rate = production.weight > 0 ? Math.min(1, production.held / production.weight) : undefined
    return {
      at,
      ...(called !== undefined && { called }),
      testWeight: test.weight,
      weight: production.weight,
      ...(testRate !== undefined && { testRate, testTruth: asPeopleSay(testRate, truths.test) }),
      ...(rate !== undefined && { rate, truth: asPeopleSay(rate, truths.production) }),
    }
  })
  const parts = gapParts(cells)
  const byTrait = byTraits(cells)
  return parts === null || byTrait === null ? null : { parts, ...byTrait }
}

const nothing = { weight: 0, held: 0 }
const sum = (values: readonly number[]) => values.reduce((total, each) => total + each, 0)
