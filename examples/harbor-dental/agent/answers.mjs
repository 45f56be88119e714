/** Answers that need nothing but the knowledge base. */
import { aService, capital, policy, sayDuration, sayHours, sayPrice, sayServices } from './knowledge.mjs'

/**
 * @typedef {import('./session.mjs').Session} Session
 * @typedef {import('./session.mjs').Understanding} Understanding
 */

/** @type {Record<string, (heard: Understanding, session: Session) => string>} */
const answers = {
  price: ({ service }, { task }) => sayPrice(service ?? task?.service),
  duration: ({ service }, { task }) => sayDuration(service ?? task?.service),
  hours: ({ date }, { place }) => sayHours(date, place.closedDays),
  services: ({ service }) =>
    service ? `Yes, we do. ${capital(aService(service))} is something we offer. ${sayPrice(service)}` : sayServices(),
  greet: () => 'Hello, this is Harbor Dental.',
  thanks: () => "You're welcome!",
  'about-bot': () =>
    "I'm the automated receptionist of Harbor Dental. I can book, move and cancel appointments, and answer questions about prices, hours and your record.",
  'medical-advice': () =>
    "I'm not able to give medical advice. A dentist should have a look at it. Would you like to book a consultation?",
  'other-person': () =>
    "I'm sorry, I can't share information about other people. They are welcome to contact us themselves.",
}

/** The answer to a question, or undefined when the message asked for something else. @param {Understanding} heard @param {Session} session */
export function answerTo(heard, session) {
  if (heard.intent.startsWith('policy-')) return policy(heard.intent.slice('policy-'.length))
  return answers[heard.intent]?.(heard, session)
}
