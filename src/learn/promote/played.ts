/** A guard in the runs that are kept: how often it was played, and whether one of them proves it. */
import type { Pact } from '../../pact/index.ts'
import type { StoredRun, TrialRecord } from '../../store/index.ts'
import type { Against, Counts } from '../counts.ts'
import { type Guard, type GuardRule, guardOutcome, guardState, provingPlays } from './guard.ts'

/** What is asked of a store. */
export interface KeptRuns {
  /** Newest first. */
  runs(limit: number): Promise<readonly StoredRun[]>
  trials(
    run: string,
    filter: { readonly scenario: string },
  ): AsyncIterable<Pick<TrialRecord, 'conversation' | 'verdict'>>
}

/** Runs that are looked at for a guard, from the newest on. */
export const runsLookedAt = 50

/** How often a guard was played in one run, and what came of its promise. */
export interface Played extends Counts {
  readonly run: string
  /** ISO 8601. */
  readonly at: string
}

/** Nothing where it was not played. */
export async function playedIn(
  { id, startedAt }: StoredRun,
  { scenario, promise }: Guard,
  store: Pick<KeptRuns, 'trials'>,
): Promise<Played | undefined> {
  const counts = { held: 0, violated: 0, unjudged: 0 }
  for await (const trial of store.trials(id, { scenario: scenario.id })) {
    const outcome = guardOutcome(trial, promise)
    if (outcome !== undefined) counts[outcome] += 1
  }
  const { held, violated, unjudged } = counts
  return held + violated + unjudged === 0 ? undefined : { run: id, at: startedAt, ...counts }
}

/** Whether a run chose what to play where trouble was likely, so that what held in it is not what would. */
export function isSelective({ settings }: Pick<StoredRun, 'settings'>): boolean {
  const { suite, budget, probes } = (settings ?? {}) as Readonly<Record<string, unknown>>
  return suite === true || budget !== undefined || probes !== undefined
}

export interface GuardIn {
  /** The newest run that is asked. */
  readonly run: StoredRun
  readonly counts: Counts
  /** Runs before it, newest first. */
  readonly earlier: readonly StoredRun[]
}

export interface Standing extends Against {
  /** The run that has proven it, where the newest by itself does not. */
  readonly provenBefore?: Played
}

export interface GuardTerms {
  readonly store: Pick<KeptRuns, 'trials'>
  readonly rule: GuardRule
  readonly pact: Pick<Pact, 'hash'>
}

/**
 * What the newest run says of a guard. Where it is too short to decide and nothing broke in it, an earlier run of the same
 * version of the agent may have proven it, as long as none in between has seen the promise broken.
 *
 * Each run is asked by itself: counts of several are never added up, since who plays until it is green has only green ones.
 */
export async function standingOf(
  guard: Guard,
  { run, counts, earlier }: GuardIn,
  terms: GuardTerms,
): Promise<Standing> {
  const own = guardState(guard, counts, terms.rule)
  if (own.state === 'refuted' || (own.state === 'proven' && canProve(run, terms))) return own
  const before = counts.violated > 0 ? undefined : await provenBefore(guard, run, earlier, terms)
  if (before !== undefined) return { state: 'proven', missing: 0, provenBefore: before }
  return own.state === 'proven' ? { state: 'undecided', missing: provingPlays(terms.rule) } : own
}

async function provenBefore(
  guard: Guard,
  run: StoredRun,
  earlier: readonly StoredRun[],
  terms: GuardTerms,
): Promise<Played | undefined> {
  for (const each of earlier) {
    const played = isSameAgent(each, run) ? await playedIn(each, guard, terms.store) : undefined
    if (played === undefined) continue
    if (canProve(each, terms) && guardState(guard, played, terms.rule).state === 'proven') return played
    if (played.violated > 0) return undefined
  }
  return undefined
}

/** Whether what holds in a run proves anything under this pact. */
const canProve = (run: StoredRun, { pact }: GuardTerms) => !isSelective(run) && run.pact.hash === pact.hash

/** As far as the agent says what version it is. */
const isSameAgent = ({ agent: a }: StoredRun, { agent: b }: StoredRun) =>
  a.id === b.id && a.version !== undefined && a.version === b.version
