/**
 * A forecast of production from a run, promise by promise and for whole conversations, and what it is held against later.
 *
 * Traffic is counted where production is known, and taken to be as the scenarios are where it is not; which of the two, the
 * forecast says. Earlier forecasts that production has answered teach by how much a test flatters, and whether intervals
 * were wide enough.
 */
import {
  forecastRate,
  offBy,
  type PastGap,
  type RateForecast,
  type ScoredForecast,
  type TriedCount,
  widening,
} from '../../stats/index.ts'
import type { Gathered } from '../gap/gather.ts'
import type { GradedTalk } from '../gap/graded-over.ts'
import type { Graded } from '../graded.ts'
import { laidOut, type Shares } from './cells.ts'

/** Stands for whole conversations among the promises. */
export const wholeConversations = 'conversations'

export interface Forecast {
  /** ISO 8601. */
  readonly madeAt: string
  readonly run: string
  readonly agent: string
  readonly version?: string
  /** Where the shares of customers are from. */
  readonly mix: 'counted' | 'given' | 'assumed'
  /** By promise, and of whole conversations. */
  readonly rates: Readonly<Record<string, Foretold>>
}

export interface Foretold extends RateForecast {
  /** What the test itself said. */
  readonly test: TriedCount
  /** By how much the interval was widened for what earlier forecasts missed. */
  readonly widened: number
}

/** What production did after a forecast. */
export interface Answer {
  /** `madeAt` of the forecast. */
  readonly of: string
  /** ISO 8601. */
  readonly answeredAt: string
  readonly rates: Readonly<Record<string, TriedCount>>
}

export interface ForetellOptions {
  readonly seed: number
  readonly confidence?: number
  /** Shares of customers by kind, any numbers from 0; counted where there is production, else as in the test. */
  readonly given?: ReadonlyMap<string, number>
  /** Earlier forecasts with what came of them. */
  readonly answered?: readonly { readonly forecast: Forecast; readonly answer: Answer }[]
}

/** @returns by promise and for whole conversations; promises that no test decided are left out */
export function foretell(
  { conversations, byPromise }: Pick<Gathered, 'conversations' | 'byPromise'>,
  { seed, confidence = 0.9, answered = [], given }: ForetellOptions,
): Pick<Forecast, 'mix' | 'rates'> {
  const shares = given ?? sharesOf(conversations)
  const rates: Record<string, Foretold> = {}
  for (const [name, graded] of [[wholeConversations, conversations] as const, ...byPromise]) {
    const test = triedOf(graded, 'test')
    if (test.n === 0) continue
    const past = pastOf(name, answered)
    const widened = widening(
      past.map(({ scored }) => scored),
      confidence,
    )
    const { cells, effects } = laidOut(graded, shares, conversations)
    rates[name] = {
      ...forecastRate(cells, {
        ...{ seed, confidence, effects },
        counted: given === undefined && shares !== undefined,
        past: past.map(({ gap }) => gap),
        widen: widened,
      }),
      test,
      widened,
    }
  }
  return { mix: given !== undefined ? 'given' : shares === undefined ? 'assumed' : 'counted', rates }
}

/** What production did, to be held against a forecast. */
export function answerOf(
  { conversations, byPromise }: Pick<Gathered, 'conversations' | 'byPromise'>,
  { madeAt, rates }: Forecast,
  answeredAt: string,
): Answer {
  const all = new Map([[wholeConversations, conversations] as const, ...byPromise])
  const counts = Object.keys(rates).flatMap((name) => {
    const count = triedOf(all.get(name) ?? [], 'production')
    return count.n === 0 ? [] : [[name, count] as const]
  })
  return { of: madeAt, answeredAt, rates: Object.fromEntries(counts) }
}

/** Conversations of production by kind; none where production is not known. */
function sharesOf(conversations: readonly GradedTalk[]): Shares {
  const shares = new Map<string, number>()
  for (const { side, traits, weight = 1 } of conversations) {
    if (side === 'production') shares.set(traits[0], (shares.get(traits[0]) ?? 0) + weight)
  }
  return shares.size === 0 ? undefined : shares
}

function triedOf(graded: readonly Graded[], of: Graded['side']): TriedCount {
  const own = graded.filter(({ side }) => side === of)
  return { successes: own.filter(({ held }) => held).length, n: own.length }
}

function pastOf(name: string, answered: NonNullable<ForetellOptions['answered']>) {
  return answered.flatMap(({ forecast, answer }): { gap: PastGap; scored: ScoredForecast }[] => {
    const foretold = forecast.rates[name]
    const production = answer.rates[name]
    if (foretold === undefined || production === undefined) return []
    return [{ gap: { test: asTested(foretold), production }, scored: scoredBy(foretold, production) }]
  })
}

/** What production was said to do if it were no worse than its test: its mix is no reason to expect less next time. */
function asTested({ test, asTested: share }: Foretold): TriedCount {
  return { successes: share * test.n, n: test.n }
}

function scoredBy({ rate, low, high, widened }: Foretold, { successes, n }: TriedCount): ScoredForecast {
  return { rate, low, high, widened, actual: successes / n, n }
}

/** Whether what came is within the interval, beyond what so few conversations may come to by chance. */
export function hasHeld(foretold: Foretold, came: TriedCount): boolean {
  return offBy(scoredBy(foretold, came), foretold.confidence) <= 1
}
