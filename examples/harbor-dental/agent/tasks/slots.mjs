/** Agreeing on a day and a time that is free; booking and moving both need it. */
import { sayDate, sayTime, weekdayOf } from '../moments.mjs'
import { unreachable } from '../session.mjs'

/**
 * @typedef {import('../session.mjs').Session} Session
 * @typedef {import('../session.mjs').Task} Task
 * @typedef {import('../session.mjs').Reply} Reply
 * @typedef {import('../session.mjs').Use} Use
 */

/**
 * A question about day or time, or undefined once the task holds a free slot.
 *
 * @param {Session} session @param {Task} task @param {Use} use @returns {Promise<Reply | undefined>}
 */
export async function agreeOnSlot(session, task, use) {
  const { date, service } = task
  if (!date || !service) return { say: 'Which day would you like to come?', ask: 'date' }
  if (date < session.place.now.slice(0, 10)) return another(task, 'That day has passed.')

  const failed = await list(task, use)
  if (failed) return failed
  const slots = task.free?.slots ?? []
  if (slots.length === 0) return another(task, noneOn(session, task, date))

  const wanted = slots.find(({ start }) => start.slice(11) === task.time)
  if (wanted) {
    task.seenBy = wanted.dentist
    return undefined
  }
  return task.time ? offerNearest(task, slots) : offer(task, slots)
}

/** Lists the free slots, once per service, day and dentist. @param {Task} task @param {Use} use */
async function list(task, use) {
  const { service, date, dentist } = task
  const key = `${service} ${date} ${dentist}`
  if (task.free?.key === key) return undefined
  const { ok, value } = await use('list_slots', { service, date, dentist })
  if (!ok) return unreachable
  task.free = { key, slots: value.slots }
  return undefined
}

/** @param {Task} task @param {string} why @returns {Reply} */
function another(task, why) {
  delete task.date
  return { say: `${why} Which other day would suit you?`, ask: 'date' }
}

/** @param {Session} session @param {Task} task @param {string} date */
function noneOn(session, task, date) {
  const weekday = weekdayOf(date)
  if (weekday === 'Sunday') return "I'm sorry, we are closed on Sundays."
  if (session.place.closedDays.includes(date)) return `I'm sorry, we are closed on ${sayDate(date)}.`
  return `I'm sorry, there is nothing free on ${sayDate(date)}${task.dentist ? ` with ${task.dentist}` : ''}.`
}

/** @param {Task} task @param {{ start: string }[]} slots @returns {Reply} */
function offer(task, slots) {
  const times = [...new Set(slots.map(({ start }) => start.slice(11)))]
  const fitting = times.filter((time) => !task.part || (task.part === 'morning') === time < '12:00')
  const from = fitting.length > 0 ? fitting : times
  const spread = [0, Math.floor(from.length / 2), from.length - 1].map((index) => from[index] ?? '')
  return {
    say: `On ${sayDate(task.date ?? '')} we have ${either([...new Set(spread)])}. Which time would you like?`,
    ask: 'time',
  }
}

/** @param {Task} task @param {{ start: string }[]} slots @returns {Reply} */
function offerNearest(task, slots) {
  const wanted = minuteOf(task.time ?? '')
  const times = [...new Set(slots.map(({ start }) => start.slice(11)))]
  const nearest = times
    .sort((a, b) => Math.abs(minuteOf(a) - wanted) - Math.abs(minuteOf(b) - wanted))
    .slice(0, 3)
    .sort()
  const asked = sayTime(task.time ?? '')
  delete task.time
  return {
    say: `I'm sorry, ${asked} isn't available on ${sayDate(task.date ?? '')}. I could offer ${either(nearest)}. Which time would you like?`,
    ask: 'time',
  }
}

const minuteOf = (/** @type {string} */ time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

/** `9:00 am, 1:00 pm or 4:30 pm`. @param {string[]} times */
function either(times) {
  const said = times.map(sayTime)
  return said.length < 2 ? said.join('') : `${said.slice(0, -1).join(', ')} or ${said.at(-1)}`
}

/**
 * What to say when the calendar refused a time that had been agreed on.
 *
 * @param {Task} task @param {{ status: number, value: any }} answer @returns {Reply}
 */
export function refused(task, { status, value }) {
  delete task.free
  delete task.time
  if (status === 409 && value.error === 'patient-busy')
    return { say: 'You already have another appointment at that time. Which other time would you like?', ask: 'time' }
  if (status === 409)
    return { say: "I'm sorry, that time has just been taken. Which other time would you like?", ask: 'time' }
  if (status === 422) return another(task, `I'm sorry, that isn't possible: ${value.message}`)
  return unreachable
}
