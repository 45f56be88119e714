/**
 * The dialogue: from what a message means to what the receptionist does and says.
 *
 * One task at a time; a question in between is answered and the open question put again.
 */
import { answerTo } from './answers.mjs'
import { aService } from './knowledge.mjs'
import { newSession, remember } from './session.mjs'
import { tasks } from './tasks/index.mjs'
import { ask, toolsFor } from './tools.mjs'

/**
 * @typedef {import('./session.mjs').Session} Session
 * @typedef {import('./session.mjs').Reply} Reply
 * @typedef {import('./session.mjs').Use} Use
 * @typedef {import('./session.mjs').Understanding} Understanding
 */

const maxMisunderstood = 3

/**
 * @param {{ understand: Awaited<ReturnType<typeof import('./understanding.mjs').trainUnderstanding>>, backend: string }} options
 */
export function createReceptionist({ understand, backend }) {
  /** @type {Map<string, { session?: Session, calls: number, turn: Promise<unknown> }>} */
  const conversations = new Map()

  /** @param {{ conversation: string, office: string, message: string, customer?: { phone?: string } }} request */
  async function answer({ office, message, customer }, /** @type {{ session?: Session, calls: number }} */ known) {
    const { calls, use } = toolsFor(backend, office, () => `call-${++known.calls}`)
    known.session ??= await openSession(backend, office, customer?.phone)
    const { session } = known
    if (!session)
      return {
        messages: ["I'm sorry, our systems are not available right now. Please call the office."],
        toolCalls: [],
      }

    const heard = await understand(message, { ...session.place, expecting: session.asked })
    const reply = await replyTo(session, heard, use)
    if (reply.handoff) await use('transfer_to_staff', { reason: reply.handoff })
    session.asked = reply.ask
    if (reply.ask) session.question = reply.question ?? reply.say
    if (reply.done) session.task = undefined
    return {
      messages: [reply.say],
      toolCalls: calls,
      ...(reply.handoff && { handoff: { to: 'staff', because: reply.handoff } }),
    }
  }

  /** Messages of one conversation are answered one after the other. @param {Parameters<typeof answer>[0]} request */
  return async function chat(request) {
    const known = conversations.get(request.conversation) ?? { calls: 0, turn: Promise.resolve() }
    conversations.set(request.conversation, known)
    const turn = known.turn.then(() => answer(request, known))
    known.turn = turn.catch(() => undefined)
    return turn
  }
}

/** @param {string} backend @param {string} office @param {string | undefined} phone */
async function openSession(backend, office, phone) {
  const { ok, value } = await ask('GET', `${backend}/offices/${encodeURIComponent(office)}`)
  return ok ? newSession(office, value, phone) : undefined
}

/** @param {Session} session @param {Understanding} heard @param {Use} use @returns {Promise<Reply>} */
async function replyTo(session, heard, use) {
  if (heard.intent === 'emergency') return emergency
  if (heard.intent === 'stop' && session.task)
    return { say: "Alright, I've left it as it was. Is there anything else?", done: true }
  if (session.task && answersOpenQuestion(session, heard)) return goOn(session, heard, use)
  if (heard.intent === 'human') return aPerson
  if (session.asked === 'offer' && heard.intent === 'affirm') return begin(session, { ...heard, intent: 'book' }, use)
  session.mentioned = heard.service ?? (heard.intent === 'medical-advice' ? 'consultation' : session.mentioned)

  const said = answerTo(heard, session)
  if (said) {
    session.misunderstood = 0
    return withOpenQuestion(session, said, heard.intent)
  }
  if (tasks[heard.intent]) return begin(session, heard, use)
  if (session.task && tellsSomething(heard)) return goOn(session, heard, use)
  return smallTalk(session, heard)
}

/** @param {Session} session @param {Understanding} heard @returns {Reply} */
function smallTalk(session, heard) {
  if (heard.intent === 'bye' || heard.intent === 'deny')
    return { say: 'Thank you for contacting Harbor Dental. Goodbye!', done: true }
  if (heard.intent === 'affirm' && !session.task) return { say: 'Great. What can I do for you?' }
  if (heard.service) return { say: `Would you like to book ${aService(heard.service)}?`, ask: 'offer' }
  return misunderstood(session)
}

