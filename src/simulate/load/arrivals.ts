/**
 * When conversations begin: by a schedule that does not wait for the agent.
 *
 * Whoever starts the next conversation when the last one ends asks a slow agent less often, and finds it faster than
 * its customers will. Here moments are drawn beforehand, and what is late against them is counted as late.
 */
import { keyedRandom } from '../../stats/index.ts'

/** `poisson`: customers who know nothing of each other. `even`: one every so often. */
export const arrivalKinds = ['poisson', 'even'] as const
export type ArrivalKind = (typeof arrivalKinds)[number]

export interface ArrivalOptions {
  readonly kind: ArrivalKind
  /** Milliseconds between two arrivals, on average; above 0. */
  readonly everyMs: number
  readonly seed: number
  /** What else decides the draws, such as the level. */
  readonly of: string | number
}

/** Moments in milliseconds since the beginning, never decreasing, without end. */
export function* arrivals({ kind, everyMs, seed, of }: ArrivalOptions): Generator<number, never> {
  if (!(everyMs > 0 && everyMs < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`everyMs must be a finite number above 0, got ${everyMs}`)
  }
  const random = keyedRandom(seed, 'arrival', of)
  for (let atMs = 0; ; ) {
    atMs += kind === 'even' ? everyMs : -Math.log(1 - random.float()) * everyMs
    yield atMs
  }
}
