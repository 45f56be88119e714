/**
 * Every regression scenario with what is known of it: how old it is, when it last failed, whether the fix is proven to hold,
 * and how much of production it stands for.
 *
 * A fix is proven when a run that was planned before it began shows the promise to hold more often than `heldAtLeast`, with
 * 95 % certainty: nothing but held conversations takes 29 of them. One green run proves little, and runs that are played
 * again until one is green prove nothing, so each is asked by itself and the newest counts.
 */
import type { Scenario } from '../../simulate/index.ts'
import { lowerLimit } from '../../stats/index.ts'
import type { Store, StoredRun, TrialRecord } from '../../store/index.ts'
import { foundIn, foundOn, guardedBy } from './regression.ts'

/** The rate that a guarded promise has to be shown to hold at, where it once broke. */
const heldAtLeast = 0.9
const certainty = 0.95
/** Conversations that prove it when all of them hold. */
export const provingPlays = Math.ceil(Math.log(1 - certainty) / Math.log(heldAtLeast))

export interface LibraryEntry {
  readonly id: string
  /** The promise it guards. */
  readonly guards: string
  /** The scenario whose violation it was; and the day, `2026-03-02`. Absent where its file does not say. */
  readonly foundIn?: string
  readonly foundOn?: string
  /** Of the newest run in which it was played; absent where it never was. */
  readonly newest?: Played
  /** The newest run in which its promise was broken; absent where no run that is kept saw it fail. */
  readonly lastFailed?: Played
  readonly standing: 'proven' | 'open' | 'broken' | 'not played'
  /** Conversations that are missing for a proof, all of which have to hold; 0 where there is one, none where it is broken. */
  readonly missing?: number
  /** Conversations of production that are nearest to it or to the scenario it was found in, of so many. */
  readonly traffic?: { readonly n: number; readonly of: number }
}

/** How often it was played in one run, and what came of its promise. */
interface Played {
  readonly run: string
  /** ISO 8601. */
  readonly at: string
  readonly held: number
  readonly violated: number
  readonly unjudged: number
}

export interface LibraryOptions {
  readonly scenarios: readonly Scenario[]
  readonly store: Pick<Store, 'runs' | 'trials'>
  /** Runs that are looked at, from the newest on. Default 50. */
  readonly runsAtMost?: number
  /** Of production: conversations near each scenario, and of how many. */
  readonly traffic?: { readonly near: ReadonlyMap<string, number>; readonly of: number }
}

/** In the order in which they want a look: broken, open, not played, proven; of each the oldest first. */
export async function libraryOf(options: LibraryOptions): Promise<readonly LibraryEntry[]> {
  const { scenarios, store, runsAtMost = 50 } = options
  const runs = await store.runs(runsAtMost)
  const entries: LibraryEntry[] = []
  for (const scenario of scenarios) {
    const guards = guardedBy(scenario)
    if (guards !== undefined) entries.push(await entryOf(scenario, guards, runs, options))
  }
  const order = ['broken', 'open', 'not played', 'proven']
  const key = ({ standing, foundOn: on = '', id }: LibraryEntry) => `${order.indexOf(standing)} ${on} ${id}`
  return entries.sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

async function entryOf(
  scenario: Scenario,
  guards: string,
  runs: readonly StoredRun[],
  { store, traffic }: LibraryOptions,
): Promise<LibraryEntry> {
  let newest: Played | undefined
  let lastFailed: Played | undefined
  for (const run of runs) {
    const played = await playedIn(run, guards, store.trials(run.id, { scenario: scenario.id }))
    if (played === undefined) continue
    newest ??= played
    if (played.violated > 0) lastFailed ??= played
    if (lastFailed !== undefined) break
  }
  const [from, on] = [foundIn(scenario), foundOn(scenario)]
  const near = (id: string | undefined) => (id === undefined ? 0 : (traffic?.near.get(id) ?? 0))
  return {
    ...{ id: scenario.id, guards, ...standingOf(newest) },
    ...(from !== undefined && { foundIn: from }),
    ...(on !== undefined && { foundOn: on }),
    ...(newest !== undefined && { newest }),
    ...(lastFailed !== undefined && { lastFailed }),
    ...(traffic !== undefined && { traffic: { n: near(scenario.id) + near(from), of: traffic.of } }),
  }
}

async function playedIn(
  { id, startedAt }: StoredRun,
  guards: string,
  trials: AsyncIterable<TrialRecord>,
): Promise<Played | undefined> {
  const counts = { held: 0, violated: 0, unjudged: 0 }
  for await (const { conversation, verdict } of trials) {
    if (conversation.circumstances?.control === true) continue
    const outcome = verdict.findings.find(({ condition }) => condition === guards)?.outcome ?? 'unjudged'
    counts[outcome === 'not-applicable' ? 'held' : outcome] += 1
  }
  const { held, violated, unjudged } = counts
  return held + violated + unjudged === 0 ? undefined : { run: id, at: startedAt, ...counts }
}

/** What was not judged proves nothing, and breaks nothing either. */
function standingOf(played: Played | undefined): Pick<LibraryEntry, 'standing' | 'missing'> {
  if (played === undefined) return { standing: 'not played', missing: provingPlays }
  const { held, violated } = played
  if (violated > 0) return { standing: 'broken' }
  const isProven = held > 0 && lowerLimit(held, held, certainty) >= heldAtLeast
  return isProven ? { standing: 'proven', missing: 0 } : { standing: 'open', missing: provingPlays - held }
}
