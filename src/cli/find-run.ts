/** Which run, and which trial, a command means. */
import { Problem } from '../problem.ts'
import type { Store, StoredRun, TrialRecord } from '../store/index.ts'

/** What a run is compared with unless another name is given. */
export const baselineName = 'baseline'

/** The newest run that nothing was chosen for: what customers meet is held against all scenarios, not against the few played last. */
export const wholeRun = 'whole'

/**
 * A run by its id, by the beginning of its id, or by a name it was blessed with; the newest when nothing is named.
 *
 * @throws Problem `cli/no-such-run`
 */
export async function findRun(store: Store, wanted: string | undefined): Promise<StoredRun> {
  const runs = await store.runs()
  if (wanted === wholeRun) return runs.find(isWhole) ?? runs[0] ?? fail(noRun(undefined, runs))
  if (wanted === undefined || wanted === 'latest') return runs[0] ?? fail(noRun(wanted, runs))
  const blessed = await store.blessed(wanted)
  const found = runs.find(({ id }) => id === (blessed ?? wanted)) ?? (await store.run(blessed ?? wanted))
  if (found !== undefined) return found
  const alike = runs.filter(({ id }) => id.startsWith(wanted))
  return (alike.length === 1 ? alike[0] : undefined) ?? fail(noRun(wanted, alike.length > 1 ? alike : runs))
}

/**
 * A trial of a run by its place in the plan, or by its id.
 *
 * @throws Problem `cli/no-such-trial`
 */
export async function findTrial(store: Store, run: StoredRun, wanted: string): Promise<TrialRecord> {
  const byId = await store.trial(run.id, wanted)
  if (byId !== undefined) return byId
  if (/^\d+$/.test(wanted)) {
    for await (const trial of store.trials(run.id)) {
      if (trial.index === Number(wanted)) return trial
      if (trial.index > Number(wanted)) break
    }
  }
  throw new Problem({
    code: 'cli/no-such-trial',
    message: `Run ${run.id} has no trial "${wanted}".`,
    hint:
      run.kept === 0
        ? 'It was stopped before any trial was kept.'
        : `Trials are numbered from 0 to ${run.planned - 1}${run.kept < run.planned ? `, of which ${run.kept} were kept` : ''}. "fieldproof show ${run.id}" lists them.`,
  })
}

/** Nobody picked scenarios, tags or attacks for it, and it measured no speed. */
function isWhole({ settings }: StoredRun): boolean {
  return !['scenarios', 'tags', 'probes', 'load'].some((choice) => Object.hasOwn(Object(settings), choice))
}

function noRun(wanted: string | undefined, runs: readonly StoredRun[]): Problem {
  const known = runs.slice(0, 5).map(({ id, kept, planned }) => `${id} (${kept} of ${planned} trials)`)
  return new Problem({
    code: 'cli/no-such-run',
    message:
      wanted === undefined || wanted === 'latest'
        ? 'No run has been kept here yet.'
        : `There is no run "${wanted}" in this store.`,
    hint: known.length === 0 ? 'Start one with "fieldproof simulate".' : `Runs: ${known.join(', ')}.`,
  })
}

function fail(problem: Problem): never {
  throw problem
}
