/**
 * Comparing what an agent says with what the customer knows.
 */
import type { Value } from './act.ts'
import { surfaces } from './fact-words.ts'
import type { Known } from './mind.ts'
import { namesSqueezed, squeezed, words } from './text.ts'
import { signsOf, valuesIn } from './values.ts'

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** The weekday of an ISO date, from 0 for Sunday, by Sakamoto's method. */
function weekdayOf(year: number, month: number, day: number): number {
  const shift = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month - 1] ?? 0
  const years = month < 3 ? year - 1 : year
  return (years + Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400) + shift + day) % 7
}

const MARKED = new Map<string, ReadonlySet<string>>()

/** Everything by which values can be recognised: day numbers, clock times, numbers, weekdays. */
export function marksOf(text: string): ReadonlySet<string> {
  const kept = MARKED.get(text)
  if (kept !== undefined) return kept
  const lower = text.toLowerCase()
  const marks = new Set([...signsOf(lower), ...valuesIn(text).flatMap(marksOfValue), ...weekdaysIn(lower)])
  if (MARKED.size > 2000) MARKED.clear()
  MARKED.set(text, marks)
  return marks
}

function marksOfValue({ kind, text }: Value): readonly string[] {
  const lower = text.toLowerCase()
  if (kind === 'time') return [...signsOf(lower)]
  const day = kind === 'date' ? DAY_OF_MONTH.exec(lower)?.slice(1).find(Boolean) : undefined
  return day === undefined ? [] : [`d${Number(day)}`]
}

function weekdaysIn(lower: string): readonly string[] {
  const named = WEEKDAYS.flatMap((name, index) => (lower.includes(name) ? [`w${index}`] : []))
  const [, year, month, day] = /\b(\d{4})-(\d\d)-(\d\d)\b/.exec(lower) ?? []
  return year === undefined ? named : [...named, `w${weekdayOf(Number(year), Number(month), Number(day))}`]
}

/** The day in `2026-03-04`, `March 4, 2026`, `4 March` and `the 4th`. */
const DAY_OF_MONTH =
  /^\d{4}-\d\d-(\d\d)$|^[a-z]+\.? (?:the )?(\d{1,2})(?:st|nd|rd|th)?\b|^(?:the )?(\d{1,2})(?:st|nd|rd|th)?(?: |$)/

/** Whether a text names the value a fact has now, in any of its forms. */
export function names(text: string, fact: Known, value: string | undefined = fact.now): boolean {
  if (value === undefined) return false
  const read = marksOf(text)
  const own = marksOf(value)
  const days = [...read].some((mark) => mark.startsWith('d'))
  // A day of the month tells two Wednesdays apart.
  if (fact.type === 'date' && days && [...own].some((mark) => mark.startsWith('d')))
    return [...own].some((mark) => mark.startsWith('d') && read.has(mark))
  const lower = text.toLowerCase()
  const say = value === fact.value ? (fact.say ?? []) : []
  if (surfaces({ type: fact.type, say }, value).some((form) => lower.includes(form.toLowerCase()))) return true
  const kind = KIND_OF_MARK[fact.type]
  return kind !== undefined && [...own].some((mark) => kind.test(mark) && read.has(mark))
}

const KIND_OF_MARK: Readonly<Partial<Record<Known['type'], RegExp>>> = {
  date: /^[dw]/,
  time: /^t/,
  count: /^n/,
  money: /^n/,
}

/**
 * The first fact that a text names with another value than it has now; nothing when all agree.
 *
 * @param known all that the customer knows: a name they had before is still theirs
 */
export function contradicted(
  text: string,
  values: readonly Value[],
  facts: Iterable<Known>,
  known: Iterable<Known> = facts,
): Known | undefined {
  const earlier = [...known].filter(({ key, type }) => type === 'name' && isEarlierName(key))
  for (const fact of facts) {
    if (fact.now === undefined || fact.disclose === 'never' || names(text, fact)) continue
    if (fact.type === 'name' && isOwnName(fact.key) && earlier.some((name) => names(text, name))) continue
    if (rivals(fact, text, values, facts)) return fact
  }
  return undefined
}

function rivals(fact: Known, text: string, values: readonly Value[], facts: Iterable<Known>): boolean {
  const others = [...facts].filter((other) => other !== fact)
  if (fact.type === 'choice' || fact.type === 'free') return otherOption(fact, text)
  if (fact.type === 'name')
    return (
      values.some(({ kind, text: name }) => kind === 'name' && halfTheName(name, fact.now ?? '')) ||
      (isOwnName(fact.key) && somebodyElse(text))
    )
  const kind = fact.type
  if (kind !== 'date' && kind !== 'time' && kind !== 'email' && kind !== 'phone' && kind !== 'money') return false
  return values.some(
    (value) =>
      value.kind === kind &&
      comparable(kind, value.text) &&
      !others.some((other) => other.type === kind && names(value.text, other)),
  )
}

/** `tomorrow` and `next week` cannot be compared without a calendar, so they contradict nothing. */
function comparable(kind: string, text: string): boolean {
  return (kind !== 'date' && kind !== 'time') || [...marksOf(text)].some((mark) => /^[dwt]/.test(mark))
}

/** Another value is named, and this one is not. */
function otherOption({ rivals, now = '' }: Known, text: string): boolean {
  const own = squeezed(now)
  return !namesSqueezed(text, own) && rivals.some((rival) => rival !== own && namesSqueezed(text, rival))
}

function isOwnName(key: string): boolean {
  return /^(?:full_?|customer_?|patient_?|guest_?)?name$/i.test(key)
}

function isEarlierName(key: string): boolean {
  return /^(?:former|previous|maiden|birth|old)_?name$/i.test(key)
}

/** `... at 4:00 pm for Getting Old. Shall I book it?`: a read-back that ends with somebody's name. */
function somebodyElse(text: string): boolean {
  return (
    /\b(?:for|under|name:?|named) (?!Dr\b)\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)*[.,?!]\s*(?:$|\p{Lu}[\p{L} ]*\?)/u.test(
      text,
    ) && !/\bfor \p{Lu}\p{Ll}+day\b/u.test(text)
  )
}

/** `Mario Lopes` for `Maria Lopes`: some words agree and some do not. */
function halfTheName(name: string, own: string): boolean {
  const mine = words(own)
  const read = words(name)
  const shared = read.filter((word) => mine.includes(word)).length
  return shared > 0 && shared < mine.length && read.length >= mine.length
}
