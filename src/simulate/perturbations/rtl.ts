/** A word that is stored backwards and shown the right way round, by marks that turn the direction of writing. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { wordSpots } from './words.ts'

export const rtl: PerturbationKind = {
  id: 'rtl',
  family: 'characters',
  per: 'place',
  summary: 'stores a word backwards, with a mark by which it is shown the right way round',
  example: { before: 'price', after: '\u202eecirp\u202c' },
  options: noOptions,
  create: () => ({ spots: (text) => wordSpots(text, 3, (word) => `\u202e${[...word].reverse().join('')}\u202c`) }),
}
