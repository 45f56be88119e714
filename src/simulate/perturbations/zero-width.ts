/** Characters that cannot be seen, inside a word: text pasted from a web page has them. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { wordSpots } from './words.ts'

export const zeroWidth: PerturbationKind = {
  id: 'zero-width',
  family: 'characters',
  per: 'place',
  summary: 'has a character that cannot be seen inside a word',
  example: { before: 'price', after: 'pri\u200bce' },
  options: noOptions,
  create: () => ({
    spots: (text) =>
      wordSpots(text, 2, (word, random) => {
        const at = 1 + random.int(word.length - 1)
        return word.slice(0, at) + random.pick(UNSEEN) + word.slice(at)
      }),
  }),
}

/** Zero-width space, joiner and non-joiner, word joiner, soft hyphen, byte order mark. */
const UNSEEN = ['\u200b', '\u200d', '\u200c', '\u2060', '\u00ad', '\ufeff'] as const
