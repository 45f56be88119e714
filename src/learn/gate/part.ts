/** One thing that a gate asks, and what it says of it: proven, refuted, or undecided with what is missing. */
import { certifyCounts, type GateState } from '../../stats/index.ts'

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
  readonly counts?: { readonly held: number; readonly violated: number; readonly unjudged: number }
  /** Conversations that decide it if all of them hold; null where no number does, absent where it is decided. */
  readonly missing?: number | null
}

/**
 * Counts against a target. What was not judged counts as if it had been violated, so that it can prove nothing; it refutes
 * nothing either, since nobody saw it violated.
 */
export function against(
  { held, violated, unjudged }: NonNullable<GatePart['counts']>,
  target: number,
): { readonly state: GateState; readonly missing: number | null } {
  if (certifyCounts(held, violated, { target }).state === 'refuted') return { state: 'refuted', missing: 0 }
  const { state, moreNeeded } = certifyCounts(held, violated + unjudged, { target })
  return state === 'proven' ? { state, missing: 0 } : { state: 'undecided', missing: moreNeeded || null }
}

export const percent = (share: number) => `${+(100 * share).toFixed(1)} %`
export const conversations = (n: number) => `${n.toLocaleString('en-GB')} ${n === 1 ? 'conversation' : 'conversations'}`
