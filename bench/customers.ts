/**
 * Do simulated customers get what they came for from an agent that asks, and how many turns do they need?
 *
 * The agents here are small programs with perfect understanding of the customer's values: one asks for
 * what is missing, one does so badly (asks again, does not catch things, reads back wrong values,
 * talks about other things, is slow). What is measured is the customer, not the agent. A third agent speaks in the
 * words of human agents, of dialogues that were never read while the customer was written: see `held-out.ts`.
 */
import type { Event } from '../src/conversation/index.ts'
import type { Customer, Move } from '../src/simulate/customers/customer.ts'
import { surfaces } from '../src/simulate/customers/fact-words.ts'
import { goalCustomer, scriptedCustomer } from '../src/simulate/customers/index.ts'
import { everydayPersonas as personas } from '../src/simulate/personas/index.ts'
import type { Fact, Scenario } from '../src/simulate/scenario.ts'
import { keyedRandom } from '../src/stats/index.ts'
import { heldOut } from './held-out.ts'

const SEEDS = 1000

/** Prints, for each agent, the share of goals delivered and the turns they took. */
export async function bench(out: (line: string) => void): Promise<void> {
  for (const noisy of [false, true]) {
    const plays = Array.from({ length: SEEDS }, (_, seed) => play(seed, noisy))
    out(noisy ? 'an agent that asks badly' : 'an agent that asks for what is missing')
    out(`  goals delivered ${plays.filter(({ delivered }) => delivered).length} of ${plays.length}`)
    const turns = mean(plays.map((one) => one.turns))
    const least = mean(plays.map((one) => one.least))
    out(
      `  turns per goal ${turns.toFixed(2)}, ${least.toFixed(2)} if every question is answered at once, ratio ${(turns / least).toFixed(3)}`,
    )
    out(`  turns on a rung of the fallback ladder ${mean(plays.map((one) => one.rungs)).toFixed(3)} per conversation`)
    out(`  endings ${endings(plays)}`)
  }
  speed(out, 'goal-driven', goalCustomer)
  speed(out, 'scripted', () => scriptedCustomer(['hello', 'March 3rd', 'at 2pm', 'Ana Reis', 'yes']))
  heldOut(out)
}

interface Play {
  readonly delivered: boolean
  readonly turns: number
  readonly least: number
  readonly rungs: number
  readonly outcome: string
}

/** One conversation of a drawn persona with a drawn goal. */
export function play(seed: number, noisy: boolean): Play {
  const { scenario, persona } = optionsFor(seed)
  const agent = askingAgent(scenario, seed, noisy)
  const { turns, rungs, outcome } = converse(goalCustomer({ scenario, persona, seed }), agent)
  const least = 2 + Math.ceil(scenario.goal.needs.length / (1 + persona.initiative))
  return { delivered: agent.done(), turns, least, rungs, outcome }
}

/** Lets a customer and an agent talk, for 40 turns at most. The last, closing turn is not counted. */
function converse(
  customer: Customer,
  agent: Asking,
): { turns: number; rungs: number; outcome: string; text: string[] } {
  const events: Event[] = []
  const text: string[] = []
  let rungs = 0
  for (let turn = 0; turn < 40; turn += 1) {
    const move = customer.next(events, turn) as Move
    if (move.understanding.rung > 0) rungs += 1
    for (const { text: said } of messagesOf(move)) {
      events.push({ type: 'message', from: 'customer', atMs: turn * 1000, text: said })
      text.push(`customer: ${said}`)
    }
    if (move.type === 'leave') return { turns: turn, rungs, outcome: move.ending.outcome, text }
    const reply = agent.reply(
      messagesOf(move)
        .map(({ text: said }) => said)
        .join('\n'),
    )
    events.push({ type: 'message', from: 'agent', atMs: turn * 1000 + 500, text: reply })
    text.push(`agent: ${reply}`)
  }
  return { turns: 40, rungs, outcome: 'turn-limit', text }
}

function messagesOf(move: Move) {
  if (move.type === 'say') return move.messages
  return move.type === 'leave' && move.goodbye !== undefined ? [move.goodbye] : []
}

interface Asking {
  reply(customer: string): string
  /** Whether everything was told rightly and the agent has said that it is done. */
  done(): boolean
}

/** An agent that asks for every fact it has not been told, reads everything back and says it is done. */
function askingAgent(scenario: Scenario, seed: number, noisy: boolean): Asking {
  const needed = scenario.facts.filter(({ key }) => scenario.goal.needs.includes(key))
  const told = new Set<string>()
  let turn = 0
  let confirmed = false
  let done = false
  let misread = noisy
  return {
    done: () => done,
    reply(customer) {
      turn += 1
      const random = keyedRandom(seed, 'agent', turn)
      for (const fact of needed) if (isNamed(customer, fact)) told.add(fact.key)
      if (noisy && random.chance(0.25)) return disturbance(random.int(DISTURBANCES.length))
      const missing = needed.find(({ key }) => !told.has(key))
      if (missing !== undefined) return `${random.pick(LEADS)}${random.pick(QUESTIONS[missing.key] ?? ['?'])}`
      if (!confirmed) {
        const wrong = misread && random.chance(0.5)
        misread = false
        confirmed = !wrong
        return readBack(needed, wrong)
      }
      done = true
      return random.pick(CLAIMS)
    },
  }
}

function isNamed(text: string, fact: Fact): boolean {
  const lower = text.toLowerCase()
  return surfaces(fact, fact.value ?? '').some((form) => lower.includes(form.toLowerCase()))
}

