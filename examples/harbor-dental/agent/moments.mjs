/**
 * Dates and times: from what people write to `2026-03-03` and `14:00`, and back to words.
 *
 * All of it is local to the office; nothing here knows time zones.
 */
import * as chrono from 'chrono-node'

const pad = (/** @type {number} */ n) => String(n).padStart(2, '0')

/** @typedef {{ date?: string, birthDate?: string, time?: string, part?: 'morning' | 'afternoon' }} Moments */

/** @param {string} now */
const reference = (now) =>
  new Date(Number(now.slice(0, 4)), Number(now.slice(5, 7)) - 1, Number(now.slice(8, 10)), Number(now.slice(11, 13)))

/**
 * Every date and time in a message. A date with a year that is long past is a date of birth.
 *
 * @param {string} text @param {string} now @returns {Moments}
 */
export function readMoments(text, now) {
  const found = chrono.parse(spelledOut(text), reference(now), { forwardDate: true })
  /** @type {Moments} */
  const moments = {}
  for (const { start } of found) {
    if (!start.isCertain('day') && !start.isCertain('weekday')) continue
    const date = `${start.get('year')}-${pad(start.get('month') ?? 1)}-${pad(start.get('day') ?? 1)}`
    if (start.isCertain('year') && Number(start.get('year')) < Number(now.slice(0, 4))) moments.birthDate = date
    else moments.date = date
  }
  const dayOfMonth = /\bthe (\d{1,2})(?:st|nd|rd|th)\b(?! of)/i.exec(text)
  if (!moments.date && dayOfMonth) moments.date = nextDayOfMonth(Number(dayOfMonth[1]), now)
  const time = readTime(text)
  if (time) moments.time = time
  const part = /\b(morning|afternoon)\b/i.exec(text)?.[1]?.toLowerCase()
  if (part === 'morning' || part === 'afternoon') moments.part = part
  return moments
}

/** Abbreviations that chrono does not read. @param {string} text */
const spelledOut = (text) =>
  text
    .replace(/\btues?\b/gi, 'tuesday')
    .replace(/\bthurs?\b/gi, 'thursday')
    .replace(/\bweds?\b/gi, 'wednesday')

/** @param {number} day @param {string} now */
function nextDayOfMonth(day, now) {
  const later = day < Number(now.slice(8, 10)) ? 1 : 0
  const date = new Date(Date.UTC(Number(now.slice(0, 4)), Number(now.slice(5, 7)) - 1 + later, day))
  return date.toISOString().slice(0, 10)
}

const numbers = ['twelve', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven']
const numberWords = numbers.join('|')

/** `three` and `3` to 3. @param {string | undefined} word */
const hourOf = (word) => {
  const index = numbers.indexOf(String(word).toLowerCase())
  return index === -1 ? Number(word) : index || 12
}

/**
 * The first clock time in a message. Hours without am or pm are taken as office hours: 3 is 15:00.
 *
 * @param {string} text @returns {string | undefined}
 */
function readTime(text) {
  const exact = /\b(\d{1,2})[:.h](\d{2})\s*([ap])?\.?m?\b/i.exec(text)
  if (exact && !/\$\s*$/.test(text.slice(0, exact.index))) return clock(Number(exact[1]), Number(exact[2]), exact[3])
  const half = new RegExp(`\\bhalf (?:past )?(\\d{1,2}|${numberWords})\\b`, 'i').exec(text)
  if (half) return clock(hourOf(half[1]), 30)
  const quarter = new RegExp(`\\bquarter (past|to) (\\d{1,2}|${numberWords})\\b`, 'i').exec(text)
  if (quarter) return quarter[1] === 'past' ? clock(hourOf(quarter[2]), 15) : clock(hourOf(quarter[2]) - 1, 45)
  const hour = /\b(\d{1,2})\s*([ap])\.?m\b/i.exec(text)
  if (hour) return clock(Number(hour[1]), 0, hour[2])
  const at = new RegExp(
    `\\b(?:at|around|about|after|by) (\\d{1,2}|${numberWords})\\b(?!\\s*(?:st|nd|rd|th|%|days|weeks|minutes))`,
    'i',
  ).exec(text)
  if (at) return clock(hourOf(at[1]), 0)
  const oclock = new RegExp(`\\b(\\d{1,2}|${numberWords}) o'?clock\\b`, 'i').exec(text)
  if (oclock) return clock(hourOf(oclock[1]), 0)
  return /\b(noon|midday)\b/i.test(text) ? '12:00' : undefined
}

/** A time in answer to "at what time?", where a bare number is an hour. @param {string} text */
export function readBareTime(text) {
  const bare = new RegExp(`^\\D{0,12}?\\b(\\d{1,2}|${numberWords})\\b[.! ]*(?:please|pls|thanks)?[.! ]*$`, 'i').exec(
    text.trim(),
  )
  return bare ? clock(hourOf(bare[1]), 0) : undefined
}

/** @param {number} hour @param {number} minute @param {string} [half] @returns {string | undefined} */
function clock(hour, minute, half) {
  if (hour > 23 || minute > 59) return undefined
  const pm = half ? half.toLowerCase() === 'p' : hour < 8
  const in24 = hour < 12 && pm ? hour + 12 : hour === 12 && half?.toLowerCase() === 'a' ? 0 : hour
  return `${pad(in24)}:${pad(minute)}`
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const months = 'January February March April May June July August September October November December'.split(' ')

/** `Sunday` to `Saturday` of a date. @param {string} date */
export const weekdayOf = (date) => weekdays[new Date(`${date.slice(0, 10)}T12:00:00Z`).getUTCDay()] ?? ''

/** `2026-03-03` to `Tuesday, March 3`. @param {string} date */
export const sayDate = (date) =>
  `${weekdayOf(date)}, ${months[Number(date.slice(5, 7)) - 1]} ${Number(date.slice(8, 10))}`

/** `14:00` to `2:00 pm`. @param {string} time */
export function sayTime(time) {
  const hour = Number(time.slice(0, 2))
  return `${hour % 12 || 12}:${time.slice(3, 5)} ${hour < 12 ? 'am' : 'pm'}`
}

/** `2026-03-03T14:00` to `Tuesday, March 3 at 2:00 pm`. @param {string} start */
export const sayStart = (start) => `${sayDate(start)} at ${sayTime(start.slice(11))}`

/** Whole hours from one local moment to another. @param {string} from @param {string} to */
export const hoursBetween = (from, to) => (Date.parse(`${to}Z`) - Date.parse(`${from}Z`)) / 3_600_000
