/**
 * What the receptionist remembers of one conversation.
 *
 * @typedef {'service' | 'date' | 'time' | 'name' | 'phone' | 'birthDate' | 'confirm' | 'which' | 'text' | 'change' | 'offer'} Asked
 *
 * @typedef {object} Task what the customer is trying to get done
 * @property {string} kind
 * @property {string} [service] @property {string} [dentist] the dentist asked for @property {string} [date] @property {string} [time]
 * @property {string} [seenBy] the dentist who is free then
 * @property {'morning' | 'afternoon'} [part]
 * @property {string} [text] for messages and complaints
 * @property {any} [appointment] the appointment to move or cancel
 * @property {any[]} [choices] appointments among which the customer must choose
 * @property {{ key: string, slots: { start: string, dentist: string }[] }} [free] free slots as last listed
 *
 * @typedef {object} Session
 * @property {string} office
 * @property {{ now: string, dentists: string[], closedDays: string[] }} place
 * @property {{ name?: string, phone?: string, birthDate?: string }} who what the customer said of themselves
 * @property {any} [patient] @property {boolean} verified @property {number} mismatches
 * @property {Task | undefined} task @property {Asked | undefined} asked @property {string} [question] the question as put
 * @property {string} [mentioned] the service last spoken of
 * @property {number} misunderstood how often in a row
 *
 * @typedef {{ say: string, ask?: Asked, question?: string, done?: true, handoff?: string }} Reply
 *   `question` is what to repeat while `ask` is open, when it is not all of `say`
 * @typedef {import('./understanding.mjs').Understanding} Understanding
 * @typedef {ReturnType<typeof import('./tools.mjs').toolsFor>['use']} Use
 */

/** @param {string} office @param {Session['place']} place @param {string | undefined} phone @returns {Session} */
export const newSession = (office, place, phone) => ({
  office,
  place,
  who: phone ? { phone } : {},
  verified: false,
  mismatches: 0,
  task: undefined,
  asked: undefined,
  misunderstood: 0,
})

/** Keeps what a message said for the task at hand. @param {Session} session @param {Understanding} heard */
export function remember(session, heard) {
  const { name, phone, birthDate } = heard
  Object.assign(session.who, known({ name, phone, birthDate }))
  if (!session.task) return
  const { service, dentist, date, time, part } = heard
  Object.assign(session.task, known({ service, dentist, date, time, part }))
}

/** @param {Record<string, any>} values */
const known = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))

/** @type {Reply} */
export const unreachable = {
  say: "I'm sorry, I can't reach our calendar at the moment. Please try again in a few minutes, or ask me to transfer you to our staff.",
  done: true,
}
