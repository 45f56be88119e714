/**
 * Spans of text that name a value: dates, clock times, money, numbers, addresses, names.
 *
 * Used to tell whether an agent says something new or reads something back. It reads no calendar:
 * two dates are the same when they have the same day number or the same words.
 */
import type { Value } from './act.ts'

const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|tember|ober|ember)?'
const DAY = '(?:mon|tues|wednes|thurs|fri|satur|sun)day'

const PATTERNS: readonly (readonly [Value['kind'], string])[] = [
  ['email', String.raw`[\w.+-]+@[\w-]+(?:\.[\w-]+)+`],
  [
    'money',
    String.raw`(?:[$€£]\s?\d[\d,]*(?:\.\d+)?|\b\d[\d,]*(?:\.\d+)?\s?(?:dollars?|bucks|euros?|pounds|usd|eur)\b)`,
  ],
  [
    'date',
    String.raw`\b(?:\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?|(?:${MONTH})\.?\s+(?:the\s+)?\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?|\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:${MONTH}|this month)(?:,?\s+\d{4})?|the\s+\d{1,2}(?:st|nd|rd|th)|(?:the )?day after tomorrow|tomorrow|today|tonight|(?:next |this |on )?${DAY}(?: (?:next|this) week)?)\b`,
  ],
  ['time', String.raw`\b(?:\d{1,2}(?::\d\d)?\s?(?:[ap]\.?m\b\.?|o'?clock)|\d{1,2}:\d\d|noon|midnight)`],
  ['phone', String.raw`(?:\+\d[\d\s-]{7,}\d|\b\d{3}[-.\s]\d{3}[-.\s]\d{4}\b)`],
  ['number', String.raw`\b(?:\d[\d,]*(?:\.\d+)?)\b`],
]
const NAMED = PATTERNS.map(([kind, source]) => `(?<${kind}>${source})`).join('|')
const SPANS = new RegExp(NAMED, 'gi')
const NAME =
  /(?:\p{Lu}[\p{L}\p{N}'’&.-]*|\d+(?=\s\p{Lu}))(?:\s(?:(?:of|the|and|de|la|le|at|for|&|-|in|vs)\s)?(?:\p{Lu}[\p{L}\p{N}'’&.-]*|\d+\b|#\s?\d+))*/gu

/** Capitalised words that name nothing by themselves. */
const NOT_NAMES = new Set(
  "i i'm i've i'll i'd ok okay yes no sure sorry please great thanks thank you your there the is it what which when where who how do does would could can will are at in on for from to and but so this that alright unfortunately hello hi hey may shall should let did have has any also a an if we my perfect right just good confirm tv am pm mondays tuesdays wednesdays thursdays fridays saturdays sundays monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december".split(
    ' ',
  ),
)

/** The values named in one sentence, in order. Spans that the patterns claim are not names as well. */
export function valuesIn(sentence: string): Value[] {
  const found: (Value & { readonly at: number })[] = []
  for (const match of sentence.matchAll(SPANS)) {
    const kind = PATTERNS.find(([name]) => match.groups?.[name] !== undefined)?.[0] ?? 'number'
    found.push({ kind, text: match[0].trim(), at: match.index })
  }
  for (const match of sentence.matchAll(NAME)) {
    const name = trimName(match[0], match.index === 0)
    if (name === undefined) continue
    const at = match.index + match[0].indexOf(name)
    if (
      !found.some(
        (value) => value.at < at + name.length && at < value.at + value.text.length && value.kind !== 'number',
      )
    )
      found.push({ kind: 'name', text: name, at })
  }
  return found.sort((a, b) => a.at - b.at).map(({ kind, text }) => ({ kind, text }))
}

function trimName(span: string, startsSentence: boolean): string | undefined {
  const parts = span.replace(/[.,'-]+$/, '').split(' ')
  const first = parts[0]
  while (parts.length > 0 && NOT_NAMES.has((parts[0] ?? '').toLowerCase())) parts.shift()
  while (parts.length > 0 && NOT_NAMES.has((parts.at(-1) ?? '').toLowerCase())) parts.pop()
  if (parts.length === 0 || (startsSentence && parts.length === 1 && parts[0] === first)) return undefined
  return parts.join(' ')
}

/** Whether a value was named before: the same words, or the same day of a month, or the same clock time. */
export function isKnown(value: Value, known: readonly string[]): boolean {
  const own = value.text.toLowerCase()
  const sign = signOf(value)
  return known.some(
    (other) =>
      other === own ||
      (own.length > 3 && (other.includes(own) || own.includes(other))) ||
      (sign !== undefined && signsOf(other).has(sign)),
  )
}

/** What two ways to write a date, a time or a number have in common: `d7`, `t14:00`, `n3`. */
function signOf({ kind, text }: Value): string | undefined {
  if (kind === 'date' || kind === 'time' || kind === 'number' || kind === 'money')
    return [...signsOf(text.toLowerCase())][0]
  return undefined
}

const CACHE = new Map<string, ReadonlySet<string>>()

/** The signs of a text in lower case. */
export function signsOf(text: string): ReadonlySet<string> {
  const cached = CACHE.get(text)
  if (cached !== undefined) return cached
  const signs = new Set<string>()
  const iso = /\b\d{4}-\d\d-(\d\d)\b/.exec(text)
  if (iso) signs.add(`d${Number(iso[1])}`)
  const day = /\b(\d{1,2})(?:st|nd|rd|th)\b/.exec(text)
  if (day) signs.add(`d${Number(day[1])}`)
  const clock = /\b(\d{1,2})(?::(\d\d))?\s?([ap])\.?m/.exec(text)
  if (clock) signs.add(`t${(Number(clock[1]) % 12) + (clock[3] === 'p' ? 12 : 0)}:${clock[2] ?? '00'}`)
  const plainClock = clock ? null : /\b(\d{1,2}):(\d\d)\b/.exec(text)
  if (plainClock) signs.add(`t${Number(plainClock[1])}:${plainClock[2]}`)
  if (signs.size === 0) {
    const number = /\d[\d,]*(?:\.\d+)?/.exec(text)
    if (number) signs.add(`n${Number(number[0].replaceAll(',', ''))}`)
    const word = NUMBER_WORDS.indexOf(text.trim())
    if (word >= 0) signs.add(`n${word}`)
  }
  if (CACHE.size > 5000) CACHE.clear()
  CACHE.set(text, signs)
  return signs
}

const NUMBER_WORDS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ')
