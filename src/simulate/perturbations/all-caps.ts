/** A message in capital letters. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { patternSpots } from './words.ts'

export const allCaps: PerturbationKind = {
  id: 'all-caps',
  family: 'case',
  per: 'message',
  summary: 'writes in capital letters',
  example: { before: 'Can Ana come on Tuesday?', after: 'CAN ANA COME ON TUESDAY?' },
  options: noOptions,
  values: 'restated',
  over: (to) => to.toUpperCase(),
  create: () => ({ spots: (text) => patternSpots(text, WITH_SMALL, (word) => word.toUpperCase()) }),
}

/** Whole words without digits: an id and an address keep their small letters. */
const WITH_SMALL = /(?<![\p{L}\p{N}@._+/-])(?=\p{L}*\p{Ll})\p{L}+(?![\p{L}\p{N}@_+/-]|\.\p{L})/gu
