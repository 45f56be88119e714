/**
 * A space that a model has learned: what means alike lies close, also where no word is the same.
 *
 * Models put all texts into one corner of theirs, so that everything is alike. So the middle of all texts is taken away
 * first: alike is then what is more alike than usual, as it is where words are counted.
 */
import { keyedRandom } from '../../stats/index.ts'
import { type Space, similarity, type Vector } from './space.ts'

const pairs = 4000
/** Of pairs of texts, those that are less alike than what belongs together; so many are where words are counted. */
const apart = 0.97

/** @param points of every text that is going to be asked for, all of one size */
export function embeddedSpace(points: ReadonlyMap<string, readonly number[]>): Space {
  const all = [...points.values()]
  const size = all[0]?.length ?? 0
  const middle = Array.from(
    { length: size },
    (_, place) => all.reduce((sum, point) => sum + (point[place] ?? 0), 0) / all.length,
  )
  const places = Uint32Array.from({ length: size }, (_, place) => place)
  const vectorOf = (point: readonly number[]): Vector => {
    const values = Float64Array.from(point, (value, place) => value - (middle[place] ?? 0))
    const length = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0))
    return { places, values: length === 0 ? values : values.map((value) => value / length) }
  }
  const vectors = new Map([...points].map(([text, point]) => [text, vectorOf(point)]))
  return {
    // Models differ in how close they put things, so what belongs together is told from the texts themselves.
    alike: Math.max(0.2, usuallyBelow([...vectors.values()], apart)),
    vector(text) {
      const found = vectors.get(text)
      if (found === undefined) throw new RangeError('a text was asked for that was never embedded')
      return found
    },
  }
}

const nothing: Vector = { places: new Uint32Array(), values: new Float64Array() }

/** What so large a share of pairs of texts is less alike than; 0 where there is no pair. */
export function usuallyBelow(vectors: readonly Vector[], share: number): number {
  if (vectors.length < 2) return 0
  const random = keyedRandom(1, 'embedded space')
  const drawn = Array.from({ length: pairs }, () => {
    const one = random.int(vectors.length)
    const other = (one + 1 + random.int(vectors.length - 1)) % vectors.length
    return similarity(vectors[one] ?? nothing, vectors[other] ?? nothing)
  })
  return drawn.sort((a, b) => a - b)[Math.floor(share * pairs)] ?? 0
}
