/** What conversations say of one promise: in how many it held, in how many it was violated, in how many nobody could tell. */
import { certifyCounts, type GateState } from '../stats/index.ts'

export interface Counts {
  readonly held: number
  readonly violated: number
  readonly unjudged: number
}

export interface Against {
  readonly state: GateState
  /** Conversations that prove it if all of them hold; null where no number does, 0 where it is decided. */
  readonly missing: number | null
}

/**
 * Counts against a target, a fraction. What was not judged counts as if it had been violated, so that it can prove nothing;
 * it refutes nothing either, since nobody saw it violated. Valid whenever one looks, so that a run may be looked at while
 * it grows.
 *
 * @param certainty how sure either word has to be, a fraction
 */
export function against({ held, violated, unjudged }: Counts, target: number, certainty = 0.95): Against {
  const options = { target, alpha: 1 - certainty }
  if (certifyCounts(held, violated, options).state === 'refuted') return { state: 'refuted', missing: 0 }
  const { state, moreNeeded } = certifyCounts(held, violated + unjudged, options)
  return state === 'proven' ? { state, missing: 0 } : { state: 'undecided', missing: moreNeeded || null }
}
