/**
 * A text widened by what others say that is most like it: two that share no word are near when they have the same company.
 *
 * What two people mean alike, a third often says half in the words of the one and half in those of the other.
 */
import type { Vector } from '../coverage/space.ts'

/** Texts of the company at most, and texts that it takes for each of them: among few all would be company. */
const mostCompany = 20
const textsForEach = 50
/** What the text itself weighs beside its company. */
const own = 0.5

export class Company {
  private readonly vectors: readonly Vector[]
  private readonly size: number
  /** By place, the texts that have something there, and what. */
  private readonly having = new Map<number, { readonly texts: number[]; readonly values: number[] }>()

  constructor(vectors: readonly Vector[]) {
    this.vectors = vectors
    this.size = Math.min(mostCompany, Math.floor(vectors.length / textsForEach))
    for (const [text, { places, values }] of vectors.entries()) {
      for (const [at, place] of places.entries()) {
        const known = this.having.get(place) ?? { texts: [], values: [] }
        known.texts.push(text)
        known.values.push(values[at] ?? 0)
        this.having.set(place, known)
      }
    }
  }

  /** Of length 1, as what it is made of. */
  widened(vector: Vector): Vector {
    const nearness = this.nearness(vector)
    const near = this.nearest(nearness)
    const whole = near.reduce((sum, text) => sum + (nearness[text] ?? 0), 0)
    const sums = new Map<number, number>()
    add(sums, vector, own)
    for (const text of near) add(sums, this.vectors[text] ?? vector, (nearness[text] ?? 0) / whole)
    const places = Uint32Array.from(sums.keys()).sort()
    const values = Float64Array.from(places, (place) => sums.get(place) ?? 0)
    const length = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0))
    return { places, values: length === 0 ? values : values.map((value) => value / length) }
  }

  /** To each of the texts; 0 to one that says the same, which is no company. */
  private nearness({ places, values }: Vector): Float64Array {
    const nearness = new Float64Array(this.vectors.length)
    for (let at = 0; at < places.length; at += 1) {
      const there = this.having.get(places[at] ?? 0)
      const value = values[at] ?? 0
      for (let each = 0; there !== undefined && each < there.texts.length; each += 1) {
        const text = there.texts[each] ?? 0
        nearness[text] = (nearness[text] ?? 0) + value * (there.values[each] ?? 0)
      }
    }
    return nearness.map((sum) => (sum > same ? 0 : sum))
  }

  private nearest(nearness: Float64Array): readonly number[] {
    const least = Float64Array.from(nearness).sort().at(-this.size) ?? 0
    return [...nearness.keys()].filter((text) => (nearness[text] ?? 0) >= Math.max(least, tiny)).slice(0, this.size)
  }
}

const same = 1 - 1e-9
const tiny = 1e-9

function add(sums: Map<number, number>, { places, values }: Vector, weight: number): void {
  for (let at = 0; at < places.length; at += 1) {
    const place = places[at] ?? 0
    sums.set(place, (sums.get(place) ?? 0) + weight * (values[at] ?? 0))
  }
}
