/** A long number said digit by digit, and an address with `at` and `dot`, as on the telephone and in voice notes. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { DIGIT_WORDS, SIGNS } from './restated.ts'
import { patternSpots } from './words.ts'

export const spelledOut: PerturbationKind = {
  id: 'spelled-out',
  family: 'speech',
  per: 'place',
  summary: 'says a long number digit by digit, and an address with "at" and "dot"',
  example: { before: 'call 5550133', after: 'call five five five zero one three three' },
  options: noOptions,
  values: 'restated',
  create: () => ({
    spots: (text) => [
      ...patternSpots(text, NUMBERS, (number, random) => digitByDigit(number, random.pick(['zero', 'oh']))),
      ...patternSpots(text, ADDRESSES, (address) =>
        SIGNS.reduce((said, [word, sign]) => said.replaceAll(sign, ` ${word} `), address),
      ),
    ],
  }),
}

/** Group by group: `plus three five one, nine one two`. */
function digitByDigit(number: string, zero: string): string {
  const groups = number.split(/[\s()-]+/).map((group) => {
    const words = [...group].map((sign) => (sign === '+' ? 'plus' : sign === '0' ? zero : DIGIT_WORDS[Number(sign)]))
    return words.join(' ')
  })
  return groups.filter((group) => group !== '').join(', ')
}

/** Seven digits and more: a telephone number, an account. Not a date, not an amount. */
const NUMBERS = /(?<![\p{L}\p{N}.,:/$€£-])(?!\d{4}-\d\d-\d\d)\+?\d(?:[\s()-]{0,2}\d){6,14}(?![\p{L}\p{N}:/-]|[.,]\d)/gu
const ADDRESSES =
  /(?<![\p{L}\p{N}@._+-])[a-z0-9][a-z0-9._-]{0,40}@[a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,20}){1,3}(?![\p{L}\p{N}@_-])/gu
