/**
 * A tally: what verdicts add up to, condition by condition, as they come in.
 *
 * Holds counts, never conversations. What was not judged, and what went wrong on our own side, is
 * counted apart and shown, and is in no denominator: a rate is over conversations that held or violated.
 */
import type { Conversation, Culprit } from '../conversation/index.ts'
import {
  type Certification,
  type ClusteredRate,
  certifyCounts,
  clusteredRate,
  type Score,
  score,
} from '../stats/index.ts'
import type { Dimension, Severity } from './condition.ts'
import { explainRubric } from './jury/rubric.ts'
import type { Pact } from './pact.ts'
import type { Finding, Verdict } from './verdict.ts'

/** What a tally has to know of a promise. Conditions and rubrics both are such. */
export interface Promised {
  readonly id: string
  readonly dimension: Dimension
  readonly severity: Severity
  readonly target: number
  explain(): string
}

/** One promise over many conversations: counts, rate with interval, and what the gate says. */
export interface PromiseTally {
  readonly id: string
  readonly explanation: string
  readonly dimension: Dimension
  readonly severity: Severity
  /** The promised rate, a fraction 0..1. */
  readonly target: number
  readonly held: number
  readonly violated: number
  readonly unjudged: number
  readonly notApplicable: number
  /** Share that held of all that held or violated, clustered by scenario; absent when nothing was decided. */
  readonly rate?: ClusteredRate
  /**
   * Whether the promised rate is proven, refuted or neither; absent when nothing was decided.
   *
   * It asks about these scenarios in this mix, where one run tells nothing of the next. `rate` asks about scenarios
   * like these, so it is wider: 117 of 117 over three scenarios can prove a target that its interval does not reach.
   */
  readonly gate?: Certification
  /** Why something could not be judged, most frequent first. */
  readonly unjudgedBecause: readonly { readonly because: string; readonly n: number }[]
  /** Some conversations that violated, earliest in the plan first. */
  readonly examples: readonly Example[]
}

interface Example {
  readonly conversation: string
  readonly because: string
  readonly at: readonly number[]
  readonly order: number
}

/** What the verdicts of many conversations add up to. Every rate says what it is a share of. */
export interface Summary {
  readonly conversations: number
  /** Conversations in which every judged promise held and nothing was unjudged. */
  readonly clean: number
  /** Conversations with at least one violation. */
  readonly violating: number
  /** The rest: nothing violated, something unjudged. */
  readonly unjudged: number
  readonly promises: readonly PromiseTally[]
  /** Absent when nothing was decided. */
  readonly score?: Score
  /** How customers' sides ended, most frequent first. */
  readonly endings: readonly { readonly outcome: string; readonly n: number }[]
  /** Conversations with an error, by whose failure it was. Only the agent's count against the agent. */
  readonly errors: Readonly<Record<Culprit, number>>
  readonly scenarios: readonly ScenarioTally[]
  /** The conversation to look at first. */
  readonly worst?: { readonly conversation: string; readonly order: number; readonly violated: readonly string[] }
}

export interface ScenarioTally {
  readonly scenario: string
  readonly n: number
  readonly clean: number
  readonly violating: number
}

/** Counts verdicts as they come in; holds counts, never conversations. */
export interface Tally {
  /**
   * @param order position in the plan or file, so that what is shown does not depend on which trial ended first
   */
  add(conversation: Conversation, verdict: Verdict, order: number): void
  summary(): Summary
}

/** Examples kept per promise. */
const examplesKept = 5
/** What a violation weighs. */
export const severityWeight: Readonly<Record<Severity, number>> = { critical: 100, major: 10, minor: 1 }

/** An empty tally of everything that a pact promises. */
export function tallyOf({ conditions, rubrics, scoreWeights }: Pact): Tally {
  const read = rubrics.map((rubric) => ({ ...rubric, explain: () => explainRubric(rubric) }))
  return tally([...conditions, ...read], scoreWeights)
}

/**
 * @param promises conditions and rubrics, in the order in which they are to be shown
 * @param weights of the dimensions in the score
 */
