/**
 * What came of a suite: production's rate as far as rows carry shares of it, and what each level does.
 *
 * The share of a suite's conversations that pass is not among it, on purpose: the mix of its rows is even by design, so
 * that number is the rate of nothing.
 */

import { stateOf } from '../pact/index.ts'
import {
  type ClusterCount,
  clusteredRate,
  type Difference,
  differenceOfRates,
  type Rate,
  type WeightedRate,
  weightedRate,
} from '../stats/index.ts'
import { disturbancesOf, type FaultedTrial } from './fault-costs.ts'
import type { PlannedTrial } from './plan.ts'
import type { Suite, SuiteRow } from './suite.ts'

/** Conversations without a violation under one level, against those under the factor's other levels. */
export interface LevelEffect extends Difference {
  readonly factor: string
  readonly level: string
  readonly rate: Rate
  readonly others: Rate
  /** The difference is beyond chance, also after correcting for all levels that were looked at. */
  readonly surely: boolean
}

export interface SuiteOutcome {
  readonly rows: number
  /** Rows with at least one decided conversation; only they say anything. */
  readonly decidedRows: number
  /** Conversations that were played, and those that are unjudged. */
  readonly trials: number
  readonly unjudged: number
  /** Production's rate of conversations without a violation; absent where it cannot be told. */
  readonly production?: WeightedRate
  /** Why production's rate cannot be told, as a sentence. */
  readonly unweighted?: string
  /** Levels of factors that vary, most harmful first. */
  readonly effects: readonly LevelEffect[]
}

/** Counts a suite's trials as they come in; trials of no row are passed over. */
export interface SuiteCounts {
  add(trial: Pick<FaultedTrial, 'scenario' | 'persona' | 'channel' | 'conversation' | 'verdict'>): void
  outcome(): SuiteOutcome
}

interface Tallied extends ClusterCount {
  readonly row: SuiteRow
}

export function suiteCounts(suite: Suite): SuiteCounts {
  const counts = new Map(suite.rows.map((row) => [keyOfRow(row), { row, successes: 0, n: 0 }]))
  let trials = 0
  let unjudged = 0
  return {
    add({ scenario, persona, channel, conversation, verdict }) {
      const count = counts.get(keyOf(scenario, persona, channel, disturbancesOf(conversation)))
      if (count === undefined) return
      trials += 1
      const state = stateOf(verdict)
      if (state === 'unjudged') unjudged += 1
      else count.n += 1
      if (state === 'clean') count.successes += 1
    },
    outcome() {
      const all = [...counts.values()]
      const decided = all.filter(({ n }) => n > 0)
      const { unweighted } = suite
      const production =
        unweighted === undefined
          ? weightedRate(all.map(({ row, successes, n }) => ({ weight: row.share ?? 0, successes, n })))
          : null
      return {
        rows: suite.rows.length,
        decidedRows: decided.length,
        trials,
        unjudged,
        ...(production !== null && { production }),
        ...(production === null && { unweighted: unweighted ?? 'No conversation that production has was decided.' }),
        effects: effectsOf(suite, decided),
      }
    },
  }
}

/** A row's name among the trials of its suite: what a kept trial says of itself. */
function keyOf(scenario: string, persona: string, channel: string, faults: readonly string[]): string {
  return JSON.stringify([scenario, persona, channel, faults])
}

const keyOfRow = ({
  scenario,
  persona,
  channel,
  faults,
}: Pick<PlannedTrial, 'scenario' | 'persona' | 'channel' | 'faults'>) =>
  keyOf(
    scenario.id,
    persona.id,
    channel,
    faults.map(({ id }) => id),
  )

const confidence = 0.95

function effectsOf({ factors }: Suite, counts: readonly Tallied[]): readonly LevelEffect[] {
  const pairs = factors.flatMap(({ name: factor, levels }) =>
    levels.flatMap((level) => {
      const own = counts.filter(({ row }) => row.levels[factor] === level)
      const others = counts.filter(({ row }) => row.levels[factor] !== level)
      return own.length === 0 || others.length === 0 ? [] : [{ factor, level, own, others }]
    }),
  )
  const corrected = 1 - (1 - confidence) / Math.max(1, pairs.length)
  return pairs
    .map(({ factor, level, own, others }) => {
      const rate = clusteredRate(own, confidence)
      const otherRate = clusteredRate(others, confidence)
      const strict = differenceOfRates(clusteredRate(own, corrected), clusteredRate(others, corrected))
      return {
        factor,
        level,
        rate,
        others: otherRate,
        ...differenceOfRates(rate, otherRate),
        surely: strict.low > 0 || strict.high < 0,
      }
    })
    .sort((a, b) => a.difference - b.difference)
}
