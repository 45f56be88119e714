/** What every report is made from. */
import type { Promised, Summary } from '../../pact/index.ts'
import type { AgainstControl, FaultCost, FaultCoverage, UnmetFault } from '../../simulate/index.ts'
import type { RunRecord, Store } from '../../store/index.ts'
import { replayCommand, type WayBack } from '../again.ts'

export interface Reported {
  /** Of the project. */
  readonly name: string
  readonly run: RunRecord
  readonly summary: Summary
  /** What faults cost, dearest first; absent where none were played. */
  readonly faults?: readonly FaultCost[]
  /** Which endpoints faults struck; absent where conversations were recorded elsewhere. */
  readonly coverage?: FaultCoverage
  /** What real habits cost against controls; absent where none were played. */
  readonly control?: AgainstControl
  /** Faults that scenarios are about and that did not strike in each of their conversations. */
  readonly unmet?: readonly UnmetFault[]
  /** Where the run's conversations are read from, one at a time. */
  readonly store: Pick<Store, 'trials' | 'trial'>
  readonly promises: readonly Pick<Promised, 'id' | 'severity'>[]
  /** How a later command comes back to this project and store. */
  readonly back: WayBack
  /** Conversations were recorded elsewhere: they cannot be played again. */
  readonly recorded?: true
  /** Files and lines to point at, as paths from the folder that the command runs in. */
  readonly places: Places
}

export interface Places {
  condition(id: string): Spot | undefined
  scenario(id: string): Spot | undefined
}

export interface Spot {
  readonly file: string
  /** From 1. */
  readonly line: number
}

/** The command that plays a trial again; nothing for conversations that were recorded elsewhere. */
export function replayOf(
  { run, recorded, back }: Pick<Reported, 'run' | 'recorded' | 'back'>,
  order: number,
): string | undefined {
  return recorded === true ? undefined : replayCommand(order, run.id, back)
}