export function tally(promises: readonly Promised[], weights: Readonly<Record<string, number>>): Tally {
  const counts = new Map(promises.map((promise) => [promise.id, new PromiseCount(promise)]))
  const scenarios = new Map<string, { n: number; clean: number; violating: number }>()
  const endings = new Map<string, number>()
  const errors: Record<Culprit, number> = { agent: 0, simulator: 0, judge: 0, infrastructure: 0 }
  const total = { conversations: 0, clean: 0, violating: 0, unjudged: 0 }
  let worst: (NonNullable<Summary['worst']> & { badness: number }) | undefined

  return {
    add(conversation, verdict, order) {
      const cluster = clusterOf(conversation)
      for (const finding of verdict.findings)
        counts.get(finding.condition)?.add(finding, cluster, conversation.id, order)
      const state = stateOf(verdict)
      total.conversations += 1
      total[state] += 1
      const scenario = entry(scenarios, cluster, () => ({ n: 0, clean: 0, violating: 0 }))
      scenario.n += 1
      if (state !== 'unjudged') scenario[state] += 1
      increase(endings, conversation.circumstances?.ending?.outcome ?? 'unknown')
      for (const culprit of culpritsIn(conversation)) errors[culprit] += 1
      const violated = verdict.findings
        .filter(({ outcome }) => outcome === 'violated')
        .map(({ condition }) => condition)
      const badness = violated.reduce((sum, id) => sum + severityWeight[counts.get(id)?.promise.severity ?? 'minor'], 0)
      const isWorse =
        worst === undefined || badness > worst.badness || (badness === worst.badness && order < worst.order)
      if (badness > 0 && isWorse) worst = { conversation: conversation.id, order, violated, badness }
    },
    summary() {
      const tallies = [...counts.values()].map((count) => count.tally())
      const overall = scoreOf(tallies, weights)
      const { badness: _, ...shown } = worst ?? { badness: 0, conversation: '', order: 0, violated: [] }
      return {
        ...total,
        promises: tallies,
        ...(overall !== undefined && { score: overall }),
        endings: byFrequency(endings).map(([outcome, n]) => ({ outcome, n })),
        errors: { ...errors },
        scenarios: [...scenarios].map(([scenario, count]) => ({ scenario, ...count })),
        ...(worst !== undefined && { worst: shown }),
      }
    },
  }
}

/** `clean` when everything decided held and nothing is unjudged. */
export function stateOf({ findings }: Verdict): 'clean' | 'violating' | 'unjudged' {
  if (findings.some(({ outcome }) => outcome === 'violated')) return 'violating'
  return findings.some(({ outcome }) => outcome === 'unjudged') ? 'unjudged' : 'clean'
}

class PromiseCount {
  readonly promise: Promised
  private readonly outcomes = { held: 0, violated: 0, unjudged: 0, 'not-applicable': 0 }
  private readonly clusters = new Map<string, { successes: number; n: number }>()
  private readonly reasons = new Map<string, number>()
  private readonly examples: Example[] = []

  constructor(promise: Promised) {
    this.promise = promise
  }

  add(finding: Finding, cluster: string, conversation: string, order: number): void {
    this.outcomes[finding.outcome] += 1
    if (finding.outcome === 'unjudged') increase(this.reasons, finding.because)
    if (finding.outcome !== 'held' && finding.outcome !== 'violated') return
    const count = entry(this.clusters, cluster, () => ({ successes: 0, n: 0 }))
    count.n += 1
    if (finding.outcome === 'held') count.successes += 1
    else this.keep({ conversation, because: finding.because, at: finding.at, order })
  }

  private keep(example: Example): void {
    this.examples.push(example)
    this.examples.sort((a, b) => a.order - b.order)
    this.examples.length = Math.min(this.examples.length, examplesKept)
  }

  tally(): PromiseTally {
    const { held, violated, unjudged, 'not-applicable': notApplicable } = this.outcomes
    const { id, dimension, severity, target } = this.promise
    const decided = held + violated > 0
    return {
      id,
      explanation: this.promise.explain(),
      dimension,
      severity,
      target,
      held,
      violated,
      unjudged,
      notApplicable,
      ...(decided && {
        rate: clusteredRate([...this.clusters.values()]),
        gate: certifyCounts(held, violated, { target }),
      }),
      unjudgedBecause: byFrequency(this.reasons).map(([because, n]) => ({ because, n })),
      examples: [...this.examples],
    }
  }
}

/** Conversations of one scenario resemble each other; so do those of one customer. */
function clusterOf({ id, circumstances, customerId }: Conversation): string {
  return circumstances?.scenario ?? customerId ?? id
}

function culpritsIn({ events }: Conversation): ReadonlySet<Culprit> {
  return new Set(events.flatMap((event) => (event.type === 'error' ? [event.culprit] : [])))
}

function scoreOf(tallies: readonly PromiseTally[], weights: Readonly<Record<string, number>>): Score | undefined {
  const dimensions = Object.entries(weights).map(([name, weight]) => {
    const rates = tallies.flatMap(({ dimension, rate }) => (dimension === name && rate !== undefined ? [rate] : []))
    const n = rates.reduce((sum, { effectiveN }) => sum + effectiveN, 0)
    const mean = rates.reduce((sum, { rate }) => sum + rate, 0) / Math.max(1, rates.length)
    return { name, weight, rate: mean, n }
  })
  if (dimensions.every(({ n }) => n === 0)) return undefined
  const critical = tallies
    .filter(({ severity }) => severity === 'critical')
    .map(({ id, held, violated, target }) => ({ condition: id, violations: violated, n: held + violated, target }))
  return score(dimensions, critical, { seed: 1 })
}

function entry<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

function increase(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1)
}

function byFrequency(map: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...map].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
}
