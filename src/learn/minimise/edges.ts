/**
 * The core of what is said: without words at the beginning and at the end of a clause.
 *
 * Words within stay together, and three always stay, so that what is left of a clause is a quotation that can be read.
 */
import type { Said } from '../reproduce/script.ts'
import type { Level, Piece } from './case.ts'
import { joined, partsOf } from './said.ts'

const wordsAtLeast = 3

/** Words before the core: one goes only together with all before it in its clause. */
export const beginnings: Level = edgesOf((clause) => clause.slice(0, -wordsAtLeast).toReversed())

/** Words after the core: one goes only together with all after it in its clause. */
export const ends: Level = edgesOf((clause) => clause.slice(wordsAtLeast))

/** @param edgeOf which words of a clause may go, the inmost first */
function edgesOf(edgeOf: (clause: readonly number[]) => readonly number[]): Level {
  return {
    elements: ({ turns }) =>
      turns.flatMap((turn, at) =>
        turn.flatMap((said, nth) =>
          clausesOf(wordsOf(said)).flatMap((clause) =>
            edgeOf(clause).map((word, place, edge): Piece => {
              const inner = edge[place - 1]
              const id = (each: number) => `${at} ${nth} ${each}`
              return inner === undefined ? { id: id(word) } : { id: id(word), needs: [id(inner)] }
            }),
          ),
        ),
      ),
    with: (of, kept) => ({
      ...of,
      turns: of.turns.map((turn, at) =>
        turn.map((said, nth) => {
          const words = wordsOf(said)
          const open = new Set(clausesOf(words).flatMap(edgeOf))
          const left = words.filter((_, word) => !open.has(word) || kept.has(`${at} ${nth} ${word}`))
          return left.length === words.length ? said : joined(left, said)
        }),
      ),
    }),
  }
}

const wordsOf = (said: Said) => partsOf(said, /\s+/)

/** Places of words, clause by clause. */
function clausesOf(words: readonly Said[]): readonly (readonly number[])[] {
  const clauses: number[][] = [[]]
  for (const [place, { text }] of words.entries()) {
    clauses.at(-1)?.push(place)
    if (/[.!?…,;:–—]$/.test(text)) clauses.push([])
  }
  return clauses
}
