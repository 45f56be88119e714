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

export class Surroundings {
  private readonly vectors: readonly Vector[]
  private readonly company: number
  /** By place, the texts that have something there, each with its value. */
  private readonly having = new Map<number, { readonly text: number; readonly value: number }[]>()

  constructor(vectors: readonly Vector[]) {
    this.vectors = vectors
    this.company = Math.min(mostCompany, Math.floor(vectors.length / textsForEach))
    for (const [text, { places, values }] of vectors.entries()) {
      for (const [at, place] of places.entries()) {
        const known = this.having.get(place)
        const one = { text, value: values[at] ?? 0 }
        if (known === undefined) this.having.set(place, [one])
        else known.push(one)
      }
    }
  }

  /** Of length 1, as what it is made of. */
  widened(vector: Vector): Vector {
    const near = this.nearest(vector)
    const whole = near.reduce((sum, { nearness }) => sum + nearness, 0)
    const sums = new Map<number, number>()
    add(sums, vector, own)
    for (const { text, nearness } of near) {
      const other = this.vectors[text]
      if (other !== undefined) add(sums, other, nearness / whole)
    }
    const places = Uint32Array.from(sums.keys()).sort()
    const values = Float64Array.from(places, (place) => sums.get(place) ?? 0)
    const length = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0))
    return { places, values: length === 0 ? values : values.map((value) => value / length) }
  }

  /** Most like it first; the same words again are no company. */
  private nearest({ places, values }: Vector): readonly { readonly text: number; readonly nearness: number }[] {
    const nearness = new Float64Array(this.vectors.length)
    for (const [at, place] of places.entries()) {
      const value = values[at] ?? 0
      for (const other of this.having.get(place) ?? [])
        nearness[other.text] = (nearness[other.text] ?? 0) + value * other.value
    }
    return [...nearness.entries()]
      .flatMap(([text, sum]) => (sum > 0 && sum < same ? [{ text, nearness: sum }] : []))
      .sort((a, b) => b.nearness - a.nearness)
      .slice(0, this.company)
  }
}

const same = 1 - 1e-9

function add(sums: Map<number, number>, { places, values }: Vector, weight: number): void {
  for (const [at, place] of places.entries()) sums.set(place, (sums.get(place) ?? 0) + weight * (values[at] ?? 0))
}
