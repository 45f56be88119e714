/** Finding out who the customer is, and making sure of it before anything of theirs is touched. */
import { unreachable } from './session.mjs'

/**
 * @typedef {import('./session.mjs').Session} Session
 * @typedef {import('./session.mjs').Reply} Reply
 * @typedef {import('./session.mjs').Use} Use
 */

const maxMismatches = 3

/** Asks for name and phone until both are known. @param {Session} session @returns {Reply | undefined} */
export function askWho({ who, patient }) {
  if (patient) return undefined
  if (!who.name) return { say: 'What is your full name, please?', ask: 'name' }
  if (!who.phone) return { say: `Thanks, ${who.name}. What is your phone number?`, ask: 'phone' }
  return undefined
}

/**
 * Looks for the patient by phone and name. Several patients may share a phone, so the name decides.
 *
 * @param {Session} session @param {Use} use @returns {Promise<Reply | undefined>}
 */
export async function findPatient(session, use) {
  if (session.patient) return undefined
  const { ok, status, value } = await use('find_patient', { phone: session.who.phone })
  if (!ok && status === 0) return unreachable
  const name = session.who.name?.toLowerCase() ?? ''
  session.patient = ok
    ? value.patients.find((/** @type {any} */ patient) => sameName(patient.name.toLowerCase(), name))
    : undefined
  return undefined
}

/** The full name, or the first name alone. @param {string} onFile @param {string} said */
const sameName = (onFile, said) => onFile === said || onFile.split(' ')[0] === said

/**
 * Makes sure that the customer is a patient of ours and knows their date of birth.
 *
 * @param {Session} session @param {Use} use @returns {Promise<Reply | undefined>} a question, or undefined once verified
 */
export async function verify(session, use) {
  if (session.verified) return undefined
  const who = askWho(session)
  if (who) return who
  if (!session.who.birthDate) return { say: 'To verify your identity, what is your date of birth?', ask: 'birthDate' }
  const failed = await findPatient(session, use)
  if (failed) return failed
  if (!session.patient) return notFound(session)

  const { patient, who: said } = session
  const answer = await use('verify_identity', { patientId: patient.id, dateOfBirth: said.birthDate })
  if (answer.ok) session.verified = true
  else if (answer.status !== 403) return unreachable
  return session.verified ? undefined : mismatch(session)
}

/** @param {Session} session @returns {Reply} */
function notFound(session) {
  const { name, phone } = session.who
  session.mismatches += 1
  session.who = {}
  if (session.mismatches >= maxMismatches) return giveUp
  return {
    say: `I can't find a patient named ${name} with the phone number ${phone}. What is the full name on file?`,
    ask: 'name',
  }
}

/** @param {Session} session @returns {Reply} */
function mismatch(session) {
  session.mismatches += 1
  session.who.birthDate = undefined
  if (session.mismatches >= maxMismatches) return giveUp
  return {
    say: "That date of birth doesn't match our records. Could you tell me your date of birth again?",
    ask: 'birthDate',
  }
}

/** @type {Reply} */
const giveUp = {
  say: "I'm sorry, I couldn't verify your identity, so I'm handing you over to our staff.",
  done: true,
  handoff: 'The patient could not be verified.',
}
