/** A key beside the right one. The first letter stays, as it does for most who type. */
import type { KeyedRandom } from '../../stats/index.ts'
import { NEIGHBOURS } from './keyboard.ts'
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { wordSpots } from './words.ts'

export const substitution: PerturbationKind = {
  id: 'substitution',
  family: 'typing',
  per: 'place',
  summary: 'hits the key beside the right one',
  example: { before: 'appointment', after: 'appointmwnt' },
  options: noOptions,
  create: () => ({
    spots: (text) => wordSpots(text, 4, (word, random) => substituted(word, 1 + random.int(word.length - 2), random)),
  }),
}

export function substituted(word: string, at: number, random: KeyedRandom): string {
  const letter = word.charAt(at)
  const near = NEIGHBOURS[letter.toLowerCase()] ?? letter
  return word.slice(0, at) + near.charAt(random.int(near.length)) + word.slice(at + 1)
}
