/** What a telephone makes of a voice note: no punctuation, no capitals, `um`, and words that only sound alike. */
import type { KeyedRandom } from '../../stats/index.ts'
import { noOptions } from './options.ts'
import type { PerturbationKind, Spot } from './perturbation.ts'
import { patternSpots, tableSpots } from './words.ts'

export const voiceNote: PerturbationKind = {
  id: 'voice-note',
  family: 'speech',
  per: 'message',
  summary: 'sends a voice note, which arrives as a transcript',
  example: { before: "Hello, I'd like to come.", after: 'hello id like to um come' },
  options: noOptions,
  values: 'restated',
  create: () => ({
    spots: (text, { spans }) => [
      ...patternSpots(text, /(?<!\b(?:Dr|Mr|Mrs|Ms|St|[ap]\.m|[ap]))[.,!?;:]+(?=\s|$)/gu, () => ''),
      ...tableSpots(text, SOUNDS_LIKE).map((spot) => sometimes(spot, 0.3, (said) => said.toLowerCase())),
      ...patternSpots(text, /(?<=^|[.!?]\s+)\p{Lu}(?=\p{Ll})/gu, (letter) => letter.toLowerCase()).filter(
        ({ at }) => !spans.some((span) => span.what === 'fact' && span.at === at),
      ),
      ...patternSpots(text, /(?<=\p{L})(?<!\bthank)(?= \p{L})/giu, (_, random) => ` ${random.pick(HESITATIONS)}`).map(
        (spot) => sometimes(spot, 0.08),
      ),
    ],
  }),
}

function sometimes(spot: Spot, share: number, then: (to: string) => string = (to) => to): Spot {
  return {
    ...spot,
    to(random: KeyedRandom) {
      const isNow = random.chance(share)
      const to = spot.to(random)
      return isNow && to !== undefined ? then(to) : undefined
    },
  }
}

const HESITATIONS = ['um', 'uh', 'er', 'erm'] as const

/** What machines still mishear: words that sound the same and are both likely in a sentence. */
const SOUNDS_LIKE: Readonly<Record<string, string>> = {
  are: 'our',
  by: 'buy',
  hear: 'here',
  here: 'hear',
  hour: 'our',
  "i'd": 'id',
  "i'll": 'ill',
  "i'm": 'im',
  "it's": 'its',
  its: "it's",
  new: 'knew',
  our: 'are',
  right: 'write',
  their: 'there',
  there: 'their',
  too: 'to',
  wait: 'weight',
  week: 'weak',
  "we're": 'were',
  whether: 'weather',
  your: "you're",
}
