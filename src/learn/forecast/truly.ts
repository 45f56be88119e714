/**
 * What people would call held, where they labelled some of what a judge called held and some of what it called violated.
 *
 * Labels leave several truths possible; each draw takes one of them.
 */
import { betaDraw, type KeyedRandom, keyedRandom, type TriedCount } from '../../stats/index.ts'
import { asPeopleSay, type Labels, labelsOf } from '../gap/truth.ts'
import type { Graded } from '../graded.ts'

/** A side by people's say: as many conversations as would say as much of it without a judge in between. */
export interface Truly extends TriedCount {
  readonly labels: number
  /** Of a share that the judge calls held. */
  drawn(random: KeyedRandom): (share: number) => number
}

/** What the judge said; conversations that stand for several count as fewer than they are. */
export function judgedOf(graded: readonly Graded[], of: Graded['side']): TriedCount {
  const own = graded.filter(({ side }) => side === of)
  const sum = (value: (each: Graded) => number) => own.reduce((total, each) => total + value(each), 0)
  const weight = sum((each) => each.weight ?? 1)
  if (weight === 0) return { successes: 0, n: 0 }
  const n = weight ** 2 / sum((each) => (each.weight ?? 1) ** 2)
  return { successes: Math.min(n, (n * sum(({ held, weight: own = 1 }) => (held ? own : 0))) / weight), n }
}

const draws = 1000

/** Nothing where a side is taken at its judge's word. */
export function trulyOf(graded: readonly Graded[], side: Graded['side'], seed: number): Truly | undefined {
  const labels = labelsOf(graded, side)
  if (labels.truth === undefined) return undefined
  const random = keyedRandom(seed, 'forecast', side, 'labels')
  const { successes, n } = judgedOf(graded, side)
  const drawn = drawing(labels)
  const rates = Array.from({ length: draws }, () =>
    drawn(random)(betaDraw(random, successes + 0.5, n - successes + 0.5)),
  )
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / draws
  const variance = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / draws
  const worth = Math.min(n, (mean * (1 - mean)) / variance)
  const labelled = graded.filter((each) => each.side === side && each.truth !== undefined).length
  return { successes: mean * worth, n: worth, labels: labelled, drawn }
}

function drawing(labels: Labels): Truly['drawn'] {
  return (random) => {
    const truth = labels.drawn(random)
    return (share) => asPeopleSay(share, truth)
  }
}
