/**
 * How far two sets of conversations are apart: the mean, over features, of the Jensen-Shannon distance between how often
 * each value occurs. 0: the same shares. 1: nothing in common.
 *
 * The root of the divergence in bits, which is a metric. A feature that one side does not have, such as times, is left
 * out for both.
 *
 * @see Endres and Schindelin 2003, IEEE Trans. Inf. Theory 49(7) 1858-1860
 */
import type { Counts } from './features.ts'

/** A distance, and its parts in the order of the features; undefined where one side has none of a feature. */
export interface Distance {
  readonly value: number
  readonly parts: readonly (number | undefined)[]
}

/** @throws RangeError when there is no feature that both have */
export function distanceBetween(ours: readonly Counts[], theirs: readonly Counts[]): Distance {
  const parts = ours.map((counts, index) => jensenShannon(counts, theirs[index] ?? []))
  const measured = parts.filter((part) => part !== undefined)
  if (measured.length === 0) throw new RangeError('there is no feature that both sides have')
  return { value: measured.reduce((sum, part) => sum + part, 0) / measured.length, parts }
}

/** The Jensen-Shannon distance between two lists of counts, 0..1. */
export function jensenShannon(ours: Counts, theirs: Counts): number | undefined {
  const [mine, yours] = [sumOf(ours), sumOf(theirs)]
  if (mine === 0 || yours === 0) return undefined
  let divergence = 0
  for (let place = 0; place < Math.max(ours.length, theirs.length); place += 1) {
    const [p, q] = [(ours[place] ?? 0) / mine, (theirs[place] ?? 0) / yours]
    divergence += (bits(p, (p + q) / 2) + bits(q, (p + q) / 2)) / 2
  }
  return Math.sqrt(Math.min(1, Math.max(0, divergence)))
}

function bits(p: number, middle: number): number {
  return p === 0 ? 0 : p * Math.log2(p / middle)
}

/** Counts of several conversations together. */
export function together(conversations: readonly (readonly Counts[])[]): readonly Counts[] {
  const [first = []] = conversations
  return first.map((counts, feature) =>
    counts.map((_, place) => conversations.reduce((sum, each) => sum + (each[feature]?.[place] ?? 0), 0)),
  )
}

function sumOf(counts: Counts): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
