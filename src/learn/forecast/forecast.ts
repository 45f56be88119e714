/** What production is said to do before it does it: kept as it is, to be held against what came. */
import type { RateForecast, TriedCount } from '../../stats/index.ts'
import type { Brought } from './brought.ts'
import type { Covering } from './shares.ts'

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
  /** What production did of versions that were tested, which teaches as answers do: how many releases. */
  readonly history?: number
  /** Production has conversations of this version already. */
  readonly launched?: true
  /** What is known of customers whom no scenario stands for, where production was looked at. */
  readonly covering?: Covering
  /** What customers bring, beside what they come with. Absent in forecasts of earlier versions. */
  readonly brought?: readonly Brought[]
  /** By promise, and of whole conversations. */
  readonly rates: Readonly<Record<string, Foretold>>
}

export interface Foretold extends RateForecast {
  /** What it rests on: what the test itself said, by people's say where they labelled enough of it. */
  readonly test: TriedCount
  /** What production has done so far, all versions alike; by people's say where it is labelled as the test is. */
  readonly soFar?: TriedCount
  /** By how much the interval was widened for what earlier forecasts missed. */
  readonly widened: number
  /** Of the test; absent where its judge is taken at its word. */
  readonly labels?: number
  /** The same if judges are taken at their word, in test and production. Only where there are labels. */
  readonly asJudged?: Foretold
}
