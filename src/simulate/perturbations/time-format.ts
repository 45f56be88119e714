/** A time of day in another usual form: `2pm`, `14:00`, `14h00`, `2 p.m.`, `two pm`. Never one that is less precise. */
import { noOptions } from './options.ts'
import type { PerturbationKind } from './perturbation.ts'
import { NUMBER_WORDS } from './restated.ts'
import { patternSpots } from './words.ts'

export const timeFormat: PerturbationKind = {
  id: 'time-format',
  family: 'values',
  per: 'place',
  summary: 'writes a time of day in another form',
  example: { before: 'at 2pm', after: 'at 14:00' },
  options: noOptions,
  values: 'restated',
  create: () => ({
    spots: (text) =>
      patternSpots(text, TIMES, (found, random, [, hours = '', minutes = '00', half]) => {
        const forms = formsOf(Number(hours), minutes, half?.toLowerCase()).filter((form) => form !== found)
        return forms.length === 0 ? undefined : random.pick(forms)
      }),
  }),
}

const TIMES = /(?<![\p{L}\p{N}.,:/$€£+#-])(\d{1,2})(?::([0-5]\d))?(?:\s?([ap])\.?m\b\.?)?(?![\p{L}\p{N}:/%-])/giu

/** Only times that are either clearly of one half of the day: with am or pm, or past twelve on a 24-hour clock. */
function formsOf(hours: number, minutes: string, half: string | undefined): readonly string[] {
  if (hours > 23 || (half !== undefined && (hours < 1 || hours > 12))) return []
  if (half === undefined && hours < 13) return []
  const of24 = half === undefined ? hours : (hours % 12) + (half === 'p' ? 12 : 0)
  const of12 = of24 % 12 === 0 ? 12 : of24 % 12
  const suffix = of24 < 12 ? 'am' : 'pm'
  const clock = `${String(of24).padStart(2, '0')}:${minutes}`
  const french = `${of24}h${minutes}`
  if (minutes !== '00')
    return [clock, `${of12}:${minutes}${suffix}`, `${of12}:${minutes} ${suffix.toUpperCase()}`, french]
  const word = NUMBER_WORDS[of12] ?? String(of12)
  return [
    clock,
    `${of12}${suffix}`,
    `${of12} ${suffix.charAt(0)}.m.`,
    `${of12}:00 ${suffix}`,
    `${word} ${suffix}`,
    french,
  ]
}
