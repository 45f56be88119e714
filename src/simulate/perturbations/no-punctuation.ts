/** Full stops, commas and question marks that are not there. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { patternSpots } from './words.ts'

export const noPunctuation: PerturbationKind = {
  id: 'no-punctuation',
  family: 'case',
  per: 'place',
  summary: 'leaves out a full stop, a comma or a question mark',
  example: { before: 'Hello, can I come by?', after: 'Hello can I come by' },
  options: noOptions,
  create: () => ({
    spots: (text) => patternSpots(text, /(?<!\b(?:Dr|Mr|Mrs|Ms|St|[ap]\.m|[ap]))[.,!?]+(?=\s|$)/gu, () => ''),
  }),
}
