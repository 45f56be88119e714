/** The calendar's rules: opening hours, free slots, and when two appointments collide. Times are local, `2026-03-03T14:00`. */
import { parse } from 'yaml'
import { readKnowledge } from '../kb.mjs'

const read = (/** @type {string} */ name) => parse(readKnowledge(name))

/** @type {Record<string, { open: string, close: string }>} */
const hours = read('hours.yaml').hours
/** @type {{ id: string, takes: string }[]} */
const services = read('services.yaml').services

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const slotMinutes = 30

/** @typedef {{ id: string, now: string, dentists: string[], closedDays: string[] }} Office */
/** @typedef {{ id: string, patientId: string, dentist: string, service: string, start: string, minutes: number, status: string }} Appointment */

/** @param {string} id */
export function serviceOf(id) {
  const service = services.find((each) => each.id === id)
  return service && { id, minutes: Number.parseInt(service.takes, 10) }
}

const minuteOf = (/** @type {string} */ time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
const timeOf = (/** @type {number} */ minute) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** Opening minutes of a date, or undefined when the office is closed. @param {Office} office @param {string} date */
function openingOf(office, date) {
  const weekday = weekdays[new Date(`${date}T12:00:00Z`).getUTCDay()] ?? ''
  const day = office.closedDays.includes(date) ? undefined : hours[weekday]
  return day && { from: minuteOf(day.open), to: minuteOf(day.close) }
}

/** Whether the appointment lies within opening hours. @param {Office} office @param {string} start @param {number} minutes */
export function withinHours(office, start, minutes) {
  const day = openingOf(office, start.slice(0, 10))
  const from = minuteOf(start.slice(11))
  return day !== undefined && from >= day.from && from + minutes <= day.to
}

/** @param {{ start: string, minutes: number }} a @param {{ start: string, minutes: number }} b */
export function overlap(a, b) {
  if (a.start.slice(0, 10) !== b.start.slice(0, 10)) return false
  const [fromA, fromB] = [minuteOf(a.start.slice(11)), minuteOf(b.start.slice(11))]
  return fromA < fromB + b.minutes && fromB < fromA + a.minutes
}

/**
 * Free slots of a day, earliest first.
 *
 * @param {Office} office @param {Appointment[]} booked
 * @param {{ service: string, date: string, dentist?: string | null }} wish
 */
export function freeSlots(office, booked, { service, date, dentist }) {
  const minutes = serviceOf(service)?.minutes ?? slotMinutes
  const day = openingOf(office, date)
  if (!day) return []

  const taken = booked.filter((appointment) => appointment.status === 'booked' && appointment.start.startsWith(date))
  const slots = []
  for (let from = day.from; from + minutes <= day.to; from += slotMinutes) {
    const start = `${date}T${timeOf(from)}`
    if (start <= office.now) continue
    for (const who of dentist ? [dentist] : office.dentists) {
      const free = !taken.some((other) => other.dentist === who && overlap(other, { start, minutes }))
      if (free) slots.push({ start, dentist: who })
    }
  }
  return slots
}
