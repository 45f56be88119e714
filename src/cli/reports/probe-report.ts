/** What a report of probes is made from, whatever it is written as. */
import type { Decay, NotMade } from '../../simulate/index.ts'
import type { RunRecord, Store } from '../../store/index.ts'
import type { FamilyOutcome, ProbeOutcome } from './probes.ts'

export interface ProbeReport {
  readonly name: string
  readonly run: RunRecord
  readonly store: Store
  readonly families: readonly FamilyOutcome[]
  readonly decay: Decay
  readonly not: readonly NotMade[]
  readonly probes: readonly ProbeOutcome[]
  /** The command that plays a trial again. */
  readonly replay: (order: number) => string
}
