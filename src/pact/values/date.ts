/**
 * Days: `March 3rd`, `3 March 2026`, `03/04/2026`, `2026-03-03T14:00:00Z` (a day and a time), `Tuesday`, `tomorrow`,
 * `the 12th`, `in March`. "Next Tuesday" is any Tuesday: people do not agree on which one it is.
 */
import { type Day, dayNumber, dayOfNumber, exists, isoDay, readIso } from './calendar.ts'
import { each, found, type Reader } from './found.ts'
import type { Value } from './value.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const month = String.raw`(January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)`
const weekday = 'monday|tuesday|wednesday|thursday|friday|saturday|sunday|tues|weds|thurs|Mon|Tue|Wed|Thu|Fri|Sat|Sun'

const iso =
  /(?<![\w-])\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?: ?(?:Z|[+-]\d{2}:?\d{2})\b)?)?(?![\d-])/g
const monthFirst = new RegExp(
  String.raw`\b${month} (?:the )?(\d{1,2})(?:st|nd|rd|th)?(?![\d:]|(?:am|pm)\b)(?:,? (\d{4})\b)?`,
  'gi',
)
const dayFirst = new RegExp(
  String.raw`\b(\d{1,2})(?:st|nd|rd|th)?(?: of)?[ -]${month}(?:[ ,-]{1,2}(\d{4})\b)?(?!\w)`,
  'gi',
)
const slashed = /(?<![\w/.-])(\d{1,4})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?(?![\w/-]|\.\d)/g
const named = new RegExp(
  String.raw`\b(?:(${weekday})|(MONDAY|TUESDAY|WEDNESDAY|THURSDAY|FRIDAY|SATURDAY|SUNDAY|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday))\b(?!s)`,
  'g',
)
const relative = /\b(the day after tomorrow|today|tonight|tomorrow|yesterday)\b/gi
const dayOnly = /\b(?:the|on) (?:the )?(\d{1,2})(?:st|nd|rd|th)\b(?! (?:floor|time|street|st|avenue|ave|row|of)\b)/gi
const monthOnly = new RegExp(String.raw`\b(?:in|of|this|next|until|by|since) ${month}(?: (\d{4}))?\b(?! ?\d)`, 'g')

const pad = (n: number): string => String(n).padStart(2, '0')
const monthNumber = (name: string): number => months.indexOf(name.slice(0, 3).toLowerCase()) + 1

/** Whether a text may name a month: one search where each pattern with months would be one. */
const mayNameMonth = new RegExp(months.join('|'), 'i')

export const date: Reader = (text, moment) => [
  ...each(iso, text, (match) => isoValues(match, moment.timeZone)),
  ...(mayNameMonth.test(text) ? inMonths(text) : []),
  ...each(slashed, text, slashedDate),
  ...each(named, text, (m) => {
    const number = weekdays.indexOf((m[1] ?? m[2] ?? '').slice(0, 3).toLowerCase()) + 1
    return [found('date', [`weekday:${number}`], m[0], m.index)]
  }),
  ...each(relative, text, (m) => relativeDay(m, moment.reference, moment.timeZone)),
  ...each(dayOnly, text, (m) =>
    Number(m[1]) <= 31 ? [found('date', [`---${pad(Number(m[1]))}`], m[0], m.index)] : [],
  ),
]

function inMonths(text: string): Value[] {
  return [
    ...each(monthFirst, text, (m) => dated(m, Number(m[2]), monthNumber(m[1] ?? ''), m[3])),
    ...each(dayFirst, text, (m) => dated(m, Number(m[1]), monthNumber(m[2] ?? ''), m[3])),
    ...each(monthOnly, text, (m) => {
      const number = pad(monthNumber(m[1] ?? ''))
      return [found('date', [m[2] === undefined ? `--${number}` : `${m[2]}-${number}`], m[0], m.index)]
    }),
  ]
}

function isoValues(match: RegExpExecArray, timeZone: string | undefined): Value[] {
  const read = readIso(match[0], timeZone)
  if (read === undefined) return []
  const day = found('date', [isoDay(read.day)], match[0], match.index)
  return read.clock === undefined ? [day] : [day, found('time', [read.clock], match[0], match.index)]
}

function dated(match: RegExpExecArray, day: number, monthOfYear: number, year: string | undefined): Value[] {
  const reading = dayReading(day, monthOfYear, year)
  // "You may 2 times": the verb is not written with a capital.
  if (reading === undefined || /(?:^|[ -])may\b/.test(match[0])) return []
  return [found('date', [reading], match[0], match.index)]
}

/** A year not said is taken to be a leap year, so that 29 February may be said. */
function dayReading(day: number, monthOfYear: number, year: string | undefined): string | undefined {
  const full = year?.length === 2 ? `20${year}` : year
  const candidate: Day = { year: Number(full ?? 2000), month: monthOfYear, day }
  if (!exists(candidate)) return undefined
  return full === undefined ? `--${pad(monthOfYear)}-${pad(day)}` : isoDay(candidate)
}

/** `3/4` is 3 April or 4 March. Without a year only slashes make a date: `3.5` and `3-5` are numbers. */
function slashedDate(match: RegExpExecArray): Value[] {
  const [whole, first = '', separator, second = '', year] = match
  if (whole === '24/7') return []
  if (year === undefined && separator !== '/') return []
  if (first.length > 2) return []
  const readings = [dayReading(Number(second), Number(first), year), dayReading(Number(first), Number(second), year)]
  const possible = readings.filter((reading) => reading !== undefined)
  return possible.length === 0 ? [] : [found('date', possible, whole, match.index)]
}

const shifts: Readonly<Record<string, number>> = { today: 0, tonight: 0, tomorrow: 1, yesterday: -1 }

function relativeDay(match: RegExpExecArray, reference: string | undefined, timeZone: string | undefined): Value[] {
  const start = reference === undefined ? undefined : readIso(reference, timeZone)?.day
  if (start === undefined) return []
  const shift = shifts[match[0].toLowerCase()] ?? 2
  return [found('date', [isoDay(dayOfNumber(dayNumber(start) + shift))], match[0], match.index)]
}
