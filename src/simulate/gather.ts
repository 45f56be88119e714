/**
 * What the trials of a run add up to: the promises over undisturbed trials, and what each fault costs.
 *
 * Trials that were put under a fault on top of their scenario are in no rate of the summary: how often each fault is
 * played says nothing of how often it happens, so a mean over both would be a rate of nothing.
 */
import { type Pact, type Summary, tallyOf } from '../pact/index.ts'
import type { Store } from '../store/index.ts'
import { disturbancesOf, type FaultCost, type FaultedTrial, faultCosts } from './fault-costs.ts'
import { type FaultCoverage, faultCoverage } from './fault-coverage.ts'
import { type UnmetFault, unmetFaults } from './unmet-faults.ts'

/** What came of a run. */
export interface RunOutcome {
  /** Over trials as their scenarios are, undisturbed. */
  readonly summary: Summary
  /** Dearest first; empty when nothing was disturbed. */
  readonly faults: readonly FaultCost[]
  /** Which endpoints faults struck, over all trials. */
  readonly coverage: FaultCoverage
  /** Faults that scenarios are about and that did not strike in each of their conversations. */
  readonly unmet: readonly UnmetFault[]
}

/** Counts trials as they come in; holds a few bytes per trial, and that only where faults are played. */
export interface Counts {
  add(trial: FaultedTrial): void
  /** Trials that came in, disturbed or not. */
  readonly trials: number
  outcome(): RunOutcome
}

/** @param faulted whether the run has trials under faults, so that their twins have to be kept in mind */
export function countsOf(pact: Pact, faulted: boolean): Counts {
  const tally = tallyOf(pact)
  const costs = faultCosts([...pact.conditions, ...pact.rubrics])
  const coverage = faultCoverage()
  const unmet = unmetFaults()
  let trials = 0
  return {
    add(trial) {
      trials += 1
      if (faulted) costs.add(trial)
      coverage.add(trial.conversation)
      if (disturbancesOf(trial.conversation).length > 0) return
      tally.add(trial.conversation, trial.verdict, trial.index)
      unmet.add(trial.conversation)
    },
    get trials() {
      return trials
    },
    outcome: () => ({
      summary: tally.summary(),
      faults: costs.summary(),
      coverage: coverage.summary(),
      unmet: unmet.summary(),
    }),
  }
}

/** Reads a run from the store, one page at a time, and counts it. */
export async function gather(store: Pick<Store, 'trials'>, run: string, pact: Pact): Promise<RunOutcome> {
  const counts = countsOf(pact, true)
  for await (const trial of store.trials(run)) counts.add(trial)
  return counts.outcome()
}
