/**
 * How much of production some scenario stands for, what the rest of it is, and what nobody has seen yet.
 *
 * Nothing is labelled. A conversation is covered when its customer begins as near to some scenario's customers as nineteen
 * in twenty of those are to each other. The others are put together by what they say.
 */
import { type ClusteredRate, moreToCover, type Unseen, unseen, upperLimit } from '../../stats/index.ts'
import { Clusters } from './clusters.ts'
import { kindsOf } from './kinds.ts'
import { grouped, type Placed, shareOf } from './placed.ts'
import type { Talks } from './talks.ts'
import { type UncoveredKind, uncoveredKinds } from './uncovered.ts'

export interface Coverage {
  /** Of all conversations, those that are near some scenario. */
  readonly covered: ClusteredRate
  /** Conversations near each scenario, most first; scenarios that nobody came near are not listed. */
  readonly scenarios: readonly { readonly scenario: string; readonly n: number }[]
  /** What no scenario stands for: by traffic x risk, then by traffic; at most a hundred kinds. */
  readonly uncovered: readonly UncoveredKind[]
  /**
   * Chance that the next customer brings what no scenario has and nobody brought yet. All that is near a scenario counts
   * as one kind.
   */
  readonly unseen: Unseen
  /** Conversations still to look at until 95 in 100 customers bring what was seen; null beyond ten million. */
  readonly moreToSee: number | null
  /** Of the later half of production, those near no scenario and like nothing of the earlier half. Absent below 20. */
  readonly later?: { readonly new: number; readonly n: number; readonly atMost: number }
  /** Share near no scenario, month by month. */
  readonly months: readonly { readonly month: string; readonly uncovered: ClusteredRate }[]
  /** The suite's texts it rests on, and from which nearness on something is near. */
  readonly suite: { readonly texts: number; readonly near: number }
}

/** Conversations below which halves say nothing. */
const enoughForHalves = 20

/** @throws RangeError when there is no conversation, or too few texts of the suite to say what is near */
export function coverageOf({ examples, talks }: Pick<Talks, 'examples' | 'talks'>): Coverage {
  const texts = talks.map(({ text }) => text)
  const kinds = kindsOf(examples, texts)
  const placed = talks.map((talk): Placed => {
    const vector = kinds.space.vector(talk.text)
    const scenario = kinds.at(vector)
    return scenario === undefined ? { talk, vector } : { talk, vector, scenario }
  })
  const { kinds: uncovered, counts } = uncoveredKinds(placed, kinds)
  const near = placed.filter(isCovered).length
  const seen = near === 0 ? counts : [near, ...counts]
  return {
    covered: shareOf(placed, isCovered),
    scenarios: counted(placed),
    uncovered,
    unseen: unseen(seen),
    moreToSee: moreToCover(seen, 0.95),
    ...laterHalf(placed),
    months: byMonth(placed),
    suite: { texts: kinds.n, near: kinds.near },
  }
}

const isCovered = ({ scenario }: Placed) => scenario !== undefined

function counted(placed: readonly Placed[]): Coverage['scenarios'] {
  return [...grouped(placed, ({ scenario }) => scenario)]
    .flatMap(([scenario, those]) => (scenario === undefined ? [] : [{ scenario, n: those.length }]))
    .sort((a, b) => b.n - a.n)
}

/** Kinds are frozen at the middle of production, so that what comes after is a fair count of what is new. */
function laterHalf(placed: readonly Placed[]): Pick<Coverage, 'later'> {
  if (placed.length < enoughForHalves) return {}
  const middle = Math.ceil(placed.length / 2)
  const known = new Clusters()
  for (const each of placed.slice(0, middle)) if (!isCovered(each)) known.add(each.vector)
  const later = placed.slice(middle)
  const fresh = later.filter((each) => !isCovered(each) && known.find(each.vector) === undefined).length
  return { later: { new: fresh, n: later.length, atMost: upperLimit(fresh, later.length) } }
}

function byMonth(placed: readonly Placed[]): Coverage['months'] {
  const months = grouped(placed, ({ talk }) => talk.month)
  return [...months]
    .map(([month, those]) => ({ month, uncovered: shareOf(those, (each) => !isCovered(each)) }))
    .sort((a, b) => (a.month < b.month ? -1 : 1))
}
