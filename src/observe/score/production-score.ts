/**
 * The score of production: the same number over the same dimensions as a run's, over windows of time.
 *
 * Rates of what code checks are over all conversations, clustered by customer; rates of what juries read are Hájek's over
 * the sample, so that reading what looks bad does not make production look worse. What was not judged is in no rate.
 */
import type { Dimension, Pact, Severity } from '../../pact/index.ts'
import { clusteredRate, type Interval, type Score, sampledRate, score } from '../../stats/index.ts'
import type { FindingCount, Observed } from '../../store/index.ts'

/** One promise over one window. */
export interface PromiseScore {
  readonly id: string
  readonly dimension: Dimension
  readonly severity: Severity
  readonly target: number
  readonly held: number
  readonly violated: number
  readonly unjudged: number
  readonly notApplicable: number
  /** Share that held among all conversations that it says something of. Absent when nothing was decided. */
  readonly rate?: Interval & {
    readonly rate: number
    readonly method: 'wilson-clustered' | 'wilson-sampled'
    /** Independent conversations that would say as much. */
    readonly effectiveN: number
  }
}

/** One dimension of the score over one window. */
export interface DimensionScore {
  readonly name: string
  readonly weight: number
  /** Mean of its promises' rates. Absent when nothing was decided. */
  readonly rate?: number
  readonly low?: number
  readonly high?: number
  readonly effectiveN: number
}

export interface WindowScore {
  readonly sinceMs: number
  readonly untilMs: number
  readonly promises: readonly PromiseScore[]
  readonly dimensions: readonly DimensionScore[]
  /** Absent when nothing was decided. */
  readonly score?: Score
}

export interface ScoreWanted {
  readonly project: string
  readonly pact: Pact
  /** The end of the newest window, milliseconds since 1970. */
  readonly nowMs: number
  /** Length of a window in days. Default 7. */
  readonly days?: number
  /** Windows, each half a window later than the one before, so that they overlap. Default 1. */
  readonly windows?: number
  readonly channel?: string
  readonly version?: string
}

const dayMs = 86_400_000

/** Oldest window first. */
export async function productionScores(observed: Observed, wanted: ScoreWanted): Promise<readonly WindowScore[]> {
  const { project, pact, nowMs, days = 7, windows = 1, channel, version } = wanted
  const scores: WindowScore[] = []
  for (let back = windows - 1; back >= 0; back -= 1) {
    const untilMs = nowMs - (back * days * dayMs) / 2
    const sinceMs = untilMs - days * dayMs
    const filter = {
      sinceMs,
      untilMs,
      ...(channel !== undefined && { channel }),
      ...(version !== undefined && { version }),
    }
    scores.push({ sinceMs, untilMs, ...scoreOf(await observed.findingCounts(project, filter), pact) })
  }
  return scores
}

/** The score that counts add up to. */
function scoreOf(counts: readonly FindingCount[], pact: Pact): Omit<WindowScore, 'sinceMs' | 'untilMs'> {
  const promises = [...pact.conditions, ...pact.rubrics].map((promise) =>
    promiseScore(
      promise,
      counts.filter(({ condition }) => condition === promise.id),
    ),
  )
  const dimensions = Object.entries(pact.scoreWeights).map(([name, weight]) => dimensionScore(name, weight, promises))
  const measured = dimensions.some(({ effectiveN }) => effectiveN > 0)
  return { promises, dimensions, ...(measured && { score: composed(dimensions, promises) }) }
}

function promiseScore(
  { id, dimension, severity, target }: Pick<PromiseScore, 'id' | 'dimension' | 'severity' | 'target'>,
  counts: readonly FindingCount[],
): PromiseScore {
  const sum = (outcome: string) => counts.reduce((n, each) => n + (each.outcome === outcome ? each.n : 0), 0)
  const [held, violated] = [sum('held'), sum('violated')]
  const decided = counts.filter(({ outcome }) => outcome === 'held' || outcome === 'violated')
  const rate = decided.some(({ inclusion }) => inclusion < 1) ? sampled(decided) : clustered(decided)
  return {
    id,
    dimension,
    severity,
    target,
    held,
    violated,
    unjudged: sum('unjudged'),
    notApplicable: sum('not-applicable'),
    ...(rate !== undefined && { rate }),
  }
}

function clustered(decided: readonly FindingCount[]): PromiseScore['rate'] {
  if (decided.length === 0) return undefined
  const customers = new Map<string, { successes: number; n: number }>()
  for (const { customer, outcome, n } of decided) {
    const known = customers.get(customer) ?? { successes: 0, n: 0 }
    customers.set(customer, { successes: known.successes + (outcome === 'held' ? n : 0), n: known.n + n })
  }
  const { rate, low, high, method, effectiveN } = clusteredRate([...customers.values()])
  return { rate, low, high, method, effectiveN }
}

function sampled(decided: readonly FindingCount[]): PromiseScore['rate'] {
  const found = sampledRate(
    decided.map(({ inclusion, outcome, n }) => ({ inclusion, successes: outcome === 'held' ? n : 0, n })),
  )
  if (found === null) return undefined
  const { rate, low, high, method, effectiveN } = found
  return { rate, low, high, method, effectiveN }
}

/** The interval is as wide as independent promises would make it. */
function dimensionScore(name: string, weight: number, promises: readonly PromiseScore[]): DimensionScore {
  const rates = promises.flatMap(({ dimension, rate }) => (dimension === name && rate !== undefined ? [rate] : []))
  const effectiveN = rates.reduce((n, each) => n + each.effectiveN, 0)
  if (rates.length === 0) return { name, weight, effectiveN }
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length
  const rate = mean(rates.map((each) => each.rate))
  const spread = (off: (each: Interval & { readonly rate: number }) => number) =>
    Math.sqrt(rates.reduce((sum, each) => sum + off(each) ** 2, 0)) / rates.length
  return {
    name,
    weight,
    rate,
    low: rate - spread((each) => each.rate - each.low),
    high: rate + spread((each) => each.high - each.rate),
    effectiveN,
  }
}

function composed(dimensions: readonly DimensionScore[], promises: readonly PromiseScore[]): Score {
  const critical = promises
    .filter(({ severity }) => severity === 'critical')
    .map(({ id, target, rate }) => {
      // What a sample says counts as what as many independent conversations would have said.
      const n = Math.floor(rate?.effectiveN ?? 0)
      return { condition: id, target, n, violations: Math.round((1 - (rate?.rate ?? 1)) * n) }
    })
  const rates = dimensions.map(({ name, weight, rate = 0, effectiveN }) => ({ name, weight, rate, n: effectiveN }))
  return score(rates, critical, { seed: 1 })
}
