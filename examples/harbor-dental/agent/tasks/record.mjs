/** Reading from the patient's record, once it is sure that it is theirs. */

import { sayDate } from '../moments.mjs'
import { verify } from '../patients.mjs'
import { unreachable } from '../session.mjs'

/** @type {Record<string, (record: any) => string>} */
const tellings = {
  'last-visit': ({ lastVisit }) =>
    lastVisit
      ? `Your last visit was on ${sayDate(lastVisit)}, ${lastVisit.slice(0, 4)}.`
      : 'We have no earlier visit of yours on file.',
  balance: ({ balance }) => (balance > 0 ? `Your open balance is $${balance}.` : 'You have no open balance.'),
  'insurance-on-file': ({ insurance }) =>
    insurance ? `The insurance on your record is ${insurance}.` : 'There is no insurance on your record.',
}

/** @type {import('./index.mjs').Step} */
export async function readRecord(session, task, use) {
  const question = await verify(session, use)
  if (question) return question
  const { ok, value } = await use('get_patient_record', { patientId: session.patient.id })
  if (!ok) return unreachable
  return { say: `${tellings[task.kind]?.(value) ?? ''} Is there anything else I can do for you?`, done: true }
}
