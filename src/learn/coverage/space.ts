/**
 * A space in which texts that say alike things lie close: words and pieces of words, counted, hashed and weighed.
 *
 * No model is asked and nothing is learned but how common each piece is. Pieces of words keep misspelt and inflected words
 * near each other; rare pieces weigh more than common ones. Vectors have length 1, so that their product is their similarity.
 */
/** A text as a sparse vector: places in rising order, each with its value. */
export interface Vector {
  readonly places: Uint32Array
  readonly values: Float64Array
}

export interface Space {
  /** A text as it lies in this space. Of length 1; empty when the text has no letter and no digit. */
  vector(text: string): Vector
  /** How alike a text and the mean of a cluster must be; what does for words where left out. */
  readonly alike?: number
}

const buckets = 1 << 20
const shortest = 3
const longest = 5

/** A space in which pieces are as rare as they are in these texts. */
export function spaceOf(texts: Iterable<string>): Space {
  const texted = new Map<number, number>()
  let n = 0
  for (const text of texts) {
    n += 1
    for (const place of pieces(text).keys()) texted.set(place, (texted.get(place) ?? 0) + 1)
  }
  const rarity = (place: number) => Math.log((1 + n) / (1 + (texted.get(place) ?? 0))) + 1
  return { vector: (text) => weighed(pieces(text), rarity) }
}

/** How alike two texts are: 0 nothing in common, 1 the same. */
export function similarity(a: Vector, b: Vector): number {
  let sum = 0
  for (let i = 0, j = 0; i < a.places.length && j < b.places.length; ) {
    const left = a.places[i] ?? 0
    const right = b.places[j] ?? 0
    if (left === right) sum += (a.values[i] ?? 0) * (b.values[j] ?? 0)
    if (left <= right) i += 1
    if (right <= left) j += 1
  }
  return sum
}

function weighed(counts: ReadonlyMap<number, number>, rarity: (place: number) => number): Vector {
  const places = Uint32Array.from(counts.keys()).sort()
  const values = Float64Array.from(places, (place) => (1 + Math.log(counts.get(place) ?? 1)) * rarity(place))
  const length = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0))
  return { places, values: length === 0 ? values : values.map((value) => value / length) }
}

/** How often each word and each piece of a word stands in a text, by place. */
function pieces(text: string): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const word of wordsOf(text)) {
    add(counts, `${word} `)
    const marked = `<${word}>`
    for (let size = shortest; size <= longest; size += 1) {
      for (let at = 0; at + size <= marked.length; at += 1) add(counts, marked.slice(at, at + size))
    }
  }
  return counts
}

/** Lower case, without accents and marks, so that the same word is the same. */
export function wordsOf(text: string): readonly string[] {
  return (
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
}

function add(counts: Map<number, number>, piece: string): void {
  const place = placeOf(piece)
  counts.set(place, (counts.get(place) ?? 0) + 1)
}

/** By Fowler, Noll and Vo's hash (1a): short pieces are hashed by the million, and a rare clash does no harm. */
function placeOf(piece: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < piece.length; at += 1) hash = Math.imul(hash ^ piece.charCodeAt(at), 0x01000193)
  return (hash ^ (hash >>> 15)) & (buckets - 1)
}
