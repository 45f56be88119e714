/** Typographic quotes and dashes, as telephones put them. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { patternSpots } from './words.ts'

export const smartQuotes: PerturbationKind = {
  id: 'smart-quotes',
  family: 'characters',
  per: 'place',
  summary: 'has typographic quotes',
  example: { before: "I don't know", after: 'I don’t know' },
  options: noOptions,
  values: 'restated',
  create: () => ({
    spots: (text) => [
      ...patternSpots(text, /(?<=\p{L})'(?=\p{L})/gu, () => '’'),
      ...patternSpots(text, /(?<=^|[\s(])"(?=\S)/gu, () => '“'),
      ...patternSpots(text, /(?<=\S)"(?=$|[\s).,!?])/gu, () => '”'),
      ...patternSpots(text, /\.\.\./g, () => '…'),
    ],
  }),
}
