/**
 * What production did after a forecast, and what that teaches of the next one.
 *
 * Like is held against like: what people would have said against what they would say of the test, where both sides have
 * labels, else what judges said against what judges said.
 */
import {
  type ClusteredRate,
  clusteredRate,
  offBy,
  type PastGap,
  type ScoredForecast,
  type TriedCount,
  widening,
} from '../../stats/index.ts'
import type { Gathered } from '../gap/gather.ts'
import type { GradedTalk } from '../gap/graded-over.ts'
import { type Forecast, type Foretold, wholeConversations } from './forecast.ts'
import { judgedOf, trulyOf } from './truly.ts'

export interface Answer {
  /** `madeAt` of the forecast. */
  readonly of: string
  /** ISO 8601. */
  readonly answeredAt: string
  /** As judged; conversations that stand for several count as fewer than they are. */
  readonly rates: Readonly<Record<string, TriedCount>>
  /** By people's say, where they labelled some of each verdict of production. */
  readonly truly?: Readonly<Record<string, TriedCount & { readonly labels: number }>>
  /** Share of production's conversations that no test had. */
  readonly untested?: number
  /** Conversations of other versions of the agent, which are in none of this. */
  readonly otherVersions: number
}

export interface Answered {
  readonly forecast: Forecast
  readonly answer: Answer
}

/** A promise as it was foretold, beside what came of it. */
export interface Compared {
  readonly foretold: Foretold
  readonly came: TriedCount
  /** Of production, where both are by people's say. */
  readonly labels?: number
}

/** Of conversations that name another version of the agent than was foretold, none counts. */
export function answerOf(
  { conversations, byPromise }: Pick<Gathered, 'conversations' | 'byPromise'>,
  { madeAt, rates, version }: Forecast,
  { answeredAt, seed }: { readonly answeredAt: string; readonly seed: number },
): Answer {
  const isOther = (each: GradedTalk) => each.side === 'production' && !isOf(each, version)
  const all = new Map([[wholeConversations, conversations] as const, ...byPromise])
  const judged: Record<string, TriedCount> = {}
  const truly: Record<string, TriedCount & { labels: number }> = {}
  for (const name of Object.keys(rates)) {
    const graded = (all.get(name) ?? []).filter((each) => !isOther(each))
    const count = judgedOf(graded, 'production')
    if (count.n === 0) continue
    judged[name] = count
    const said = trulyOf(graded, 'production', seed)
    if (said !== undefined) truly[name] = { successes: said.successes, n: said.n, labels: said.labels }
  }
  const production = conversations.filter((each) => each.side === 'production' && !isOther(each))
  return {
    ...{ of: madeAt, answeredAt, rates: judged },
    ...(Object.keys(truly).length > 0 && { truly }),
    ...(production.length > 0 && { untested: untestedShare(production, conversations) }),
    otherVersions: conversations.filter(isOther).length,
  }
}

/** Whether a conversation is of this version of the agent; where one of them is not named, it is taken to be. */
export const isOf = ({ version }: Pick<GradedTalk, 'version'>, wanted: string | undefined) =>
  wanted === undefined || version === undefined || version === wanted

function untestedShare(production: readonly GradedTalk[], conversations: readonly GradedTalk[]): number {
  const tested = new Set(conversations.flatMap(({ side, traits }) => (side === 'test' ? [traits[0]] : [])))
  const sum = (some: readonly GradedTalk[]) => some.reduce((total, { weight = 1 }) => total + weight, 0)
  return sum(production.filter(({ traits }) => !tested.has(traits[0]))) / sum(production)
}

/** Nothing where one of them says nothing of it. */
export function compared(name: string, { forecast, answer }: Answered): Compared | undefined {
  const foretold = forecast.rates[name]
  const judged = answer.rates[name]
  if (foretold === undefined || judged === undefined) return undefined
  const truly = answer.truly?.[name]
  if (foretold.asJudged === undefined || truly === undefined)
    return { foretold: foretold.asJudged ?? foretold, came: judged }
  return { foretold, came: truly, labels: truly.labels }
}

/** What production has done when it was foretold, like beside like; nothing where there was none. */
export function besideSoFar(foretold: Foretold): Compared | undefined {
  const like = foretold.soFar === undefined ? foretold.asJudged : foretold
  return like?.soFar === undefined ? undefined : { foretold: like, came: like.soFar }
}

/** What earlier forecasts teach of one: by how much its test flatters, and how far off it was. */
export function taughtBy(
  name: string,
  answered: readonly Answered[],
): readonly { readonly gap: PastGap; readonly scored: ScoredForecast }[] {
  return answered.flatMap((each) => {
    const found = compared(name, each)
    return found === undefined ? [] : [{ gap: gapIn(found), scored: scoredIn(found) }]
  })
}

/** Beside what production was said to do if it were no worse than its test: its mix is no reason to expect less next time. */
function gapIn({ foretold: { test, asTested }, came }: Compared): PastGap {
  return { test: { successes: asTested * test.n, n: test.n }, production: came }
}

function scoredIn({ foretold: { rate, low, high, widened }, came: { successes, n } }: Compared): ScoredForecast {
  return { rate, low, high, widened, actual: successes / n, n }
}

/** How forecasts have done so far. */
export interface TrackRecord {
  /** Intervals that held what came, of all; those of one forecast are alike. */
  readonly held: ClusteredRate
  /** Mean difference between what was foretold and what came, a fraction. */
  readonly offBy: number
  /** By promise: how many times as wide the next interval will be. */
  readonly widening: Readonly<Record<string, number>>
}

/** Nothing where no forecast was answered. */
export function trackRecord(answered: readonly Answered[]): TrackRecord | undefined {
  const names = [...new Set(answered.flatMap(({ forecast }) => Object.keys(forecast.rates)))]
  const found = answered
    .map((each) => names.flatMap((name) => compared(name, each) ?? []))
    .filter((those) => those.length > 0)
  const all = found.flat()
  if (all.length === 0) return undefined
  return {
    held: clusteredRate(found.map((those) => ({ successes: those.filter(hasHeld).length, n: those.length }))),
    offBy:
      all.reduce((sum, { foretold, came }) => sum + Math.abs(foretold.rate - came.successes / came.n), 0) / all.length,
    widening: Object.fromEntries(
      names.map((name) => {
        const taught = taughtBy(name, answered).map(({ scored }) => scored)
        return [name, widening(taught, all[0]?.foretold.confidence)]
      }),
    ),
  }
}

/** Whether what came is within the interval, beyond what so few conversations may come to by chance. */
export function hasHeld(found: Compared): boolean {
  return offBy(scoredIn(found), found.foretold.confidence) <= 1
}
