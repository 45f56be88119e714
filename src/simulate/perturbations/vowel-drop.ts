/** A word without its inner vowels: `appntmnt`. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { wordSpots } from './words.ts'

export const vowelDrop: PerturbationKind = {
  id: 'vowel-drop',
  family: 'spelling',
  per: 'place',
  summary: 'leaves the inner vowels of a word out',
  example: { before: 'appointment', after: 'appntmnt' },
  options: noOptions,
  create: () => ({ spots: (text) => wordSpots(text, 5, withoutVowels) }),
}

/** First and last letter stay; too little left would be no word. */
function withoutVowels(word: string): string | undefined {
  const short = word.charAt(0) + word.slice(1, -1).replaceAll(/[aeiou]/gi, '') + word.slice(-1)
  return short.length >= 3 && short.length < word.length ? short : undefined
}
