/** How many combinations of levels rows have, counted from the rows alone, and how many there are. */
import type { Factor, Row } from './model.ts'

/** Different combinations of `strength` levels of different factors that occur in some row. */
export function combinationsMet(rows: readonly Row[], factors: readonly Factor[], strength: number): number {
  const names = factors.map(({ name }) => name)
  let met = 0
  for (const chosen of subsets(names, strength)) {
    met += new Set(rows.map((row) => JSON.stringify(chosen.map((name) => row[name])))).size
  }
  return met
}

/** All combinations of `strength` levels of different factors, whatever rules say. */
export function combinationsOf(factors: readonly Factor[], strength: number): number {
  // Ways to choose so many levels, none two of one factor, from the factors seen so far.
  const ways = [1, ...Array.from({ length: strength }, () => 0)]
  for (const { levels } of factors) {
    for (let chosen = strength; chosen > 0; chosen -= 1) {
      ways[chosen] = (ways[chosen] ?? 0) + (ways[chosen - 1] ?? 0) * levels.length
    }
  }
  return ways[strength] ?? 0
}

function* subsets(names: readonly string[], size: number, from = 0): Generator<readonly string[]> {
  if (size === 0) {
    yield []
    return
  }
  for (let at = from; at <= names.length - size; at += 1) {
    for (const rest of subsets(names, size - 1, at + 1)) yield [names[at] ?? '', ...rest]
  }
}
