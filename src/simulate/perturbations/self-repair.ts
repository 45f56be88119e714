/** Another day or time first, taken back at once: `Monday no wait, Tuesday`. What counts comes last. */
import { MONTHS } from './date-format.ts'
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { REPAIRS } from './restated.ts'
import { patternSpots } from './words.ts'

export const selfRepair: PerturbationKind = {
  id: 'self-repair',
  family: 'speech',
  per: 'place',
  summary: 'says another day or time first, and takes it back at once',
  example: { before: 'on Tuesday', after: 'on Friday no wait, Tuesday' },
  options: noOptions,
  values: 'repaired',
  create: () => ({
    spots: (text) => {
      return patternSpots(text, SAID, () => undefined).map(({ at, from: said }) => ({
        at,
        from: '',
        to: (random) => {
          const others = othersThan(said)
          return others.length === 0 ? undefined : `${random.pick(others)} ${random.pick(REPAIRS)} `
        },
      }))
    },
  }),
}

export const WEEKDAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ')
const SAID = new RegExp(
  String.raw`(?<![\p{L}\p{N}@.:/-])(?:${WEEKDAYS.join('|')}|\d{1,2}\s?[ap]m|(?:${MONTHS.join('|')}) \d{1,2}(?:st|nd|rd|th)?)(?![\p{L}\p{N}:/-])`,
  'gu',
)

/** Values of the same kind and form. */
function othersThan(said: string): readonly string[] {
  if (WEEKDAYS.includes(said)) return WEEKDAYS.filter((day) => day !== said)
  const [, before = '', number = '', after = ''] = /^(\D*)(\d{1,2})(.*)$/.exec(said) ?? []
  const isTime = before === ''
  return [-2, -1, 1, 2]
    .map((step) => Number(number) + step)
    .filter((other) => other >= 1 && other <= (isTime ? 12 : 28))
    .map((other) => `${before}${other}${isTime ? after : ''}`)
}
