/**
 * Comparing what an agent says with what the customer knows.
 */
import type { Value } from './act.ts'
import { surfaces } from './fact-words.ts'
import type { Known } from './mind.ts'
import { namesSqueezed, squeezed, words } from './text.ts'
import { signsOf } from './values.ts'

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** The weekday of an ISO date, from 0 for Sunday, by Sakamoto's method. */
function weekdayOf(year: number, month: number, day: number): number {
  const shift = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month - 1] ?? 0
  const years = month < 3 ? year - 1 : year
  return (years + Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400) + shift + day) % 7
}

/** Everything by which a value can be recognised: day numbers, clock times, numbers, weekdays. */
export function marksOf(text: string): ReadonlySet<string> {
  const lower = text.toLowerCase()
  const marks = new Set(signsOf(lower))
  for (const [index, name] of WEEKDAYS.entries()) if (lower.includes(name)) marks.add(`w${index}`)
  const [, year, month, day] = /\b(\d{4})-(\d\d)-(\d\d)\b/.exec(lower) ?? []
  if (year !== undefined) marks.add(`w${weekdayOf(Number(year), Number(month), Number(day))}`)
  return marks
}

/** Whether a text names the value a fact has now, in any of its forms. */
export function names(text: string, fact: Known, value: string | undefined = fact.now): boolean {
  if (value === undefined) return false
  const lower = text.toLowerCase()
  const say = value === fact.value ? (fact.say ?? []) : []
  if (surfaces({ type: fact.type, say }, value).some((form) => lower.includes(form.toLowerCase()))) return true
  if (fact.type !== 'date' && fact.type !== 'time' && fact.type !== 'count' && fact.type !== 'money') return false
  const kind = fact.type === 'date' ? /^[dw]/ : fact.type === 'time' ? /^t/ : /^n/
  const own = [...marksOf(value)].filter((mark) => kind.test(mark))
  const read = marksOf(text)
  const days = [...read].filter((mark) => mark.startsWith('d'))
  if (fact.type === 'date' && days.length > 0) return own.some((mark) => mark.startsWith('d') && read.has(mark))
  return own.some((mark) => read.has(mark))
}

/** The first fact that a text names with another value than it has now; nothing when all agree. */
export function contradicted(text: string, values: readonly Value[], facts: Iterable<Known>): Known | undefined {
  for (const fact of facts) {
    if (fact.now === undefined || fact.disclose === 'never' || names(text, fact)) continue
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
