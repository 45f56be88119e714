/** Two words run together. Never with a value. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { patternSpots } from './words.ts'

export const missingSpace: PerturbationKind = {
  id: 'missing-space',
  family: 'typing',
  per: 'place',
  summary: 'leaves out the space between two words',
  example: { before: 'a visit', after: 'avisit' },
  options: noOptions,
  create: () => ({ spots: (text) => patternSpots(text, /(?<=\p{L}) (?=\p{L})/gu, () => '') }),
}
