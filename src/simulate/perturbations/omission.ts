/** A letter that was not hit. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { wordSpots } from './words.ts'

export const omission: PerturbationKind = {
  id: 'omission',
  family: 'typing',
  per: 'place',
  summary: 'leaves a letter out',
  example: { before: 'appointment', after: 'appoinment' },
  options: noOptions,
  create: () => ({
    spots: (text) => wordSpots(text, 4, (word, random) => omitted(word, 1 + random.int(word.length - 2))),
  }),
}

export function omitted(word: string, at: number): string {
  return word.slice(0, at) + word.slice(at + 1)
}
