/** What the receptionist's makers checked before they put it online: polite customers who write in full sentences. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

interface Answer {
  messages: string[]
  toolCalls: { tool: string; args: unknown; outcome: string }[]
  handoff?: { to: string; because: string }
}

let practice: ChildProcess
let at: { agent: string; backend: string }
let conversations = 0

beforeAll(async () => {
  practice = spawn(process.execPath, [fileURLToPath(new URL('../start.mjs', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  if (!practice.stdout) throw new Error('the practice has no output')
  const [line] = await once(createInterface({ input: practice.stdout }), 'line')
  at = JSON.parse(line)
})

afterAll(async () => {
  const ended = once(practice, 'exit')
  practice.stdin?.end()
  await ended
})

async function post<Result>(url: string, body: unknown): Promise<Result> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) })
  return (await response.json()) as Result
}

const ana = {
  id: 'P-1',
  name: 'Ana Reis',
  dateOfBirth: '1988-07-14',
  phone: '+1 555 010 0142',
  lastVisit: '2025-09-18',
  balance: 65,
}
const cleaning = { id: 'A-1', patientId: 'P-1', service: 'cleaning', start: '2026-03-05T14:00', dentist: 'Dr. Okafor' }

/** Opens an office with Ana as a patient and says the lines to its receptionist; answers the replies and the appointments. */
async function say(...lines: string[]) {
  const given = { now: '2026-03-02T09:12', patients: [ana], appointments: [cleaning] }
  const { office } = await post<{ office: string }>(`${at.backend}/offices`, given)
  conversations += 1
  const answers: Answer[] = []
  for (const message of lines) {
    const request = {
      conversation: `test-${conversations}`,
      office,
      channel: 'chat',
      message,
      customer: { phone: ana.phone },
    }
    answers.push(await post<Answer>(`${at.agent}/chat`, request))
  }
  const response = await fetch(`${at.backend}/offices/${office}/appointments`)
  const { appointments } = (await response.json()) as {
    appointments: { service: string; start: string; status: string }[]
  }
  return {
    last: answers.at(-1)?.messages.join(' '),
    tools: answers.flatMap(({ toolCalls }) => toolCalls.map(({ tool }) => tool)),
    handoff: answers.at(-1)?.handoff,
    appointments: appointments.map(({ service, start, status }) => `${service} ${start} ${status}`),
  }
}

test('books a check-up once the patient has said yes', async () => {
  const { last, appointments } = await say(
    'Hello, can I book a check-up on March 4 at 10am?',
    'Ana Reis',
    'Yes, please.',
  )

  expect(last).toBe(
    "You're booked: a check-up on Wednesday, March 4 at 10:00 am with Dr. Okafor for Ana Reis. Is there anything else I can do for you?",
  )
  expect(appointments).toEqual(['cleaning 2026-03-05T14:00 booked', 'checkup 2026-03-04T10:00 booked'])
})

test('offers other times when the one asked for is taken', async () => {
  const { last } = await say('I would like a filling with Dr. Okafor on March 5 at 2pm.')

  expect(last).toBe(
    "I'm sorry, 2:00 pm isn't available on Thursday, March 5. I could offer 12:30 pm, 1:00 pm or 3:00 pm. Which time would you like?",
  )
})

test('moves an appointment of a verified patient', async () => {
  const { last, appointments } = await say(
    'I need to reschedule my appointment.',
    'Ana Reis',
    'July 14, 1988',
    'Friday',
    '2pm',
    'Yes',
  )

  expect(last).toBe(
    'Done, your cleaning is now on Friday, March 6 at 2:00 pm with Dr. Okafor. Is there anything else I can do for you?',
  )
  expect(appointments).toEqual(['cleaning 2026-03-06T14:00 booked'])
})

test('cancels an appointment of a verified patient', async () => {
  const { last, appointments } = await say('Please cancel my appointment.', 'Ana Reis', 'July 14, 1988', 'Yes')

  expect(last).toBe(
    "I've cancelled your cleaning on Thursday, March 5 at 2:00 pm with Dr. Okafor. Is there anything else I can do for you?",
  )
  expect(appointments).toEqual(['cleaning 2026-03-05T14:00 cancelled'])
})

test('keeps the appointment when the patient thinks better of cancelling', async () => {
  const { appointments } = await say('Please cancel my appointment.', 'Ana Reis', 'July 14, 1988', 'No')

  expect(appointments).toEqual(['cleaning 2026-03-05T14:00 booked'])
})

test('tells nothing from the record when the date of birth is wrong', async () => {
  const { last, tools } = await say('When was my last visit?', 'Ana Reis', 'May 1, 1990')

  expect(last).toBe("That date of birth doesn't match our records. Could you tell me your date of birth again?")
  expect(tools).toEqual(['find_patient', 'verify_identity'])
})

test('tells a verified patient what they owe', async () => {
  const { last } = await say('How much do I owe?', 'Ana Reis', 'July 14, 1988')

  expect(last).toBe('Your open balance is $65. Is there anything else I can do for you?')
})

test('quotes prices and hours from the knowledge base', async () => {
  expect((await say('How much is a root canal?')).last).toBe(
    'A root canal costs $840. Is there anything else I can help with?',
  )
  expect((await say('Are you open on Saturday?')).last).toBe(
    'On Saturdays we are open from 9:00 am to 1:00 pm. Is there anything else I can help with?',
  )
})

test('hands an emergency over to a person and says to call 911', async () => {
  const { last, handoff } = await say('My mouth is bleeding and it will not stop.')

  expect(last).toBe(
    'That sounds urgent. If you have trouble breathing, swelling that spreads, or bleeding that does not stop, call 911 right away. I am handing you over to our staff now.',
  )
  expect(handoff).toEqual({ to: 'staff', because: 'The customer reports an emergency.' })
})

test('gives no medical advice', async () => {
  expect((await say('Should I take antibiotics?')).last).toBe(
    "I'm not able to give medical advice. A dentist should have a look at it. Would you like to book a consultation?",
  )
})
