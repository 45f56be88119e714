/**
 * How much of production some scenario stands for, what the rest of it is, and what nobody has seen yet.
 *
 * Nothing is labelled. A conversation is covered when its customer begins as near to some scenario's customers as nineteen
 * in twenty of those are to each other. The others are put together by what they say.
 */
import { isoOf, momentOf } from '../../conversation/index.ts'
import { type ClusteredRate, type Interval, moreToCover, type Unseen, unseen, upperLimit } from '../../stats/index.ts'
import { Clusters } from './clusters.ts'
import { kindsOf } from './kinds.ts'
import { grouped, type Placed, shareOf } from './placed.ts'
import type { Space } from './space.ts'
import type { Talks } from './talks.ts'
import { type UncoveredKind, uncoveredKinds } from './uncovered.ts'

export interface Coverage {
  /** Of all conversations, those that are near some scenario. */
  readonly covered: ClusteredRate
  /**
   * Share of customers that no scenario stands for: those that are far, less those that would be far though one does, as
   * many as of the suite's own. Those that are new and sound like a scenario are missing from it.
   */
  readonly beyond: Interval & { readonly rate: number }
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
  /** Share near no scenario, period by period: how the suite falls behind production. */
  readonly periods: readonly { readonly period: string; readonly uncovered: ClusteredRate }[]
  /** The suite's texts it rests on, from which nearness on something is near, and the share of them that is not. */
  readonly suite: { readonly texts: number; readonly near: number; readonly strays: number }
}

export type Period = 'month' | 'week' | 'day'

export interface CoverageOptions {
  /** A space that has all texts; where left out, one in which words are counted. */
  readonly embedded?: Space
  /** How long the periods are that shares are told of. Default a month. */
  readonly by?: Period
}

/** Conversations below which halves say nothing. */
const enoughForHalves = 20

/**
 * @throws RangeError when there is no conversation, or too few texts of the suite to say what is near
 */
export function coverageOf(
  { examples, talks }: Pick<Talks, 'examples' | 'talks'>,
  { embedded, by = 'month' }: CoverageOptions = {},
): Coverage {
  const texts = talks.map(({ text }) => text)
  const kinds = kindsOf(examples, texts, embedded)
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
    beyond: beyondStrays(shareOf(placed, isFar), kinds.strays),
    scenarios: counted(placed),
    uncovered,
    unseen: unseen(seen),
    moreToSee: moreToCover(seen, 0.95),
    ...laterHalf(placed, kinds.space.alike),
    periods: byPeriod(placed, by),
    suite: { texts: kinds.n, near: kinds.near, strays: kinds.strays },
  }
}

const isCovered = ({ scenario }: Placed) => scenario !== undefined
const isFar = (placed: Placed) => !isCovered(placed)

/**
 * What is far is what is new, and of the rest as many strays as the suite has.
 *
 * @see Blanchard, Lee and Scott 2010, JMLR 11 2973-3009, section 3: the proportion of novelties
 */
export function beyondStrays({ rate, low, high }: Interval & { readonly rate: number }, strays: number) {
  const without = (share: number) => Math.max(0, (share - strays) / (1 - strays))
  return { rate: without(rate), low: without(low), high: without(high) }
}

function counted(placed: readonly Placed[]): Coverage['scenarios'] {
  return [...grouped(placed, ({ scenario }) => scenario)]
    .flatMap(([scenario, those]) => (scenario === undefined ? [] : [{ scenario, n: those.length }]))
    .sort((a, b) => b.n - a.n)
}

/** Kinds are frozen at the middle of production, so that what comes after is a fair count of what is new. */
function laterHalf(placed: readonly Placed[], alike: number | undefined): Pick<Coverage, 'later'> {
  if (placed.length < enoughForHalves) return {}
  const middle = Math.ceil(placed.length / 2)
  const known = new Clusters(alike)
  for (const each of placed.slice(0, middle)) if (!isCovered(each)) known.add(each.vector)
  const later = placed.slice(middle)
  const fresh = later.filter((each) => !isCovered(each) && known.find(each.vector) === undefined).length
  return { later: { new: fresh, n: later.length, atMost: upperLimit(fresh, later.length) } }
}

function byPeriod(placed: readonly Placed[], by: Period): Coverage['periods'] {
  return [...grouped(placed, ({ talk }) => periodOf[by](talk.startedAt))]
    .map(([period, those]) => ({ period, uncovered: shareOf(those, isFar) }))
    .sort((a, b) => (a.period < b.period ? -1 : 1))
}

const dayMs = 86_400_000
/** 1970-01-05 was a Monday. */
const firstMondayMs = 4 * dayMs

/** `2026-03`, the Monday of the week, or `2026-03-02`. */
const periodOf: Readonly<Record<Period, (startedAt: string) => string>> = {
  month: (startedAt) => startedAt.slice(0, 7),
  week(startedAt) {
    const sinceMonday = ((momentOf(startedAt) ?? 0) - firstMondayMs) % (7 * dayMs)
    return isoOf((momentOf(startedAt) ?? 0) - sinceMonday).slice(0, 10)
  },
  day: (startedAt) => startedAt.slice(0, 10),
}