/** @type {Reply} */
const emergency = {
  say: 'That sounds urgent. If you have trouble breathing, swelling that spreads, or bleeding that does not stop, call 911 right away. I am handing you over to our staff now.',
  done: true,
  handoff: 'The customer reports an emergency.',
}

/** @type {Reply} */
const aPerson = {
  say: "Of course, I'm transferring you to our staff now.",
  done: true,
  handoff: 'The customer asked for a person.',
}

/** Whether the message can be read as the answer to the question that is open. @param {Session} session @param {Understanding} heard */
function answersOpenQuestion({ asked, task }, heard) {
  if (asked === 'text') return true
  if (asked === 'confirm') return ['affirm', 'deny'].includes(heard.intent) || changesTask(task, heard)
  if (asked === 'which' || asked === 'change')
    return Boolean(heard.service || heard.date || heard.time || heard.dentist)
  return asked !== undefined && heard[asked] !== undefined
}

/** @param {Session['task']} task @param {Understanding} heard */
const changesTask = (task, { intent, date, time, service, dentist }) =>
  !answeredFromKnowledge(intent) &&
  [
    [date, task?.date],
    [time, task?.time],
    [service, task?.service],
    [dentist, task?.dentist],
  ].some(([said, had]) => said && said !== had)

/** @param {string} intent */
const answeredFromKnowledge = (intent) =>
  ['price', 'duration', 'hours', 'services'].includes(intent) || intent.startsWith('policy-')

/** @param {Understanding} heard */
const tellsSomething = ({ date, time, part, service, dentist, name, phone, birthDate }) =>
  Boolean(date || time || part || service || dentist || name || phone || birthDate)

/** Goes on with the task at hand. @param {Session} session @param {Understanding} heard @param {Use} use @returns {Promise<Reply>} */
async function goOn(session, heard, use) {
  const { task, asked } = session
  const kind = task && tasks[task.kind]
  if (!task || !kind) return misunderstood(session)
  session.misunderstood = 0
  if (asked === 'text') task.text = heard.text
  const changed = changesTask(task, heard)
  remember(session, heard)
  if (asked === 'confirm' && !changed) {
    if (heard.intent === 'affirm' && kind.confirmed) return kind.confirmed(session, task, use)
    if (task.kind === 'cancel') return { say: 'Alright, I will leave it as it is. Is there anything else?', done: true }
    return { say: 'What should I change: the service, the day or the time?', ask: 'change' }
  }
  return kind.step(session, task, use)
}

/** Begins a task, or goes on with the one at hand when it is the same. @param {Session} session @param {Understanding} heard @param {Use} use */
async function begin(session, heard, use) {
  const current = session.task?.kind
  const same = current === heard.intent || (current === 'book' && heard.intent === 'reschedule')
  if (!same) session.task = { kind: heard.intent, ...(heard.intent === 'book' && { service: session.mentioned }) }
  if (session.task && ['complaint', 'message'].includes(heard.intent) && heard.text.split(/\s+/).length > 7)
    session.task.text = heard.text
  session.asked = undefined
  return goOn(session, heard, use)
}

/** @param {Session} session @param {string} say @param {string} intent @returns {Reply} */
function withOpenQuestion(session, say, intent) {
  if (session.task && session.asked && session.question)
    return { say: `${say} ${session.question}`, ask: session.asked, question: session.question }
  if (intent === 'medical-advice') return { say, ask: 'offer' }
  const then = intent === 'greet' ? 'How can I help you?' : 'Is there anything else I can help with?'
  return { say: say.endsWith('?') ? say : `${say} ${then}` }
}

/** @param {Session} session @returns {Reply} */
function misunderstood(session) {
  session.misunderstood += 1
  if (session.misunderstood >= maxMisunderstood) {
    return {
      say: "I'm sorry, I still don't understand. I'm transferring you to our staff.",
      done: true,
      handoff: 'The customer was not understood.',
    }
  }
  if (session.task && session.asked && session.question)
    return withOpenQuestion(session, "Sorry, I didn't get that.", 'none')
  return {
    say: "Sorry, I didn't understand. I can book, move or cancel appointments, and answer questions about prices and hours.",
  }
}
