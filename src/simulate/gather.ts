/**
 * What the trials of a run add up to: the promises over undisturbed trials, and what each fault costs.
 *
 * Controls are in no rate either: they are there to be compared with. Trials that were put under a fault on top of their scenario are in no rate of the summary: how often each fault is
 * played says nothing of how often it happens, so a mean over both would be a rate of nothing.
 */
import type { Conversation } from '../conversation/index.ts'
import { type Pact, type Summary, tallyOf } from '../pact/index.ts'
import type { Store } from '../store/index.ts'
import { type AgainstControl, againstControl, type ControlledTrial, isControl } from './against-control.ts'
import { type ChannelParity, channelParity } from './channel-parity.ts'
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
  /** What real habits cost; absent when no trial was a control. */
  readonly control?: AgainstControl
  /** The same scenarios on each channel; absent when there was one channel. */
  readonly parity?: ChannelParity
  /** Faults that scenarios are about and that did not strike in each of their conversations. */
  readonly unmet: readonly UnmetFault[]
}

/** Whether a conversation is in the rates of a run: undisturbed, and no control. */
export function isCounted(conversation: Pick<Conversation, 'circumstances'>): boolean {
  return disturbancesOf(conversation).length === 0 && !isControl(conversation)
}

/** Counts trials as they come in; holds a few bytes per trial, and that only where trials are compared. */
export interface Counts {
  add(trial: FaultedTrial & ControlledTrial): void
  /** Trials that came in, disturbed or not. */
  readonly trials: number
  outcome(): RunOutcome
}

/**
 * @param faulted whether the run has trials under faults, so that their twins have to be kept in mind
 * @param controlled whether it has controls
 * @param channels whether it has several channels
 */
export function countsOf(pact: Pact, faulted: boolean, controlled = false, channels = false): Counts {
  const tally = tallyOf(pact)
  const costs = faultCosts([...pact.conditions, ...pact.rubrics])
  const coverage = faultCoverage()
  const unmet = unmetFaults()
  const controls = againstControl()
  const parity = channelParity([...pact.conditions, ...pact.rubrics])
  let trials = 0
  return {
    add(trial) {
      trials += 1
      if (faulted) costs.add(trial)
      coverage.add(trial.conversation)
      if (disturbancesOf(trial.conversation).length > 0) return
      if (controlled) controls.add(trial)
      if (!isCounted(trial.conversation)) return
      tally.add(trial.conversation, trial.verdict, trial.index)
      if (channels) parity.add(trial)
      unmet.add(trial.conversation)
    },
    get trials() {
      return trials
    },
    outcome() {
      const [control, across] = [controls.summary(), parity.summary()]
      return {
        summary: tally.summary(),
        faults: costs.summary(),
        coverage: coverage.summary(),
        unmet: unmet.summary(),
        ...(control !== undefined && { control }),
        ...(across !== undefined && { parity: across }),
      }
    },
  }
}

/** Reads a run from the store, one page at a time, and counts it. */
export async function gather(store: Pick<Store, 'trials'>, run: string, pact: Pact): Promise<RunOutcome> {
  const counts = countsOf(pact, true, true, true)
  for await (const trial of store.trials(run)) counts.add(trial)
  return counts.outcome()
}
