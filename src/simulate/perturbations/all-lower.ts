/** A message without any capital letter. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { patternSpots } from './words.ts'

export const allLower: PerturbationKind = {
  id: 'all-lower',
  family: 'case',
  per: 'message',
  summary: 'uses no capital letter at all',
  example: { before: 'Can Ana come on Tuesday?', after: 'can ana come on tuesday?' },
  options: noOptions,
  values: 'restated',
  over: (to) => to.toLowerCase(),
  create: () => ({ spots: (text) => patternSpots(text, WITH_CAPITAL, (word) => word.toLowerCase()) }),
}

/** Whole words without digits: an id keeps its capitals. */
const WITH_CAPITAL = /(?<![\p{L}\p{N}@._+/-])(?=\p{L}*\p{Lu})\p{L}+(?![\p{L}\p{N}@_+/-]|\.\p{L})/gu
