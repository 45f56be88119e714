/** One digit of a long number is another one: a telephone number, an order, an account. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { patternSpots } from './words.ts'

export const wrongDigit: PerturbationKind = {
  id: 'wrong-digit',
  family: 'facts',
  per: 'place',
  summary: 'gets one digit of a long number wrong',
  example: { before: 'call 555 0133', after: 'call 555 0134' },
  options: noOptions,
  changesFacts: true,
  create: () => ({
    spots: (text) =>
      patternSpots(text, LONG, (number, random) => {
        const places = [...number.matchAll(/\d/g)].map(({ index }) => index)
        const at = random.pick(places)
        const digit = (Number(number.charAt(at)) + 1 + random.int(9)) % 10
        return number.slice(0, at) + digit + number.slice(at + 1)
      }),
  }),
}

/** Five digits and more that are no date, time or amount. */
const LONG = /(?<![\p{L}\p{N}.,:/$€£-])(?!\d{4}-\d\d-\d\d)\+?\d(?:[\s()-]{0,2}\d){4,14}(?![\p{L}\p{N}:/-])/gu
