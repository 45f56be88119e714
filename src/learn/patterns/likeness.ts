/**
 * How like two things are that customers say: in nearly the same words, or in others that mean the same.
 *
 * Texts are widened by their company, so that wholly other words can mean the same. What counts as near is told from
 * the traffic: nearer than 96 of 100 pairs of things that customers say, in whatever language. Where there is too little
 * traffic to tell, words alone decide.
 */
import { usuallyBelow } from '../coverage/embedded.ts'
import { type Space, similarity, spaceOf, type Vector } from '../coverage/space.ts'
import { Company } from './company.ts'

export interface Likeness {
  /** In nearly the same words. */
  isSaidAlike(one: string, other: string): boolean
  /** As far as can be told; for where there is another reason to think so. */
  isMeantAlike(one: string, other: string): boolean
}

const alikeWords = 0.6
/** Of pairs of texts, those that are less alike than what means the same. */
const apart = 0.96
/** Where there is too little traffic to tell, and how alike words must be then. */
const fewest = 50
const alikeOfFew = 0.25
/** Texts beyond which more of them tell little of what is usual, and those whose pairs are looked at. */
const most = 1000
const mostPaired = 300
/** Characters of a text; what comes later hardly says what is wanted. */
const longest = 400

/** Some of what customers say, by which it is told what is usual. */
export const usualTexts = (texts: Iterable<string>) => spread([...new Set(texts)], mostPaired)

/**
 * @param texts what customers say
 * @param embedded a space that has all that are going to be compared; where left out, words are counted
 */
export function likenessOf(texts: Iterable<string>, embedded?: Space): Likeness {
  const usual = spread([...new Set(texts)], most)
  const space = spaceOf(usual.map(beginning))
  const words = remembered((text) => space.vector(beginning(text)))
  const isSaidAlike = (one: string, other: string) => similarity(words(one), words(other)) >= alikeWords
  const { alike = alikeOfFew, ...meaning } = embedded ?? meaningIn(usual, words)
  return {
    isSaidAlike,
    isMeantAlike: (one, other) =>
      isSaidAlike(one, other) || similarity(meaning.vector(one), meaning.vector(other)) >= alike,
  }
}

function meaningIn(usual: readonly string[], words: Space['vector']): Space {
  if (usual.length < fewest) return { vector: words }
  const company = new Company(usual.map(words))
  const vector = remembered((text) => company.widened(words(text)))
  return { vector, alike: usuallyBelow(usualTexts(usual).map(vector), apart) }
}

const beginning = (text: string) => text.slice(0, longest)

/** So many of them, as far from each other as they stand. */
function spread<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items
  return Array.from({ length: most }, (_, at) => items[Math.floor((at * items.length) / most)]).filter(
    (item) => item !== undefined,
  )
}

function remembered(vectorOf: (text: string) => Vector): Space['vector'] {
  const known = new Map<string, Vector>()
  return (text) => {
    const found = known.get(text) ?? vectorOf(text)
    known.set(text, found)
    return found
  }
}
