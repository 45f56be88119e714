/**
 * What the receptionist can get done. A step looks at what is known and answers with the next question
 * or the result; `confirmed` is what happens after the customer's yes.
 *
 * @typedef {(session: import('../session.mjs').Session, task: import('../session.mjs').Task,
 *   use: import('../session.mjs').Use) => Promise<import('../session.mjs').Reply>} Step
 */
import { cancel, cancelConfirmed, reschedule, rescheduleConfirmed, tell } from './appointments.mjs'
import { book, bookConfirmed } from './book.mjs'
import { message } from './message.mjs'
import { readRecord } from './record.mjs'

/** @type {Record<string, { step: Step, confirmed?: Step }>} */
export const tasks = {
  book: { step: book, confirmed: bookConfirmed },
  reschedule: { step: reschedule, confirmed: rescheduleConfirmed },
  cancel: { step: cancel, confirmed: cancelConfirmed },
  'my-appointments': { step: tell },
  'last-visit': { step: readRecord },
  balance: { step: readRecord },
  'insurance-on-file': { step: readRecord },
  complaint: { step: message },
  message: { step: message },
}
