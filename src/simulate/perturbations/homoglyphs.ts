/** Letters of other alphabets that look like Latin ones. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { wordSpots } from './words.ts'

export const homoglyphs: PerturbationKind = {
  id: 'homoglyphs',
  family: 'characters',
  per: 'place',
  summary: 'writes a letter of another alphabet that looks the same',
  example: { before: 'price', after: 'priсe' },
  options: noOptions,
  create: () => ({
    spots: (text) =>
      wordSpots(text, 2, (word, random) => {
        const places = [...word].flatMap((letter, at) => (Object.hasOwn(ALIKE, letter) ? [at] : []))
        if (places.length === 0) return undefined
        const at = random.pick(places)
        return word.slice(0, at) + ALIKE[word.charAt(at)] + word.slice(at + 1)
      }),
  }),
}

/** Latin to Cyrillic and Greek. */
export const ALIKE: Readonly<Record<string, string>> = {
  a: '\u0430',
  c: '\u0441',
  e: '\u0435',
  h: '\u04bb',
  i: '\u0456',
  j: '\u0458',
  o: '\u043e',
  p: '\u0440',
  s: '\u0455',
  v: '\u03bd',
  x: '\u0445',
  y: '\u0443',
  A: '\u0410',
  B: '\u0412',
  C: '\u0421',
  E: '\u0415',
  H: '\u041d',
  I: '\u0406',
  K: '\u041a',
  M: '\u041c',
  N: '\u039d',
  O: '\u041e',
  P: '\u0420',
  T: '\u0422',
  X: '\u0425',
}
