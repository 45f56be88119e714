/**
 * What came of a suite: production's rate as far as rows carry shares of it, and what each level does.
 *
 * The share of a suite's conversations that pass is not among it, on purpose: the mix of its rows is even by design, so
 * that number is the rate of nothing.
 */

import { type Finding, type Promised, stateOf } from '../pact/index.ts'
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

/** One promise over a suite's conversations. */
export interface SuitePromise extends Pick<Promised, 'id' | 'severity' | 'target'> {
  readonly held: number
  readonly violated: number
  readonly unjudged: number
  /** How often it would hold in production, of the conversations that it is about. */
  readonly production?: WeightedRate
  /** The earliest violation in the plan. */
  readonly example?: { readonly order: number; readonly conversation: string; readonly because: string }
}

export interface SuiteOutcome {
  readonly rows: number
  /** Rows with at least one decided conversation; only they say anything. */
  readonly decidedRows: number
  /** Conversations that were played, and those that are unjudged. */
  readonly trials: number
  readonly unjudged: number
  /** Conversations that broke on our own side: simulator, judge, infrastructure. */
  readonly ownFailures: number
  /** Production's rate of conversations without a violation; absent where it cannot be told. */
  readonly production?: WeightedRate
  /** Why production's rate cannot be told, as a sentence. */
  readonly unweighted?: string
  /** In the order of the pact. */
  readonly promises: readonly SuitePromise[]
  /** Levels of factors that vary, most harmful first. */
  readonly effects: readonly LevelEffect[]
}

/** Counts a suite's trials as they come in; trials of no row are passed over. */
export interface SuiteCounts {
  /** Trials that came in and are of the suite. */
  readonly trials: number
  add(trial: Pick<FaultedTrial, 'index' | 'scenario' | 'persona' | 'channel' | 'conversation' | 'verdict'>): void
  outcome(): SuiteOutcome
}

interface Tallied extends ClusterCount {
  readonly row: SuiteRow
}

type Counted = { -readonly [Key in keyof ClusterCount]: ClusterCount[Key] }

/** @param promises of the pact, in its order */
export function suiteCounts(
  suite: Suite,
  promises: readonly Pick<Promised, 'id' | 'severity' | 'target'>[] = [],
): SuiteCounts {
  const indexes = new Map(suite.rows.map((row, index) => [keyOfRow(row), index]))
  const fresh = () => suite.rows.map((): Counted => ({ successes: 0, n: 0 }))
  const overall = fresh()
  const lines = new Map(promises.map((promise) => [promise.id, new PromiseLine(promise, fresh())]))
  let trials = 0
  let unjudged = 0
  let ownFailures = 0
  const weighted = (counts: readonly Counted[]) =>
    suite.unweighted === undefined
      ? weightedRate(suite.rows.map(({ share = 0 }, index) => ({ weight: share, ...countAt(counts, index) })))
      : null
  return {
    add({ index: order, scenario, persona, channel, conversation, verdict }) {
      const index = indexes.get(keyOf(scenario, persona, channel, disturbancesOf(conversation)))
      if (index === undefined) return
      trials += 1
      if (conversation.events.some((event) => event.type === 'error' && event.culprit !== 'agent')) ownFailures += 1
      const state = stateOf(verdict)
      if (state === 'unjudged') unjudged += 1
      else note(overall, index, state === 'clean')
      for (const finding of verdict.findings)
        lines.get(finding.condition)?.add(finding, index, { order, conversation: conversation.id })
    },
    get trials() {
      return trials
    },
    outcome() {
      const all = overall.map((count, index) => ({ ...count, row: suite.rows[index] as SuiteRow }))
      const decided = all.filter(({ n }) => n > 0)
      const production = weighted(overall)
      return {
        rows: suite.rows.length,
        decidedRows: decided.length,
        trials,
        unjudged,
        ownFailures,
        ...(production !== null && { production }),
        ...(production === null && {
          unweighted: suite.unweighted ?? 'No conversation that production has was decided.',
        }),
        promises: [...lines.values()].map((line) => line.summary(weighted(line.counts))),
        effects: effectsOf(suite, decided),
      }
    },
  }
}

const countAt = (counts: readonly Counted[], index: number): ClusterCount => counts[index] ?? { successes: 0, n: 0 }

function note(counts: readonly Counted[], index: number, passed: boolean): void {
  const count = counts[index]
  if (count === undefined) return
  count.n += 1
  if (passed) count.successes += 1
}

class PromiseLine {
  readonly promise: Pick<Promised, 'id' | 'severity' | 'target'>
  readonly counts: readonly Counted[]
  private unjudged = 0
  private example: SuitePromise['example'] | undefined

  constructor(promise: Pick<Promised, 'id' | 'severity' | 'target'>, counts: readonly Counted[]) {
    this.promise = promise
    this.counts = counts
  }

  add(finding: Finding, index: number, at: { readonly order: number; readonly conversation: string }): void {
    if (finding.outcome === 'unjudged') this.unjudged += 1
    if (finding.outcome === 'held' || finding.outcome === 'violated')
      note(this.counts, index, finding.outcome === 'held')
    if (finding.outcome !== 'violated' || (this.example !== undefined && this.example.order < at.order)) return
    this.example = { ...at, because: finding.because }
  }

  summary(production: WeightedRate | null): SuitePromise {
    const { id, severity, target } = this.promise
    const held = this.counts.reduce((sum, { successes }) => sum + successes, 0)
    const n = this.counts.reduce((sum, count) => sum + count.n, 0)
    return {
      id,
      severity,
      target,
      held,
      violated: n - held,
      unjudged: this.unjudged,
      ...(production !== null && { production }),
      ...(this.example !== undefined && { example: this.example }),
    }
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
