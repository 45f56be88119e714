/** Another weekday than was meant; where a date stands beside it, the two contradict each other. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { WEEKDAYS } from './self-repair.ts'
import { patternSpots } from './words.ts'

export const wrongWeekday: PerturbationKind = {
  id: 'wrong-weekday',
  family: 'facts',
  per: 'place',
  summary: 'names another weekday than was meant',
  example: { before: 'on Tuesday', after: 'on Thursday' },
  options: noOptions,
  changesFacts: true,
  create: () => ({
    spots: (text) => patternSpots(text, DAYS, (day, random) => random.pick(WEEKDAYS.filter((other) => other !== day))),
  }),
}

const DAYS = new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${WEEKDAYS.join('|')})(?![\p{L}\p{N}])`, 'gu')
