/** Lengths of time: `45 minutes`, `an hour and a half`, `3-5 business days`, `2h 30m`, `24-hour`. Not points in time. */
import { each, found, type Reader } from './found.ts'
import { numberSource, readNumber } from './number.ts'

const seconds: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  second: 1,
  m: 60,
  min: 60,
  minute: 60,
  h: 3600,
  hr: 3600,
  hour: 3600,
  day: 86_400,
  night: 86_400,
  week: 604_800,
  fortnight: 1_209_600,
}
const unit = 'seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|fortnights?|months?|years?'

const spelled = new RegExp(
  String.raw`(?<![\w.,$€£:/-])(?:(${numberSource}) ?(?:-|–|to|or) ?)?(${numberSource})(?: and a (half))?[ -]?((?:business|working|full) )?(${unit})\b(?:,? (?:and )?(${numberSource}) (minutes?|mins?|seconds?|secs?)\b| and a (half)\b)?(?! (?:old|ago)\b)`,
  'gi',
)
const single = /\b(?:an?|half an?|one) (?:(half)[- ])?(minute|hour|day|week|month|year)\b(?: and a (half)\b)?/gi
const leadIn =
  /\b(?:in|within|for|about|lasts?|takes?|under|least|most|than|up to|around|after|every|is|of) (?:about )?$/i
const compact = /(?<![\w.])(\d{1,3}) ?h(?: ?(\d{1,2}) ?m(?:in)?)?\b|(?<![\w.])(\d{1,3})m(?:in)?\b/gi

export const duration: Reader = (text) => [
  ...each(spelled, text, (match) => {
    const [whole, low, high, halfBefore, business, name = '', more, moreUnit, halfAfter] = match
    const half = halfBefore !== undefined || halfAfter !== undefined ? 0.5 : 0
    const extra = more === undefined ? 0 : (readNumber(more) ?? 0) * secondsIn(moreUnit ?? '')
    const sizes = [low, high].flatMap((n) => (n === undefined ? [] : [readNumber(n)]))
    return sizes.flatMap((size) =>
      size === undefined ? [] : [found('duration', [lengthOf(size + half, name, business, extra)], whole, match.index)],
    )
  }),
  ...each(single, text, (match) => {
    const words = match[0].toLowerCase()
    if (!/half/.test(words) && !leadIn.test(text.slice(Math.max(0, match.index - 24), match.index))) return []
    const size = words.startsWith('half') || match[1] !== undefined ? 0.5 : match[3] === undefined ? 1 : 1.5
    return [found('duration', [lengthOf(size, match[2] ?? '', undefined, 0)], match[0], match.index)]
  }),
  ...each(compact, text, (match) => {
    const length = Number(match[1] ?? 0) * 3600 + Number(match[2] ?? match[3] ?? 0) * 60
    return [found('duration', [`${length}s`], match[0], match.index)]
  }),
]

function secondsIn(name: string): number {
  return seconds[name.toLowerCase().replace(/s$/, '')] ?? 0
}

function lengthOf(size: number, name: string, business: string | undefined, extra: number): string {
  const one = name.toLowerCase().replace(/s$/, '')
  if (one === 'month') return `${size}mo`
  if (one === 'year') return `${size * 12}mo`
  if (one === 'day' && business !== undefined && !/^full/i.test(business)) return `${size}bd`
  return `${Math.round(size * secondsIn(name) + extra)}s`
}
