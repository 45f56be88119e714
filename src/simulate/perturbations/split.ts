/** A message sent in pieces, cut between words; never through a value. */
import { SENT } from './edits.ts'
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { patternSpots } from './words.ts'

export const split: PerturbationKind = {
  id: 'split',
  family: 'message',
  per: 'place',
  summary: 'sends what has been written so far, and goes on in another message',
  example: { before: 'Hello, I need help', after: `Hello,${SENT}I need help` },
  options: noOptions,
  create: () => ({
    spots: (text, { spans, whole }) => {
      const lower = text.toLowerCase()
      const kept = whole.flatMap((phrase) => placesOf(phrase.toLowerCase(), lower))
      const through = (at: number) =>
        [...kept, ...spans].some((span) => span.at < at && at < span.at + span.text.length)
      return patternSpots(
        text,
        /(?<=[.,!?])\s(?=\S)|(?<=\S) (?=(?:and|but|so|because|if|at|on|for|with)\b)/g,
        () => SENT,
      ).filter(({ at }) => !through(at))
    },
  }),
}

function placesOf(phrase: string, text: string): readonly { readonly at: number; readonly text: string }[] {
  const at = phrase === '' ? -1 : text.indexOf(phrase)
  return at === -1 ? [] : [{ at, text: phrase }]
}
