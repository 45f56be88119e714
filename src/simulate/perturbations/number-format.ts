/** A small number as a word, or a number word as a digit. The same number: both are read and compared. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { NUMBER_WORDS } from './restated.ts'
import { likeFirst, patternSpots } from './words.ts'

export const numberFormat: PerturbationKind = {
  id: 'number-format',
  family: 'values',
  per: 'place',
  summary: 'writes a small number the other way, as a word or as a digit',
  example: { before: 'a table for 4 people', after: 'a table for four people' },
  options: noOptions,
  values: 'restated',
  create: () => ({
    spots: (text) =>
      patternSpots(text, COUNTS, (found) => {
        const number = NUMBER_WORDS.indexOf(found.toLowerCase())
        if (number !== -1) return String(number)
        const word = NUMBER_WORDS[Number(found)]
        return word === undefined ? undefined : likeFirst(found, word)
      }),
  }),
}

/** Numbers that count things, by what stands around them; not part of a time, a date, an address or a telephone number. */
const THINGS =
  '(?:people|persons|adults|children|kids|guests|seats|tickets|nights|rooms|bags|items|days|weeks|hours|minutes|of us|passengers)'
const OF = "(?:party of|group of|table for|room for|seats for|we're|we are|there will be) "
const COUNTS = new RegExp(
  String.raw`(?<![\p{L}\p{N}.,:/$€£+#-]|\p{N} )(?:\d{1,2}|${NUMBER_WORDS.slice(1).join('|')})(?:(?= ${THINGS}\b)|(?<=\b${OF}[a-z\d]{1,6})(?=$|[.,!?](?!\d)))`,
  'giu',
)
