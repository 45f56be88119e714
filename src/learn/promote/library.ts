/**
 * Every regression scenario with what is known of it: how old it is, when it last failed, whether the fix is proven to hold,
 * and how much of production it stands for.
 *
 * The newest run in which it was played decides, by the rule of guards. Where that is too short to decide and nothing broke
 * in it, an earlier run of the same version of the agent may have proven it. Runs are never added up.
 */
import type { Pact, Promised } from '../../pact/index.ts'
import type { Scenario } from '../../simulate/index.ts'
import type { ClusteredRate, GateState } from '../../stats/index.ts'
import type { StoredRun } from '../../store/index.ts'
import { type Guard, type GuardRule, guardsAmong, provingPlays } from './guard.ts'
import { type KeptRuns, type Played, playedIn, runsLookedAt, standingOf } from './played.ts'
import { foundIn, foundOn } from './regression.ts'

export interface LibraryEntry {
  readonly id: string
  /** The promise it guards. */
  readonly guards: string
  /** The scenario or conversation whose violation it was; and the day, `2026-03-02`. Absent where its file does not say. */
  readonly foundIn?: string
  readonly foundOn?: string
  /** Of the newest run in which it was played; absent where it never was. */
  readonly newest?: Played
  /** The newest run in which its promise was broken; absent where none of those looked at saw it fail. */
  readonly lastFailed?: Played
  readonly standing: GateState | 'not played'
  /** The run that has proven it, where the newest by itself does not. */
  readonly provenBefore?: Played
  /** Conversations of one run that prove it if all of them hold; 0 where it is decided, null where no number does. */
  readonly missing: number | null
  /** Of production's conversations, those that begin like the one it was found in. */
  readonly traffic?: ClusteredRate
}

export interface Library {
  /** In the order in which they want a look: refuted, undecided, not played, proven; of each the oldest first. */
  readonly entries: readonly LibraryEntry[]
  /** Runs that were looked at, from the newest on. */
  readonly runs: number
  /** Conversations that prove a guard when all of them hold. */
  readonly provingPlays: number
}

export interface LibraryOptions {
  readonly scenarios: readonly Scenario[]
  readonly pact: Pick<Pact, 'hash'>
  /** Conditions and rubrics. */
  readonly promises: readonly Pick<Promised, 'id' | 'severity'>[]
  readonly rule: GuardRule
  readonly store: KeptRuns
  /** Of production, what each guard stands for. */
  readonly traffic?: ReadonlyMap<string, ClusteredRate>
}

export async function libraryOf(options: LibraryOptions): Promise<Library> {
  const { scenarios, promises, store, rule } = options
  const runs = await store.runs(runsLookedAt)
  const entries: LibraryEntry[] = []
  for (const guard of guardsAmong(scenarios, promises)) entries.push(await entryOf(guard, runs, options))
  const order = ['refuted', 'undecided', 'not played', 'proven']
  const key = ({ standing, foundOn: on = '', id }: LibraryEntry) => `${order.indexOf(standing)} ${on} ${id}`
  return {
    entries: entries.sort((a, b) => (key(a) < key(b) ? -1 : 1)),
    runs: runs.length,
    provingPlays: provingPlays(rule),
  }
}

async function entryOf(guard: Guard, runs: readonly StoredRun[], options: LibraryOptions): Promise<LibraryEntry> {
  const { scenario, promise } = guard
  const [from, on] = [foundIn(scenario), foundOn(scenario)]
  const traffic = options.traffic?.get(scenario.id)
  return {
    ...{ id: scenario.id, guards: promise, ...(await historyOf(guard, runs, options)) },
    ...(from !== undefined && { foundIn: from }),
    ...(on !== undefined && { foundOn: on }),
    ...(traffic !== undefined && { traffic }),
  }
}

/** What the runs say of it, from the newest in which it was played on. */
async function historyOf(
  guard: Guard,
  [run, ...earlier]: readonly StoredRun[],
  options: LibraryOptions,
): Promise<Pick<LibraryEntry, 'standing' | 'missing' | 'newest' | 'provenBefore' | 'lastFailed'>> {
  if (run === undefined) return { standing: 'not played', missing: provingPlays(options.rule) }
  const newest = await playedIn(run, guard, options.store)
  if (newest === undefined) return historyOf(guard, earlier, options)
  const { state, ...standing } = await standingOf(guard, { run, counts: newest, earlier }, options)
  const lastFailed = newest.violated > 0 ? newest : await failedIn(earlier, guard, options)
  return { standing: state, ...standing, newest, ...(lastFailed !== undefined && { lastFailed }) }
}

async function failedIn(runs: readonly StoredRun[], guard: Guard, { store }: LibraryOptions) {
  for (const run of runs) {
    const played = await playedIn(run, guard, store)
    if (played !== undefined && played.violated > 0) return played
  }
  return undefined
}
