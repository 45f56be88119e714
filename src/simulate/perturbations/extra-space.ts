/** A space too many: between words, or before a full stop. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { patternSpots } from './words.ts'

export const extraSpace: PerturbationKind = {
  id: 'extra-space',
  family: 'typing',
  per: 'place',
  summary: 'puts in a space too many',
  example: { before: 'a visit', after: 'a  visit' },
  options: noOptions,
  create: () => ({
    spots: (text) => patternSpots(text, /(?<=\p{L})(?= \p{L})|(?<=\p{L})(?=[.!?,](?:\s|$))/gu, () => ' '),
  }),
}
