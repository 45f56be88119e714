/** Times of day: `2:30 pm`, `14:30`, `9-11am`, `half past three`, `noon`, `at 5`. Without am or pm both halves are kept. */
import { each, found, type Reader } from './found.ts'
import { readNumber } from './number.ts'
import type { Value } from './value.ts'

const half = String.raw`(?:\s?([ap])\.?\s?m\b\.?)`
const hourWord = '(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)'

const clock = new RegExp(String.raw`(?<![\w:.,$€£/])(\d{1,2}):([0-5]\d)(?::[0-5]\d)?(?![\d:])${half}?`, 'gi')
const hour = new RegExp(String.raw`(?<![\w:.,$€£/])(\d{1,2}|${hourWord})${half}`, 'gi')
const range = new RegExp(
  String.raw`(?<![\w:.,$€£/])(\d{1,2})(?::([0-5]\d))? ?(?:-|–|to|and|until) ?\d{1,2}(?::[0-5]\d)?${half}`,
  'gi',
)
const phrase = new RegExp(
  String.raw`\b(half past|quarter past|quarter to|(?:five|ten|twenty|twenty-five|\d{1,2})(?: minutes)? (?:past|to)) (\d{1,2}|${hourWord})\b(?:${half})?`,
  'gi',
)
const oclock = new RegExp(String.raw`\b(\d{1,2}|${hourWord}) o[’']?clock\b`, 'gi')
const named = /\b(noon|midday|midnight)\b/gi
const bare =
  /\bat (\d{1,2})(?=[!?;)]|[.,](?!\d)|$| (?:on|for|tomorrow|today|tonight|with|in the|this|next|and|mon|tue|wed|thu|fri|sat|sun)\b)/gi
const french = /(?<![\w.])(\d{1,2})h([0-5]\d)\b/gi

const pad = (n: number): string => String(n).padStart(2, '0')

export const time: Reader = (text) => [
  ...each(phrase, text, spoken),
  ...each(range, text, (m) =>
    m[1] === undefined ? [] : at(m, m[1].length + (m[2]?.length ?? -1) + 1, m[1], m[2], m[3]),
  ),
  ...each(clock, text, (m) => at(m, m[0].length, m[1] ?? '', m[2], m[3])),
  ...each(hour, text, (m) => at(m, m[0].length, m[1] ?? '', undefined, m[2])),
  ...each(oclock, text, (m) => at(m, m[0].length, m[1] ?? '', undefined, undefined)),
  ...each(named, text, (m) => [found('time', [/midnight/i.test(m[0]) ? '00:00' : '12:00'], m[0], m.index)]),
  ...each(french, text, (m) => at(m, m[0].length, m[1] ?? '', m[2], undefined)),
  ...each(bare, text, (m) => at(m, m[0].length, m[1] ?? '', undefined, undefined)),
]

function at(
  match: RegExpExecArray,
  length: number,
  hours: string,
  minutes = '00',
  meridiem: string | undefined,
): Value[] {
  const readings = clockReadings(
    readNumber(hours) ?? 99,
    Number(minutes),
    meridiem?.toLowerCase(),
    hours.startsWith('0'),
  )
  return readings.length === 0 ? [] : [found('time', readings, match[0].slice(0, length), match.index)]
}

/** `03:15` is written on a 24-hour clock, `3:15` may be either half of the day. */
function clockReadings(hours: number, minutes: number, meridiem: string | undefined, padded: boolean): string[] {
  if (hours > 23 || minutes > 59) return []
  const text = (h: number): string => `${pad(h)}:${pad(minutes)}`
  if (meridiem !== undefined && hours <= 12 && hours > 0) return [text((hours % 12) + (meridiem === 'p' ? 12 : 0))]
  if (hours === 0 || hours > 12 || padded) return [text(hours)]
  return [text(hours % 12), text((hours % 12) + 12)]
}

/** `half past three`, `ten to 5`. */
function spoken(match: RegExpExecArray): Value[] {
  const [whole, words = '', hours = '', meridiem] = match
  const first = words.toLowerCase().split(' ')[0] ?? ''
  const minutes = first === 'half' ? 30 : first === 'quarter' ? 15 : (readNumber(first) ?? 99)
  const named = readNumber(hours) ?? 99
  if (minutes > 59 || named > 12 || named < 1) return []
  const before = words.toLowerCase().endsWith('to')
  const readings = before
    ? clockReadings(
        named === 1 ? 12 : named - 1,
        60 - minutes,
        named === 12 ? undefined : meridiem?.toLowerCase(),
        false,
      )
    : clockReadings(named, minutes, meridiem?.toLowerCase(), false)
  return [found('time', readings, whole, match.index)]
}
