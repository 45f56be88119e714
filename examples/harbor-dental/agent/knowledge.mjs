/** What the receptionist knows by heart: services, prices, hours and policies, from the knowledge base. */
import { parse } from 'yaml'
import { readKnowledge as read } from '../kb.mjs'
import { sayTime, weekdayOf } from './moments.mjs'

/** @type {{ id: string, name: string, takes: string, synonyms: string[] }[]} */
export const services = parse(read('services.yaml')).services
/** @type {{ prices: Record<string, { name: string, price: string, note?: string }>, fees: Record<string, { price: string }> }} */
const { prices, fees } = parse(read('prices.yaml'))
/** @type {Record<string, { open: string, close: string }>} */
const hours = parse(read('hours.yaml')).hours

/** @type {Map<string, string>} */
const policies = new Map(
  read('policies.md')
    .split(/^## /m)
    .slice(1)
    .map((part) => [part.slice(0, part.indexOf('\n')).trim(), part.slice(part.indexOf('\n')).trim()]),
)

export const policy = (/** @type {string} */ topic) => policies.get(topic) ?? ''

export const nameOf = (/** @type {string} */ service) => services.find(({ id }) => id === service)?.name ?? service

/** `a cleaning`, `an extraction`. @param {string} service */
export const aService = (service) => `${/^[aeiou]/.test(nameOf(service)) ? 'an' : 'a'} ${nameOf(service)}`

export const lateCancellationFee = fees['late-cancellation']?.price ?? ''

/** @param {string | undefined} service */
export function sayPrice(service) {
  const one = service && prices[service]
  if (one) return `${capital(aService(service))} costs ${one.price}${one.note ? ` ${one.note}` : ''}.`
  const list = Object.values(prices).map(({ name, price }) => `${name} ${price}`)
  return `Our prices: ${list.join(', ')}.`
}

/** @param {string | undefined} service */
export function sayDuration(service) {
  if (!service) return 'Most visits take between 30 and 90 minutes. Which treatment do you mean?'
  return `${capital(aService(service))} takes ${services.find(({ id }) => id === service)?.takes}.`
}

/** Neighbouring days with the same hours are said together: `Monday to Thursday from 8:30 am to 6:00 pm`. */
function sayWeek() {
  /** @type {{ first: string, last: string, text: string }[]} */
  const groups = []
  for (const [day, { open, close }] of Object.entries(hours)) {
    const text = `from ${sayTime(open)} to ${sayTime(close)}`
    const before = groups.at(-1)
    if (before?.text === text) before.last = day
    else groups.push({ first: day, last: day, text })
  }
  return groups
    .map(
      ({ first, last, text }) => `${first === last ? capital(first) : `${capital(first)} to ${capital(last)}`} ${text}`,
    )
    .join(', ')
}

/** @param {string | undefined} date a date asked about, or undefined for the whole week @param {string[]} closedDays */
export function sayHours(date, closedDays) {
  if (!date) return `We are open ${sayWeek()}. We are closed on Sundays.`
  const weekday = weekdayOf(date)
  const day = hours[weekday.toLowerCase()]
  if (closedDays.includes(date)) return `We are closed that ${weekday}.`
  if (!day) return `We are closed on ${weekday}s.`
  return `On ${weekday}s we are open from ${sayTime(day.open)} to ${sayTime(day.close)}.`
}

export const sayServices = () => `We offer ${services.map(({ name }) => name).join(', ')}.`

/** @param {string} text */
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1)
