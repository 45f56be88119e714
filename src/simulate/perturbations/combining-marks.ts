/** Marks that are put over letters, one or a few. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { wordSpots } from './words.ts'

export const combiningMarks: PerturbationKind = {
  id: 'combining-marks',
  family: 'characters',
  per: 'place',
  summary: 'has marks over a letter that do not belong there',
  example: { before: 'price', after: 'pric\u0300e' },
  options: noOptions,
  create: () => ({
    spots: (text) =>
      wordSpots(text, 2, (word, random) => {
        const at = 1 + random.int(word.length)
        const marks = Array.from({ length: 1 + random.int(3) }, () => random.pick(MARKS)).join('')
        return word.slice(0, at) + marks + word.slice(at)
      }),
  }),
}

const MARKS = ['\u0300', '\u0301', '\u0302', '\u0303', '\u0308', '\u0327', '\u0336'] as const
