/** What concerns appointments that exist: telling them, moving them, cancelling them. Each needs a verified patient. */
import { lateCancellationFee, nameOf } from '../knowledge.mjs'
import { hoursBetween, sayStart } from '../moments.mjs'
import { verify } from '../patients.mjs'
import { unreachable } from '../session.mjs'
import { agreeOnSlot, refused } from './slots.mjs'

/**
 * @typedef {import('../session.mjs').Session} Session
 * @typedef {import('../session.mjs').Task} Task
 * @typedef {import('../session.mjs').Reply} Reply
 * @typedef {import('../session.mjs').Use} Use
 */

const anythingElse = 'Is there anything else I can do for you?'

/** @param {any} appointment */
const named = ({ service, start, dentist }) => `your ${nameOf(service)} on ${sayStart(start)} with ${dentist}`

/** @type {import('./index.mjs').Step} */
export async function tell(session, _task, use) {
  const question = await verify(session, use)
  if (question) return question
  const upcoming = await upcomingOf(session, use)
  if (!upcoming) return unreachable
  if (upcoming.length === 0) return { say: `You have no appointment booked. ${anythingElse}`, done: true }
  return {
    say: `You have ${upcoming.map((one) => named(one).replace('your', 'a')).join(', and ')}. ${anythingElse}`,
    done: true,
  }
}

/** @type {import('./index.mjs').Step} */
export async function reschedule(session, task, use) {
  const question = (await verify(session, use)) ?? (await choose(session, task, use))
  if (question) return question
  task.service = task.appointment.service
  task.dentist ??= task.appointment.dentist
  if (!task.date) return { say: `To which day would you like to move ${named(task.appointment)}?`, ask: 'date' }
  const slot = await agreeOnSlot(session, task, use)
  if (slot) return slot
  const to = sayStart(`${task.date}T${task.time}`)
  return { say: `Shall I move ${named(task.appointment)} to ${to} with ${task.seenBy}?`, ask: 'confirm' }
}

/** @type {import('./index.mjs').Step} */
export async function rescheduleConfirmed(_session, task, use) {
  const start = `${task.date}T${task.time}`
  const answer = await use('reschedule_appointment', {
    appointmentId: task.appointment.id,
    start,
    dentist: task.seenBy,
  })
  if (!answer.ok) return refused(task, answer)
  const what = nameOf(task.appointment.service)
  return { say: `Done, your ${what} is now on ${sayStart(start)} with ${task.seenBy}. ${anythingElse}`, done: true }
}

/** @type {import('./index.mjs').Step} */
export async function cancel(session, task, use) {
  const question = (await verify(session, use)) ?? (await choose(session, task, use))
  if (question) return question
  const late = hoursBetween(session.place.now, task.appointment.start) < 24
  const fee = late ? `It is less than 24 hours away, so a ${lateCancellationFee} late cancellation fee applies. ` : ''
  return { say: `${fee}Shall I cancel ${named(task.appointment)}?`, ask: 'confirm' }
}

/** @type {import('./index.mjs').Step} */
export async function cancelConfirmed(_session, task, use) {
  const answer = await use('cancel_appointment', { appointmentId: task.appointment.id })
  if (!answer.ok) return unreachable
  return { say: `I've cancelled ${named(task.appointment)}. ${anythingElse}`, done: true }
}

/** Booked appointments to come, or undefined when the calendar did not answer. @param {Session} session @param {Use} use */
async function upcomingOf(session, use) {
  const { ok, value } = await use('find_appointments', { patientId: session.patient.id })
  if (!ok) return undefined
  return /** @type {any[]} */ (value.appointments)
    .filter(({ start }) => start > session.place.now)
    .sort((a, b) => a.start.localeCompare(b.start))
}

/**
 * Settles which appointment is meant: the only one, or the one whose service or day was named.
 *
 * @param {Session} session @param {Task} task @param {Use} use @returns {Promise<Reply | undefined>}
 */
async function choose(session, task, use) {
  if (task.appointment) return undefined
  const upcoming = task.choices ?? (await upcomingOf(session, use))
  if (!upcoming) return unreachable
  if (upcoming.length === 0)
    return { say: `I can't find an appointment of yours that is still to come. ${anythingElse}`, done: true }

  const byService = upcoming.filter(({ service }) => service === task.service)
  const byDay = upcoming.filter(({ start }) => start.startsWith(task.date ?? 'no day'))
  const [only, ...others] =
    [byService, task.kind === 'cancel' || task.choices ? byDay : [], upcoming].find((some) => some.length === 1) ?? []
  if (only && others.length === 0) {
    task.appointment = only
    if (!task.time && only.start.startsWith(task.date ?? 'no day')) delete task.date
    return undefined
  }
  task.choices = upcoming
  return { say: `You have ${upcoming.map((one) => named(one)).join(', and ')}. Which one do you mean?`, ask: 'which' }
}
