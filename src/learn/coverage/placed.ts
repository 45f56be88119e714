/** Conversations of production as they lie beside the suite. */
import { type ClusteredRate, clusteredRate } from '../../stats/index.ts'
import type { Vector } from './space.ts'
import type { Talk } from './talks.ts'

export interface Placed {
  readonly talk: Talk
  readonly vector: Vector
  /** The scenario it is near to; absent where it is near to none. */
  readonly scenario?: string
}

/** The share of conversations that are so; visits of one customer are not independent. */
export function shareOf(placed: readonly Placed[], isSo: (placed: Placed) => boolean): ClusteredRate {
  const units = grouped(placed, ({ talk }) => talk.unit).values()
  return clusteredRate([...units].map((unit) => ({ successes: unit.filter(isSo).length, n: unit.length })))
}

/** Things by what they have in common, in the order in which each was first met. */
export function grouped<Key, Item>(items: Iterable<Item>, keyOf: (item: Item) => Key): ReadonlyMap<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}
