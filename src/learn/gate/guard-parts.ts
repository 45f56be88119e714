/** Regression scenarios as parts of a gate: whether what they guard against stays away. */
import type { Promised } from '../../pact/index.ts'
import type { Scenario } from '../../simulate/index.ts'
import type { StoredRun } from '../../store/index.ts'
import type { Counts } from '../counts.ts'
import { type Guard, guardsAmong } from '../promote/guard.ts'
import {
  type GuardTerms,
  type KeptRuns,
  type Played,
  runsLookedAt,
  type Standing,
  standingOf,
} from '../promote/played.ts'
import type { Counted } from './counted.ts'
import { apart, conversations, type GatePart } from './part.ts'

export interface GuardPartsOptions extends GuardTerms {
  readonly run: StoredRun
  /** Its agent may have proven guards in runs before it. */
  readonly store: KeptRuns
  /** Conditions and rubrics. */
  readonly promises: readonly Pick<Promised, 'id' | 'severity' | 'target'>[]
  /** Of the project as it is now. */
  readonly scenarios: readonly Scenario[]
}

export async function guardParts(options: GuardPartsOptions, counted: Counted): Promise<readonly GatePart[]> {
  const { run, store } = options
  const guards = guardsAmong(options.scenarios, options.promises)
  const runs = guards.length === 0 ? [] : await store.runs(runsLookedAt)
  const earlier = runs.filter(({ id, startedAt }) => id !== run.id && startedAt <= run.startedAt)
  const parts: GatePart[] = []
  for (const guard of guards) {
    const counts = counted.guards.get(guard.scenario.id)
    const standing = await standingOf(guard, { run, counts: counts ?? nothing, earlier }, options)
    parts.push(partOf(guard, counts, standing))
  }
  return parts
}

const nothing: Counts = { held: 0, violated: 0, unjudged: 0 }

function partOf(guard: Guard, counts: Counts | undefined, { state, missing, provenBefore }: Standing): GatePart {
  return {
    ...{ kind: 'guard', name: guard.scenario.id, state, why: whyOf(guard, counts, provenBefore) },
    ...(counts !== undefined && { counts }),
    ...(state === 'undecided' && { missing }),
  }
}

function whyOf({ promise, severity }: Guard, counts: Counts | undefined, provenBefore: Played | undefined): string {
  if (severity === undefined)
    return `guards ${promise}, which the pact does not promise: promise it again, or take the scenario out`
  const here = counts === undefined ? `guards ${promise}, and was not played` : `what broke ${promise} ${times(counts)}`
  if (provenBefore === undefined) return here
  return `${here}; in run ${provenBefore.run} with the same version it ${times(provenBefore)}`
}

function times(counts: Counts): string {
  const { held, violated } = counts
  if (held + violated === 0) return `was judged in none of ${conversations(counts.unjudged)}`
  const of = `${conversations(held + violated)}${apart(counts)}`
  return violated === 0 ? `stayed away in all of ${of}` : `came back in ${violated} of ${of}`
}
