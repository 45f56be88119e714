/**
 * A run as a gate counts it. Regression scenarios were chosen because they broke something, so they are counted by
 * themselves and are in no rate; so are conversations under faults and controls. What a critical promise forbids is looked
 * for in all of them.
 */
import type { Conversation } from '../../conversation/index.ts'
import type { Finding } from '../../pact/index.ts'
import { isCounted, type Scenario } from '../../simulate/index.ts'
import type { TrialRecord } from '../../store/index.ts'
import type { Counts } from '../counts.ts'
import { guardOutcome } from '../promote/guard.ts'
import { guardedBy } from '../promote/regression.ts'

type Counting = { -readonly [Name in keyof Counts]: number }

export interface Counted {
  /** All that were kept. */
  readonly conversations: number
  /** Those that failed on our own side: simulator, judge, infrastructure. */
  readonly ownFailures: number
  /** By promise, over undisturbed conversations of scenarios that guard nothing. */
  readonly promises: ReadonlyMap<string, Counts>
  /** By regression scenario, of the promise it guards: what did not violate it held. */
  readonly guards: ReadonlyMap<string, Counts>
  /** By promise, in any conversation at all: how many violated it, and the place of the first in the plan. */
  readonly violated: ReadonlyMap<string, { readonly n: number; readonly first: number }>
}

type Kept = Pick<TrialRecord, 'index' | 'scenario' | 'conversation' | 'verdict'>

export async function countedIn(trials: AsyncIterable<Kept>, scenarios: readonly Scenario[]): Promise<Counted> {
  const guarded = new Map(scenarios.flatMap((each) => pair(each.id, guardedBy(each))))
  const promises = new Map<string, Counting>()
  const guards = new Map<string, Counting>()
  const violated = new Map<string, { n: number; first: number }>()
  let [conversations, ownFailures] = [0, 0]
  for await (const { index, scenario, conversation, verdict } of trials) {
    const { findings } = verdict
    conversations += 1
    if (hasFailedOnOurSide(conversation)) ownFailures += 1
    noteViolated(violated, findings, index)
    const promise = guarded.get(scenario)
    if (promise === undefined && isCounted(conversation)) count(promises, findings)
    const outcome = promise === undefined ? undefined : guardOutcome({ conversation, verdict }, promise)
    if (outcome !== undefined) countsOf(guards, scenario)[outcome] += 1
  }
  return { conversations, ownFailures, promises, guards, violated }
}

function count(promises: Map<string, Counting>, findings: readonly Finding[]): void {
  for (const { condition, outcome } of findings) {
    if (outcome !== 'not-applicable') countsOf(promises, condition)[outcome] += 1
  }
}

function countsOf(all: Map<string, Counting>, name: string): Counting {
  const counts = all.get(name) ?? { held: 0, violated: 0, unjudged: 0 }
  all.set(name, counts)
  return counts
}

function noteViolated(
  violated: Map<string, { n: number; first: number }>,
  findings: readonly Finding[],
  index: number,
): void {
  for (const { condition, outcome } of findings) {
    if (outcome !== 'violated') continue
    const { n, first } = violated.get(condition) ?? { n: 0, first: index }
    violated.set(condition, { n: n + 1, first: Math.min(first, index) })
  }
}

function hasFailedOnOurSide({ events }: Conversation): boolean {
  return events.some((event) => event.type === 'error' && event.culprit !== 'agent')
}

const pair = (id: string, promise: string | undefined) => (promise === undefined ? [] : [[id, promise] as const])
