/** A key that was hit twice. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { wordSpots } from './words.ts'

export const doubling: PerturbationKind = {
  id: 'doubling',
  family: 'typing',
  per: 'place',
  summary: 'hits a key twice',
  example: { before: 'appointment', after: 'appoinntment' },
  options: noOptions,
  create: () => ({
    spots: (text) => wordSpots(text, 4, (word, random) => doubled(word, 1 + random.int(word.length - 2))),
  }),
}

export function doubled(word: string, at: number): string {
  return word.slice(0, at) + word.charAt(at) + word.slice(at)
}
