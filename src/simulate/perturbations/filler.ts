/** Words that say nothing, in the middle of a sentence. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { patternSpots } from './words.ts'

export const filler: PerturbationKind = {
  id: 'filler',
  family: 'speech',
  per: 'place',
  summary: 'puts in a word that says nothing',
  example: { before: 'need help', after: 'need, like, help' },
  options: noOptions,
  create: () => ({
    spots: (text) => patternSpots(text, /(?<=\p{L})(?= \p{L}{1,12}\b)/gu, (_, random) => random.pick(FILLERS)),
  }),
}

const FILLERS = [', um,', ', like,', ', you know,', ', er,', ', uh,', ', hmm,', '...'] as const
