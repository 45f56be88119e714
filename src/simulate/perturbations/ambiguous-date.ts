/** A day and a month as two numbers that can be read both ways: `3/4`. */
import { MONTHS } from './date-format.ts'
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { patternSpots } from './words.ts'

export const ambiguousDate: PerturbationKind = {
  id: 'ambiguous-date',
  family: 'facts',
  per: 'place',
  summary: 'writes a date as two numbers that can be read both ways',
  example: { before: 'on March 4th', after: 'on 3/4' },
  options: noOptions,
  changesFacts: true,
  create: () => ({
    spots: (text) =>
      patternSpots(text, DATES, (_, random, [, monthBefore, dayAfter, dayBefore, monthAfter]) => {
        const month = MONTHS.indexOf(monthBefore ?? monthAfter ?? '') + 1
        const day = Number(dayAfter ?? dayBefore)
        if (day > 12 || day === month) return undefined
        return random.chance(0.5) ? `${month}/${day}` : `${day}/${month}`
      }),
  }),
}

const month = `(${MONTHS.join('|')})`
const DATES = new RegExp(
  String.raw`\b(?:${month} (\d{1,2})(?:st|nd|rd|th)?|(\d{1,2})(?:st|nd|rd|th)?(?: of)? ${month})\b(?!,? \d{4}|[:.]\d|\s?[ap]\.?m)`,
  'g',
)
