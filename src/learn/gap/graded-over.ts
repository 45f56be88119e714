/**
 * A conversation held against some of its promises: all of them, those of one dimension, or one.
 *
 * It counts where none of them is unjudged and one at least applies. People's say is known where they labelled each promise in
 * it that they label at all; the others are taken at the judge's word.
 */
import type { Finding } from '../../pact/index.ts'
import type { Graded } from '../graded.ts'
import type { CountedLabels } from './counted-labels.ts'
import type { Traits } from './traits.ts'

/** A graded conversation, or one promise in it, with what it can be told apart by. */
export interface GradedTalk extends Graded {
  readonly traits: Traits
  /** Who played the customer; in production nobody did. */
  readonly persona?: string
  /** Of the agent. */
  readonly version?: string
}

/** A conversation as it was judged, promise by promise. */
export interface Kept extends Pick<GradedTalk, 'side' | 'unit' | 'cell' | 'traits' | 'called' | 'persona' | 'version'> {
  readonly id: string
  /** By promise. */
  readonly outcomes: ReadonlyMap<string, Finding['outcome']>
  /** By promise: how many conversations it stands for. */
  readonly weights: ReadonlyMap<string, number>
}

export const isDecided = (outcome: Finding['outcome'] | undefined) => outcome === 'held' || outcome === 'violated'

/** Nothing where one was not judged or none applied. */
export function gradedOver(
  { id, outcomes, weights, ...kept }: Kept,
  promises: readonly string[],
  labels: CountedLabels,
): readonly GradedTalk[] {
  if (promises.some((promise) => (outcomes.get(promise) ?? 'unjudged') === 'unjudged')) return []
  const applying = promises.filter((promise) => isDecided(outcomes.get(promise)))
  if (applying.length === 0) return []
  const held = applying.every((promise) => outcomes.get(promise) === 'held')
  const weight = Math.max(1, ...promises.map((promise) => weights.get(promise) ?? 1))
  const isLabelled = promises.some((promise) => labels.has(promise))
  return [{ ...kept, held, weight, ...(isLabelled && truthOver(id, applying, outcomes, labels)) }]
}

function truthOver(
  id: string,
  promises: readonly string[],
  outcomes: Kept['outcomes'],
  labels: CountedLabels,
): Pick<Graded, 'truth' | 'speaksFor'> {
  let [truth, speaksFor] = [true, 1]
  for (const promise of promises) {
    const own = labels.get(promise)
    const label = own?.get(id)
    if (own !== undefined && label === undefined) return {}
    truth &&= label?.truth ?? outcomes.get(promise) === 'held'
    speaksFor *= label?.speaksFor ?? 1
  }
  return { truth, speaksFor }
}
