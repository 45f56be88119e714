/** Letters drawn out: `soooo`, `pleaseee`. */
import type { KeyedRandom } from '../../stats/index.ts'
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { patternSpots } from './words.ts'

export const elongation: PerturbationKind = {
  id: 'elongation',
  family: 'spelling',
  per: 'place',
  summary: 'draws a word out',
  example: { before: 'please', after: 'pleaseee' },
  options: noOptions,
  create: () => ({ spots: (text) => patternSpots(text, DRAWN, drawnOut) }),
}

function drawnOut(word: string, random: KeyedRandom): string {
  return word + (word.at(-1) ?? '').repeat(2 + random.int(3))
}

const DRAWN =
  /(?<![\p{L}\p{N}'’-])(?:so|please|pls|thanks|thx|hello|hey|hi|really|sorry|very|soon|sure|great|cool|ok|okay|well|oh|ah|um|hmm|wow|nice|love|much|thank you|too|super|good|fine|perfect|awesome|ugh|help)(?![\p{L}\p{N}'’-])/giu
