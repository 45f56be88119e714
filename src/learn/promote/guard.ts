/**
 * The one rule of guards: what a conversation says of the promise that a regression scenario guards, and what so many
 * conversations of one run say of the fix.
 *
 * A fix is proven when the promise is shown to hold more often than a target, and refuted when it is shown not to; of a
 * critical promise once is enough. Nobody has to have fixed anything: the same is asked of an agent that never broke it.
 */
import type { Promised } from '../../pact/index.ts'
import { isCounted, type Scenario } from '../../simulate/index.ts'
import type { TrialRecord } from '../../store/index.ts'
import { type Against, against, type Counts } from '../counts.ts'
import { guardedBy } from './regression.ts'

/** Fractions, as `regressions:` in a project file gives them. */
export interface GuardRule {
  /** How often a guarded promise has to be shown to hold. */
  readonly target: number
  /** How sure that has to be. */
  readonly certainty: number
}

/** A regression scenario, and what it guards. */
export interface Guard {
  readonly scenario: Scenario
  readonly promise: string
  /** Absent where the pact does not promise it any more. */
  readonly severity?: Promised['severity']
}

export function guardsAmong(
  scenarios: readonly Scenario[],
  promises: readonly Pick<Promised, 'id' | 'severity'>[],
): readonly Guard[] {
  return scenarios.flatMap((scenario) => {
    const promise = guardedBy(scenario)
    if (promise === undefined) return []
    const severity = promises.find(({ id }) => id === promise)?.severity
    return [{ scenario, promise, ...(severity !== undefined && { severity }) }]
  })
}

/**
 * What a conversation says of a guarded promise. Where the promise did not come up it was not broken; where nothing was
 * said of it, nobody knows. Controls, and conversations under faults that the scenario is not about, are other
 * conversations than the one in which it broke, and say nothing.
 */
export function guardOutcome(
  { conversation, verdict }: Pick<TrialRecord, 'conversation' | 'verdict'>,
  promise: string,
): keyof Counts | undefined {
  if (!isCounted(conversation)) return undefined
  const outcome = verdict.findings.find(({ condition }) => condition === promise)?.outcome ?? 'unjudged'
  return outcome === 'not-applicable' ? 'held' : outcome
}

/** What nobody promises can be neither proven nor refuted, by no number of conversations. */
export function guardState({ severity }: Guard, counts: Counts, { target, certainty }: GuardRule): Against {
  if (severity === undefined) return { state: 'undecided', missing: null }
  if (severity === 'critical' && counts.violated > 0) return { state: 'refuted', missing: 0 }
  return against(counts, target, certainty)
}

/** Conversations that prove it when all of them hold. */
export function provingPlays({ target, certainty }: GuardRule): number {
  return against({ held: 0, violated: 0, unjudged: 0 }, target, certainty).missing ?? Number.POSITIVE_INFINITY
}
