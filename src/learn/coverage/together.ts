/**
 * What stands together: texts whose words go with the same other words lie close, also where they share none.
 *
 * Customers who want their money back say "refund" or "reverse the charge" beside the same other words. The few directions
 * in which all texts differ most hold that; how alike two texts are along these counts half as much as the words that they
 * share. Nothing is asked for from outside and nothing is labelled. Of few texts it tells nothing new, and leaves them.
 *
 * @see Deerwester et al. 1990, J. Am. Soc. Inf. Sci. 41(6) 391-407; Halko, Martinsson and Tropp 2011, SIAM Review 53(2)
 * 217-288, for finding the directions in time that grows with the texts alone
 */
import { keyedRandom } from '../../stats/index.ts'
import type { Space, Vector } from './space.ts'

const directions = 50
const rounds = 3
/** Beside 1 for the words that two texts share. */
const weight = 0.5
/** Texts beyond which more of them hardly turn the directions. */
const mostTexts = 2000
/** Beyond the places of words. */
const firstPlace = 2 ** 30

/** Lengthens texts of a space by where they lie along the directions of these texts; of length 1, as they were. */
export function togetherIn(space: Space, texts: readonly string[]): (text: Vector) => Vector {
  const step = Math.max(1, Math.ceil(texts.length / mostTexts))
  const some = texts.filter((_, at) => at % step === 0)
  if (some.length <= directions) return (text) => text
  const rows = directionsOf(some.map((text) => space.vector(text)))
  const [words, beside] = [Math.sqrt(1 / (1 + weight)), Math.sqrt(weight / (1 + weight))]
  return (text) => {
    const along = ofLengthOne(alongRows(text, rows))
    const places = new Uint32Array(text.places.length + directions)
    const values = new Float64Array(places.length)
    places.set(text.places)
    places.set(
      along.map((_, at) => firstPlace + at),
      text.places.length,
    )
    values.set(text.values.map((value) => value * words))
    values.set(
      along.map((value) => value * beside),
      text.places.length,
    )
    return { places, values }
  }
}

/** By place, how far it goes along each direction. */
type Rows = ReadonlyMap<number, Float64Array>

/** The directions in which the texts differ most, found from chance ones by going to and fro between words and texts. */
function directionsOf(texts: readonly Vector[]): Rows {
  const random = keyedRandom(1, 'directions')
  const byChance = () => Float64Array.from({ length: directions }, () => random.float() - 0.5)
  const places = new Set(texts.flatMap((text) => [...text.places]))
  let rows: Rows = new Map([...places].map((place) => [place, byChance()]))
  for (let round = 0; round < rounds; round += 1) rows = turned(rows, texts)
  return rows
}

function turned(rows: Rows, texts: readonly Vector[]): Rows {
  const next = new Map([...rows.keys()].map((place) => [place, new Float64Array(directions)]))
  for (const text of texts) {
    const along = alongRows(text, rows)
    for (const [nth, place] of text.places.entries()) {
      const row = next.get(place)
      if (row !== undefined) addTimes(row, along, text.values[nth] ?? 0)
    }
  }
  makeUpright([...next.values()])
  return next
}

function alongRows({ places, values }: Vector, rows: Rows): Float64Array {
  const sums = new Float64Array(directions)
  for (let nth = 0; nth < places.length; nth += 1) {
    const row = rows.get(places[nth] ?? 0)
    if (row !== undefined) addTimes(sums, row, values[nth] ?? 0)
  }
  return sums
}

function addTimes(sums: Float64Array, row: Float64Array, times: number): void {
  for (let at = 0; at < directions; at += 1) sums[at] = (sums[at] ?? 0) + times * (row[at] ?? 0)
}

/** Directions at right angles and of length 1 (Gram and Schmidt); one that is in the others already becomes nothing. */
function makeUpright(rows: readonly Float64Array[]): void {
  for (let one = 0; one < directions; one += 1) {
    const before = lengthOf(rows, one)
    for (let other = 0; other < one; other += 1) {
      const shared = rows.reduce((sum, row) => sum + (row[one] ?? 0) * (row[other] ?? 0), 0)
      for (const row of rows) row[one] = (row[one] ?? 0) - shared * (row[other] ?? 0)
    }
    const length = lengthOf(rows, one)
    const isNew = length > 1e-9 * before
    for (const row of rows) row[one] = isNew ? (row[one] ?? 0) / length : 0
  }
}

function lengthOf(rows: readonly Float64Array[], one: number): number {
  return Math.sqrt(rows.reduce((sum, row) => sum + (row[one] ?? 0) ** 2, 0))
}

function ofLengthOne(values: Float64Array): Float64Array {
  const length = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0))
  return length === 0 ? values : values.map((value) => value / length)
}
