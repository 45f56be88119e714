/** One thing that a gate asks, and what it says of it: proven, refuted, or undecided with what is missing. */
import type { GateState } from '../../stats/index.ts'
import type { Counts } from '../counts.ts'

export interface GatePart {
  /** `run`: whether the run can be asked at all. `target`: a promise's. `guard`: a regression scenario. `forecast`: of production. */
  readonly kind: 'run' | 'target' | 'guard' | 'forecast'
  /** The promise, the scenario, or of what the run is. */
  readonly name: string
  /** `shown` is told and decides nothing. */
  readonly state: GateState | 'shown'
  /** One sentence, with the counts it rests on. */
  readonly why: string
  /** Of the conversations asked; absent where none were counted. */
  readonly counts?: Counts
  /** Conversations that decide it if all of them hold; null where no number does, absent where it is decided. */
  readonly missing?: number | null
}

export const percent = (share: number) => `${+(100 * share).toFixed(1)} %`
export const conversations = (n: number) => `${n.toLocaleString('en-GB')} ${n === 1 ? 'conversation' : 'conversations'}`
/** What nobody could judge, behind what was counted. */
export const apart = ({ unjudged }: Counts) => (unjudged === 0 ? '' : `, ${unjudged} unjudged`)
