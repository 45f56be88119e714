/** A message that begins in lower case, and an `i` that stands small. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { patternSpots } from './words.ts'

export const lowercase: PerturbationKind = {
  id: 'lowercase',
  family: 'case',
  per: 'message',
  summary: 'begins sentences in lower case',
  example: { before: 'Can I come by?', after: 'can i come by?' },
  options: noOptions,
  values: 'restated',
  create: () => ({ spots: (text) => patternSpots(text, FIRST, (letter) => letter.toLowerCase()) }),
}

const FIRST = /(?<=^|[.!?]\s+)\p{Lu}(?=[\p{Ll}' ])|(?<![\p{L}'’])I(?=[ '’])/gu
