/** A space that is no plain space: a no-break space, a narrow one, or one of the wide spaces of other keyboards. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { patternSpots } from './words.ts'

export const nbsp: PerturbationKind = {
  id: 'nbsp',
  family: 'characters',
  per: 'place',
  summary: 'has a no-break space where a space should be',
  example: { before: 'a cleaning', after: 'a\u00a0cleaning' },
  options: noOptions,
  values: 'restated',
  create: () => ({ spots: (text) => patternSpots(text, /(?<=\S) (?=\S)/g, (_, random) => random.pick(SPACES)) }),
}

const SPACES = ['\u00a0', '\u00a0', '\u202f', '\u2009', '\u3000'] as const
