/**
 * How near what a customer says is to what the suite's customers say, and what counts as near.
 *
 * Near is as near as nineteen in twenty of the suite's own texts are to the rest of it: the suite itself says how
 * varied its kinds are, and nobody labels anything. A single close text may be chance, so the nearest few count together.
 */
import type { Vector } from './space.ts'

export interface Neighbourhood {
  /** Mean similarity to the nearest few, 0..1, and which of the texts is the nearest; none where nothing is shared. */
  look(vector: Vector): { readonly nearness: number; readonly nearest: number | undefined }
  /** From here on something is near. */
  readonly near: number
  /** Share of the suite's own texts that is not near to the rest of it. */
  readonly strays: number
  /** Texts it rests on. */
  readonly n: number
}

export interface NeighbourhoodOptions {
  /** How many of the nearest count. Default 2. */
  readonly nearest?: number
  /** The share of the suite's own texts that may be farther from the rest than what counts as near. Default 0.05. */
  readonly strays?: number
  /**
   * What each of the suite's texts is a repeat of. Repeats are no measure of how varied the suite is: what a text is held
   * against leaves out all of its own. Default: each text is its own.
   */
  readonly repeats?: readonly string[]
}

/** @throws RangeError when there are fewer texts than two more than count as nearest */
export function neighbourhoodOf(suite: readonly Vector[], options: NeighbourhoodOptions = {}): Neighbourhood {
  const { nearest = 2, strays = 0.05, repeats = [] } = options
  if (suite.length < nearest + 2) {
    throw new RangeError(`what is near cannot be told from ${suite.length} texts; it takes ${nearest + 2}`)
  }
  const index = indexOf(suite)
  const own = suite
    .map((vector, at) => nearestMean(withoutOwn(index(vector), at, repeats), nearest))
    .sort((a, b) => a - b)
  const near = own[Math.floor(strays * own.length)] ?? 0
  return {
    look(vector) {
      const similarities = index(vector)
      return { nearness: nearestMean(similarities, nearest), nearest: largest(similarities) }
    },
    near,
    strays: own.filter((each) => each < near).length / own.length,
    n: suite.length,
  }
}

/** Similarities of one vector to all others, through the places that they share. */
function indexOf(suite: readonly Vector[]): (vector: Vector) => Float64Array {
  const growing = new Map<number, { readonly at: number[]; readonly values: number[] }>()
  for (const [at, { places, values }] of suite.entries()) {
    for (const [nth, place] of places.entries()) {
      const list = growing.get(place) ?? { at: [], values: [] }
      list.at.push(at)
      list.values.push(values[nth] ?? 0)
      growing.set(place, list)
    }
  }
  const held = new Map(
    [...growing].map(([place, { at, values }]) => [
      place,
      { at: Uint32Array.from(at), values: Float64Array.from(values) },
    ]),
  )
  return ({ places, values }) => {
    const sums = new Float64Array(suite.length)
    for (let nth = 0; nth < places.length; nth += 1) {
      const list = held.get(places[nth] ?? 0)
      if (list !== undefined) addTimes(sums, list, values[nth] ?? 0)
    }
    return sums
  }
}

/** Most of the time goes by here: plain arrays and counters are ten times as fast as entries. */
function addTimes(sums: Float64Array, { at, values }: { at: Uint32Array; values: Float64Array }, times: number): void {
  for (let i = 0; i < at.length; i += 1) {
    const one = at[i] ?? 0
    sums[one] = (sums[one] ?? 0) + times * (values[i] ?? 0)
  }
}

function withoutOwn(similarities: Float64Array, own: number, repeats: readonly string[]): Float64Array {
  const of = repeats[own]
  return similarities.map((each, at) => (at === own || (of !== undefined && repeats[at] === of) ? 0 : each))
}

function nearestMean(similarities: Float64Array, nearest: number): number {
  const best = new Float64Array(nearest)
  for (const each of similarities) {
    if (each <= (best[0] ?? 0)) continue
    best[0] = each
    best.sort()
  }
  return best.reduce((sum, each) => sum + each, 0) / nearest
}

function largest(similarities: Float64Array): number | undefined {
  let at: number | undefined
  let most = 0
  for (const [index, each] of similarities.entries()) {
    if (each <= most) continue
    most = each
    at = index
  }
  return at
}
