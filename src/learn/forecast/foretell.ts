/**
 * A forecast of production from a run, promise by promise and for whole conversations.
 *
 * Traffic is counted where production is known, and taken to be as the scenarios are where it is not; which of the two, the
 * forecast says. Where people labelled some of the test's verdicts, it is of what they would call held. Earlier forecasts
 * that production has answered teach by how much a test flatters, and whether intervals were wide enough.
 */
import { forecastRate, type TriedCount, widening } from '../../stats/index.ts'
import type { Gathered } from '../gap/gather.ts'
import type { GradedTalk } from '../gap/graded-over.ts'
import { type Answered, taughtBy } from './answer.ts'
import { broughtOf } from './brought.ts'
import { cellsOf } from './cells.ts'
import { effectOf } from './effects.ts'
import { type Forecast, type Foretold, wholeConversations } from './forecast.ts'
import { type Covering, farShare, type Shares, sharesCounted, sharesDeciding, withFar } from './shares.ts'
import { type BroughtOptions, thingsBrought } from './things.ts'
import { judgedOf, type Truly, trulyOf } from './truly.ts'

export interface ForetellOptions {
  readonly seed: number
  readonly confidence?: number
  /** Shares of customers by kind, any numbers from 0; counted where there is production, else as in the test. */
  readonly given?: Shares
  /** What is known of what customers bring, beside the records of both sides. */
  readonly brought?: BroughtOptions
  /** Of the same production, where there is one. */
  readonly covering?: Covering
  /** Earlier forecasts with what came of them. */
  readonly answered?: readonly Answered[]
  /** What would have been foretold of releases that nobody forecast, with what came: teaches how much tests flatter, and no more. */
  readonly history?: readonly Answered[]
  /** Default 2000. */
  readonly draws?: number
}

/** @returns by promise and for whole conversations; promises that no test decided, or no such customer asks for, are left out */
export function foretell(
  { conversations, byPromise }: Pick<Gathered, 'conversations' | 'byPromise'>,
  options: ForetellOptions,
): Pick<Forecast, 'mix' | 'rates' | 'brought' | 'covering' | 'history'> {
  const { given, covering, brought = {}, history = [] } = options
  const isCounted = given === undefined && conversations.some(({ side }) => side === 'production')
  const mix = given !== undefined ? 'given' : isCounted ? 'counted' : 'assumed'
  const all = [[wholeConversations, conversations] as const, ...byPromise]
  const rates = all.flatMap(([name, graded]) => {
    const foretold = foretoldOf(name, { graded, conversations, mix }, options)
    return foretold === undefined ? [] : [[name, foretold] as const]
  })
  return {
    ...{ mix, rates: Object.fromEntries(rates) },
    brought: broughtOf(conversations, thingsBrought(conversations, brought, true), brought),
    ...(history.length > 0 && { history: history.length }),
    ...(isCounted && covering !== undefined && { covering: { beyond: covering.beyond, unseen: covering.unseen } }),
  }
}

interface Known {
  readonly graded: readonly GradedTalk[]
  readonly conversations: readonly GradedTalk[]
  readonly mix: Forecast['mix']
}

function foretoldOf(name: string, known: Known, options: ForetellOptions): Foretold | undefined {
  const { graded, conversations, mix } = known
  const { seed, confidence = 0.9, answered = [], history = [], brought = {}, covering, draws = 2000 } = options
  const test = judgedOf(graded, 'test')
  const shares = sharesOf(known, options)
  if (test.n === 0 || ![...shares.values()].some((share) => share > 0)) return undefined
  const widened = widening(
    taughtBy(name, answered).map(({ scored }) => scored),
    confidence,
  )
  const things = thingsBrought(conversations, brought, name === wholeConversations)
  const own = graded.filter(({ side }) => side === 'test')
  const effects = things.map((thing) => effectOf(own, thing))
  const cells = cellsOf(graded, shares, things, conversations)
  const forecast = (truly?: Truly) => ({
    ...forecastRate(cells, {
      ...{ seed, confidence, draws, effects, counted: mix === 'counted', widen: widened },
      past: taughtBy(name, [...answered, ...history]).map(({ gap }) => gap),
      ...(mix === 'counted' && covering !== undefined && { untestedAtMost: untestedAtMost(covering) }),
      ...(truly !== undefined && { truly: truly.drawn }),
    }),
    widened,
  })
  const soFar = judgedOf(graded, 'production')
  const asJudged = { ...forecast(), test, ...(soFar.n > 0 && { soFar }) }
  const truly = trulyOf(graded, 'test', seed)
  if (truly === undefined) return asJudged
  const production = trulyOf(graded, 'production', seed)
  return {
    ...{ ...forecast(truly), test: countOf(truly), labels: truly.labels, asJudged },
    ...(production !== undefined && { soFar: countOf(production) }),
  }
}

const countOf = ({ successes, n }: TriedCount): TriedCount => ({ successes, n })

function sharesOf({ graded, conversations, mix }: Known, { given, covering }: ForetellOptions): Shares {
  const tested = new Set(conversations.flatMap(({ side, traits }) => (side === 'test' ? [traits[0]] : [])))
  if (given !== undefined) return sharesDeciding(given, graded, conversations)
  if (mix === 'assumed') return sharesDeciding(new Map([...tested].map((kind) => [kind, 1])), graded, conversations)
  const all = sharesCounted(conversations)
  const own = sharesCounted(graded)
  const shares = own.size > 0 ? own : sharesDeciding(all, graded, conversations)
  if (covering === undefined) return shares
  const [far, { rate: beyond }] = [farShare(all, tested), covering.beyond]
  return withFar(shares, tested, far === 0 ? beyond : Math.min(1, (farShare(shares, tested) * beyond) / far))
}

/** What brings what nobody had yet has no scenario either, and may be more than what of that has come. */
export const untestedAtMost = ({ beyond, unseen }: Covering) => Math.max(beyond.high, unseen.high)