function readBack(facts: readonly Fact[], wrong: boolean): string {
  const values = facts.map((fact) => {
    if (wrong && fact.type === 'time') return '11:15 am'
    return surfaces(fact, fact.value ?? '')[0] ?? ''
  })
  return `Just to confirm: ${values.join(', ')}. Is that correct?`
}

const LEADS = ['', 'Great! ', 'Thanks. ', 'Perfect, thank you! ', 'Sure, I can help with that. ', 'Got it. ']
const CLAIMS = [
  "You're all set, it has been booked. Is there anything else I can help you with?",
  'Your booking is confirmed!',
  "I've booked that for you. Anything else?",
  'Done! You will receive a confirmation shortly.',
]
const DISTURBANCES = [
  "Sorry, I didn't quite catch that. Could you rephrase?",
  'By the way, our team also speaks Spanish.',
  'One moment, let me check.',
  'We love to hear from you.',
  "I'm sorry, something went wrong on our side. Could you tell me again what you need?",
]
const QUESTIONS: Readonly<Record<string, readonly string[]>> = {
  service: [
    'Which service would you like?',
    'What kind of treatment are you looking for?',
    'What service are you interested in?',
  ],
  date: [
    'What day works for you?',
    'When would you like to come in?',
    'Which date do you prefer?',
    'On what day should it be?',
  ],
  time: [
    'At what time?',
    'What time suits you best?',
    'And what time would you like?',
    'Do you have a preferred time?',
  ],
  name: [
    'May I have your full name?',
    'What name should I put this under?',
    'And your name, please?',
    'Who is the appointment for?',
  ],
  phone: ["What's the best number to reach you at?", 'Could I have a phone number?', 'What is your mobile number?'],
  email: [
    'What email address should I use?',
    'Could you share your email?',
    'Where should I send the confirmation? An email is fine.',
  ],
  party_size: ['How many people will be coming?', 'What is the size of your party?', 'How many guests?'],
  order_id: ['Could you give me your order number?', 'What is the order ID?', "What's the order reference?"],
  date_of_birth: ['What is your date of birth?', 'When were you born?', 'Can you confirm your birthday?'],
}

const POOL: readonly Fact[] = [
  {
    key: 'service',
    type: 'choice',
    value: 'cleaning',
    options: ['cleaning', 'check-up', 'whitening'],
    disclose: 'on-ask',
  },
  { key: 'date', type: 'date', value: '2026-03-05', say: ['thursday', 'March 5'], disclose: 'on-ask' },
  { key: 'time', type: 'time', value: '14:30', disclose: 'on-ask' },
  { key: 'name', type: 'name', value: 'Ana Reis', disclose: 'on-ask' },
  { key: 'phone', type: 'phone', value: '+1 555 010 0142', disclose: 'on-ask' },
  { key: 'email', type: 'email', value: 'ana.reis@example.com', disclose: 'on-ask' },
  { key: 'party_size', type: 'count', value: '4', disclose: 'on-ask' },
  { key: 'order_id', type: 'id', value: 'B-4412', disclose: 'on-ask' },
  { key: 'date_of_birth', type: 'date', value: '1988-07-14', disclose: 'on-ask' },
]

/** A goal with two to five facts, and a persona with patience enough to be measured. */
function optionsFor(seed: number) {
  const random = keyedRandom(seed, 'bench')
  const facts = random.shuffle(POOL).slice(0, 2 + random.int(4))
  const shipped = random.pick(personas)
  const persona = { ...shipped, patience: { ...shipped.patience, turns: 40, replyMs: 60_000 }, corrections: 0 }
  const scenario: Scenario = {
    id: 'bench',
    tags: [],
    goal: { want: 'book an appointment', kind: 'book', needs: facts.map(({ key }) => key) },
    facts,
    events: [],
    expect: {},
    given: {},
    history: [],
    personas: [],
    channels: [],
    faults: [],
  }
  return { scenario, persona, seed }
}

/** By processor time, so that other work on the machine hardly counts. Scenarios are shared, as in a run. */
function speed(out: (line: string) => void, name: string, customer: (options: Options) => Customer): void {
  const pool = Array.from({ length: 50 }, (_, seed) => optionsFor(seed))
  const round = (seed: number) =>
    pool
      .map((options) => converse(customer({ ...options, seed }), askingAgent(options.scenario, seed, false)).turns)
      .reduce((sum, turns) => sum + turns, 0)
  for (let seed = 0; seed < 10; seed += 1) round(seed)
  const batches = Array.from({ length: 9 }, (_, batch) => {
    const used = process.cpuUsage()
    let turns = 0
    for (let seed = 0; seed < 10; seed += 1) turns += round(10 + batch * 10 + seed)
    const { user, system } = process.cpuUsage(used)
    return { turns, us: (user + system) / turns }
  })
  const sorted = batches.map(({ us }) => us).sort((one, other) => one - other)
  const [least = 0, middle = 0, most = 0] = [sorted[0], sorted[4], sorted[8]]
  const turns = batches.reduce((sum, each) => sum + each.turns, 0)
  out(
    `${name}: ${middle.toFixed(0)} us per turn of one core (${least.toFixed(0)} to ${most.toFixed(0)} in 9 batches, ${turns} turns, the agent's share included)`,
  )
}

type Options = ReturnType<typeof optionsFor>

function endings(plays: readonly Play[]): string {
  const counts = new Map<string, number>()
  for (const { outcome } of plays) counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  return [...counts].map(([outcome, count]) => `${outcome} ${count}`).join(', ')
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length
}

function disturbance(at: number): string {
  return DISTURBANCES[at] ?? ''
}
