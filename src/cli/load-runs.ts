/**
 * Graded conversations of a load run, kept as a run for each level, so that they can be shown, played again and compared.
 *
 * They are written between levels: whoever writes while customers wait is late to them.
 */
import type { RunRecord, Store, TrialRecord } from '../store/index.ts'
import type { Io } from './io.ts'
import { freshRunId } from './run-ids.ts'

/** Kept of each level, at most; they wait in memory for the level to end. */
const keptAtMost = 2000

export interface LoadRuns {
  /** Quick: nothing is written yet. @param planned its id in the plan, by which levels are compared */
  add(trial: TrialRecord, planned: string): void
  /** Writes what was added of the level. */
  keep(level: number): Promise<void>
  /** Ids of runs, by level. */
  readonly ids: ReadonlyMap<number, string>
}

/** @param run what the runs have in common; their ids and sizes are their own */
export function loadRuns(
  store: Pick<Store, 'run' | 'openRun' | 'save' | 'closeRun'>,
  run: Omit<RunRecord, 'id' | 'planned'>,
  now: Io['now'],
): LoadRuns {
  const ids = new Map<number, string>()
  let waiting: TrialRecord[] = []
  return {
    ids,
    add(trial, planned) {
      if (waiting.length >= keptAtMost) return
      const { conversation, verdict } = trial
      waiting.push({
        ...trial,
        id: planned,
        conversation: { ...conversation, id: planned },
        verdict: { ...verdict, conversation: planned },
      })
    },
    async keep(level) {
      const trials = waiting
      waiting = []
      if (trials.length === 0) return
      const id = await freshRunId(store, run.startedAt, `${run.pact.hash.slice(0, 4)}-at-${level}`)
      await store.openRun({ ...run, id, planned: trials.length })
      await Promise.all(trials.map((trial) => store.save({ ...trial, run: id })))
      await store.closeRun(id, { endedAt: now().toISOString(), how: 'complete' })
      ids.set(level, id)
    },
  }
}
