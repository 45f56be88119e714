/** Typographic quotes and dashes, as telephones put them. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { patternSpots } from './words.ts'

export const smartQuotes: PerturbationKind = {
  id: 'smart-quotes',
  family: 'characters',
  per: 'place',
  summary: 'has typographic quotes',
  example: { before: "I don't know", after: 'I don’t know' },
  options: noOptions,
  values: 'restated',
  create: () => ({
    spots: (text) => (ANY.test(text) ? SIGNS.flatMap(({ plain, put }) => patternSpots(text, plain, put)) : []),
  }),
}

const ANY = /['"]|\.\.\./
const SIGNS: readonly { readonly plain: RegExp; readonly put: () => string }[] = [
  { plain: /(?<=\p{L})'(?=\p{L})/gu, put: () => '’' },
  { plain: /(?<=^|[\s(])"(?=\S)/gu, put: () => '“' },
  { plain: /(?<=\S)"(?=$|[\s).,!?])/gu, put: () => '”' },
  { plain: /\.\.\./g, put: () => '…' },
]
