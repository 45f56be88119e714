/** Two letters in the wrong order. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { wordSpots } from './words.ts'

export const transposition: PerturbationKind = {
  id: 'transposition',
  family: 'typing',
  per: 'place',
  summary: 'swaps two letters',
  example: { before: 'appointment', after: 'appiontment' },
  options: noOptions,
  create: () => ({
    spots: (text) => wordSpots(text, 4, (word, random) => transposed(word, 1 + random.int(word.length - 2))),
  }),
}

export function transposed(word: string, at: number): string {
  return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2)
}
