/** What every report is made from. */
import type { Promised, Summary } from '../../pact/index.ts'
import type {
  AgainstControl,
  BudgetOutcome,
  ChannelParity,
  FaultCost,
  FaultCoverage,
  UnmetFault,
} from '../../simulate/index.ts'
import type { RunRecord, Store } from '../../store/index.ts'
import { replayCommand, type WayBack } from '../again.ts'
import type { Headline } from './words.ts'

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
  /** The same scenarios on each channel; absent where there was one channel. */
  readonly parity?: ChannelParity
  /** Faults that scenarios are about and that did not strike in each of their conversations. */
  readonly unmet?: readonly UnmetFault[]
  /** Scenarios one by one; absent where the run had no budget. */
  readonly budget?: BudgetOutcome
  /** Whether a trial may be counted together with those of other scenarios, by its place; all may where it is left out. */
  readonly isEven?: (order: number) => boolean
  /** What the command that played the run knows besides. */
  readonly addition?: Addition
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

/** What a command adds to every report of its run. */
export interface Addition {
  /** Where it stands in the JSON report. */
  readonly key: string
  json(): unknown
  /** What the run was for, and what came of that, before what came of the promises. */
  readonly headline: Headline
  /** A section of the page, before all others. @param anchors conversations that can be linked to */
  html(anchors: ReadonlySet<number>): string
  /** Lines of the step summary, before the others. @param cell makes text of strangers safe */
  markdown(cell: (text: string) => string): string
  /** Conversations that are to be shown. */
  readonly examples: readonly { readonly id: string; readonly order: number }[]
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
