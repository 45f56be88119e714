/** A message sent in pieces, cut between words; never through a value. */
import { SENT } from './edits.ts'
import type { GuardedSpan } from './guard.ts'
import { noOptions } from './options.ts'
import type { PerturbationKind, Scene } from './perturbation.ts'
import { patternSpots } from './words.ts'

export const split: PerturbationKind = {
  id: 'split',
  family: 'message',
  per: 'place',
  summary: 'sends what has been written so far, and goes on in another message',
  example: { before: 'Hello, I need help', after: `Hello,${SENT}I need help` },
  options: noOptions,
  create: () => ({
    spots: (text, scene) => {
      let kept: readonly Kept[] | undefined
      // Only looked for where a cut is about to be made.
      const isThrough = (at: number) => {
        kept ??= keptIn(text, scene)
        return kept.some((span) => span.at < at && at < span.at + span.text.length)
      }
      return patternSpots(text, BETWEEN, (_, _random, { index }) => (isThrough(index) ? undefined : SENT))
    },
  }),
}

const BETWEEN = /(?<=[.,!?])\s(?=\S)|(?<=\S) (?=(?:and|but|so|because|if|at|on|for|with)\b)/g

type Kept = Pick<GuardedSpan, 'at' | 'text'>

/** Values, and phrases that must stay whole. */
function keptIn(text: string, { spans, whole }: Scene): readonly Kept[] {
  const lower = text.toLowerCase()
  return [...whole.flatMap((phrase) => placesOf(phrase.toLowerCase(), lower)), ...spans]
}

function placesOf(phrase: string, text: string): readonly Kept[] {
  const at = phrase === '' ? -1 : text.indexOf(phrase)
  return at === -1 ? [] : [{ at, text: phrase }]
}
