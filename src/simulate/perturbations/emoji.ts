/** An emoji at the end of a sentence, or several. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { patternSpots } from './words.ts'

export const emoji: PerturbationKind = {
  id: 'emoji',
  family: 'characters',
  per: 'place',
  summary: 'puts an emoji after a sentence',
  example: { before: 'See you.', after: 'See you. 👍🏽' },
  options: noOptions,
  create: () => ({
    spots: (text) => patternSpots(text, /(?<=[.!?])(?=\s)|(?<=\S)$/g, (_, random) => ` ${random.pick(FACES)}`),
  }),
}

/** With skin tones and joined ones: many are more than one character. */
const FACES = ['🙂', '😊', '👍🏽', '🙏', '😅', '🤞🏻', '😬', '🤷🏽‍♀️', '🤦‍♂️', '❤️', '🙏🙏', '😂😂'] as const
