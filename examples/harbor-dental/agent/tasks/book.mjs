/** Booking: service, day, time, who, a yes, and then the calendar. */
import { aService } from '../knowledge.mjs'
import { sayStart } from '../moments.mjs'
import { askWho, findPatient } from '../patients.mjs'
import { unreachable } from '../session.mjs'
import { agreeOnSlot, refused } from './slots.mjs'

/** @type {import('./index.mjs').Step} */
export async function book(session, task, use) {
  if (!task.service)
    return {
      say: 'Of course. What would you like to come for: a check-up, a cleaning or something else?',
      ask: 'service',
    }
  const slot = await agreeOnSlot(session, task, use)
  if (slot) return slot
  const who = askWho(session)
  if (who) return who
  return { say: `Just to check: ${summary(session, task)}. Shall I book it?`, ask: 'confirm' }
}

/** @type {import('./index.mjs').Step} */
export async function bookConfirmed(session, task, use) {
  const failed = (await findPatient(session, use)) ?? (await register(session, use))
  if (failed) return failed
  const start = `${task.date}T${task.time}`
  const { service, seenBy } = task
  const answer = await use('create_appointment', { patientId: session.patient.id, service, start, dentist: seenBy })
  if (!answer.ok) return refused(task, answer)
  return { say: `You're booked: ${summary(session, task)}. Is there anything else I can do for you?`, done: true }
}

/** @param {import('../session.mjs').Session} session @param {import('../session.mjs').Use} use */
async function register(session, use) {
  if (session.patient) return undefined
  const { name, phone, birthDate } = session.who
  const { ok, value } = await use('register_patient', { name, phone, dateOfBirth: birthDate })
  if (!ok) return unreachable
  session.patient = value
  return undefined
}

/** @param {import('../session.mjs').Session} session @param {import('../session.mjs').Task} task */
function summary(session, { service = '', date, time, seenBy }) {
  const name = session.patient?.name ?? session.who.name
  return `${aService(service)} on ${sayStart(`${date}T${time}`)} with ${seenBy} for ${name}`
}
