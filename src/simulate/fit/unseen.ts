/** Characters that a reader does not see or takes for others, found and undone. */
import { ALIKE } from '../perturbations/index.ts'

/** How often something has struck in a text, and the text without. */
export interface Trace {
  readonly struck: number
  readonly without: string
}

/** A pattern that finds each strike, and what stood there before. */
export function undone(pattern: RegExp, before: (found: string) => string): (text: string) => Trace {
  return (text) => {
    let struck = 0
    const without = text.replace(pattern, (found: string) => {
      struck += 1
      return before(found)
    })
    return { struck, without }
  }
}

/** A joiner between emoji makes one of several, so it counts between letters alone. */
export const zeroWidth = undone(/[\u200b\u200c\u2060\u00ad\ufeff]|(?<=\p{L})\u200d(?=\p{L})/gu, () => '')

/** Only marks that could not be an accent of the word: whoever writes with accents puts them into the letter. */
export const combiningMarks = undone(/(?<=\p{L})[\u0300-\u0303\u0308\u0327\u0336]+/gu, () => '')

export const backwards = undone(/\u202e[^\u202c]*\u202c?/gu, (found) =>
  [...found.replaceAll(/[\u202e\u202c]/g, '')].reverse().join(''),
)

const LATIN = new Map(Object.entries(ALIKE).map(([latin, alike]) => [alike, latin]))

/** Words of two alphabets; a word that is Cyrillic from end to end is Russian. */
export const homoglyphs = (text: string): Trace => {
  let struck = 0
  const without = text.replace(/\p{L}{2,}/gu, (word) => {
    const latin = [...word].map((letter) => LATIN.get(letter) ?? letter).join('')
    if (latin === word || !/\p{Script=Latin}/u.test(word)) return word
    struck += 1
    return latin
  })
  return { struck, without }
}
