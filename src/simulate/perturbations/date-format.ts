/** A day of the year in another usual form: `March 5th`, `5 March`, `Mar 5`, `the 5th of March`. Never `3/5`. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { patternSpots } from './words.ts'

export const dateFormat: PerturbationKind = {
  id: 'date-format',
  family: 'values',
  per: 'place',
  summary: 'writes a date in another form that means the same day',
  example: { before: 'on March 5th', after: 'on 5 March' },
  options: noOptions,
  values: 'restated',
  create: () => ({
    spots: (text) =>
      patternSpots(text, DATES, (found, random, match) => {
        const [, monthBefore, dayAfter, dayBefore, monthAfter, year = ''] = match
        const forms = formsOf(Number(dayAfter ?? dayBefore), monthBefore ?? monthAfter ?? '', year)
        const others = forms.filter((form) => form !== found)
        return others.length === 0 ? undefined : random.pick(others)
      }),
  }),
}

export const MONTHS = 'January February March April May June July August September October November December'.split(' ')
const month = `(${MONTHS.join('|')})`
const DATES = new RegExp(
  String.raw`\b(?:${month} (\d{1,2})(?:st|nd|rd|th)?|(\d{1,2})(?:st|nd|rd|th)?(?: of)? ${month})(?:,? (\d{4}))?\b(?![:.]\d|\s?[ap]\.?m)`,
  'g',
)

function formsOf(day: number, name: string, year: string): readonly string[] {
  const ordinal = `${day}${endingOf(day)}`
  const tail = year === '' ? '' : ` ${year}`
  const short = name.slice(0, 3)
  return [
    `${name} ${day}${tail === '' ? '' : `,${tail}`}`,
    `${name} ${ordinal}${tail}`,
    `${day} ${name}${tail}`,
    `${ordinal} of ${name}${tail}`,
    `${short} ${day}${tail}`,
    `${day} ${short}${tail}`,
  ]
}

function endingOf(day: number): string {
  if (day >= 11 && day <= 13) return 'th'
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th'
}
