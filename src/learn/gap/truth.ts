/**
 * What people's labels make of a side's verdicts: how often what was called held was held, and what was called violated.
 *
 * A side is corrected once people labelled some of each of its verdicts; before, its judge is taken at its word, and that is
 * said. Labels that were asked for more often count less. In the draws of a bootstrap both shares are drawn from what so
 * many labels leave possible, with half a conversation added to each count (Jeffreys).
 */
import { betaDraw, type KeyedRandom } from '../../stats/index.ts'
import type { Graded } from '../graded.ts'

interface Labelled {
  weight: number
  squares: number
  /** Of the weight: what people call held. */
  held: number
}

/** Of what the judge called held and of what it called violated: the share that people call held. */
export interface Truth {
  readonly ofHeld: number
  readonly ofViolated: number
}

export interface Labels {
  /** Nothing where the side is taken at its word. */
  readonly truth: Truth | undefined
  drawn(random: KeyedRandom): Truth | undefined
}

export function labelsOf(graded: readonly Graded[], side: Graded['side']): Labels {
  const own = graded.filter((each) => each.side === side)
  const [held, violated] = [labelledOf(own, true), labelledOf(own, false)]
  const known = [held, violated].filter((each) => each !== undefined)
  if (known.length === 0 || known.some(({ weight }) => weight === 0)) {
    return { truth: undefined, drawn: () => undefined }
  }
  return {
    truth: {
      ofHeld: held === undefined ? 1 : held.held / held.weight,
      ofViolated: violated === undefined ? 0 : violated.held / violated.weight,
    },
    drawn: (random) => ({
      ofHeld: held === undefined ? 1 : shareDrawn(held, random),
      ofViolated: violated === undefined ? 0 : shareDrawn(violated, random),
    }),
  }
}

/** A rate as people would have had it. */
export function asPeopleSay(rate: number, truth: Truth | undefined): number {
  return truth === undefined ? rate : rate * truth.ofHeld + (1 - rate) * truth.ofViolated
}

/** Nothing where the judge never said so. */
function labelledOf(graded: readonly Graded[], held: boolean): Labelled | undefined {
  const said = graded.filter((each) => each.held === held)
  if (said.length === 0) return undefined
  const labelled: Labelled = { weight: 0, squares: 0, held: 0 }
  for (const { truth, speaksFor = 1, weight = 1 } of said) {
    if (truth === undefined) continue
    labelled.weight += speaksFor * weight
    labelled.squares += (speaksFor * weight) ** 2
    if (truth) labelled.held += speaksFor * weight
  }
  return labelled
}

function shareDrawn({ weight, squares, held }: Labelled, random: KeyedRandom): number {
  const n = weight ** 2 / squares
  const share = Math.min(1, held / weight)
  return betaDraw(random, n * share + 0.5, n * (1 - share) + 0.5)
}
