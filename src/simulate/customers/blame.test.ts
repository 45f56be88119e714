import { expect, test } from 'vitest'
import type { Ending, Event } from '../../conversation/index.ts'
import { personas } from '../personas/index.ts'
import type { Fact, Scenario } from '../scenario.ts'
import { goalCustomer } from './goal-customer.ts'

const facts: readonly Fact[] = [
  { key: 'service', type: 'choice', value: 'cleaning', options: ['cleaning', 'check-up'], disclose: 'opening' },
  { key: 'date', type: 'date', value: '2026-03-05', disclose: 'on-ask' },
  { key: 'time', type: 'time', value: '14:30', disclose: 'on-ask' },
  { key: 'name', type: 'name', value: 'Ana Reis', disclose: 'on-ask' },
]
const booking: Scenario = {
  id: 'book-cleaning',
  tags: [],
  goal: { want: 'book a cleaning', kind: 'book', needs: facts.map(({ key }) => key) },
  facts,
  events: [],
  expect: {},
  given: {},
  history: [],
  personas: [],
  channels: [],
  faults: [],
}

/** How conversations of every persona end with an agent that says these lines over and over. */
async function endingsWith(lines: readonly string[]): Promise<readonly Ending['outcome'][]> {
  const outcomes = new Set<Ending['outcome']>()
  for (const persona of personas)
    for (const seed of [1, 2, 3]) outcomes.add(await endOf({ ...persona, leavesEarly: 0 }, seed, lines))
  return [...outcomes].sort()
}

async function endOf(
  persona: (typeof personas)[number],
  seed: number,
  lines: readonly string[],
): Promise<Ending['outcome']> {
  const customer = goalCustomer({ scenario: booking, persona, seed })
  const events: Event[] = []
  for (let turn = 0; turn < 40; turn += 1) {
    const move = await customer.next(events, turn)
    if (move.type === 'leave') return move.ending.outcome
    for (const { text } of move.type === 'say' ? move.messages : [])
      events.push({ type: 'message', from: 'customer', atMs: turn * 1000, text })
    const text = lines[turn % lines.length] ?? ''
    if (text !== '') events.push({ type: 'message', from: 'agent', atMs: turn * 1000 + 400, text })
  }
  return 'turn-limit'
}

test('what the customer cannot make out, or has no fact for, is never held against the agent', async () => {
  const lost = {
    'the same question that no fact answers': ['What is your insurance member number?'],
    'questions that no fact answers': ['Which school did you go to?', 'What colour is your car?', 'How tall are you?'],
    'no words': ['Blorp fnord glim.', 'Wug zib zab.', 'Krel vonto.'],
    'another language': ['¿Qué día le viene bien?', '¿A qué hora desea la cita?', 'Su nombre y el día, por favor.'],
    'numbers alone': ['17 4', '33 8', '51'],
    'things nobody asked about': ['Our clinic was founded in 1985.', 'We love smiles.', 'Brush twice a day!'],
  }
  for (const [agent, lines] of Object.entries(lost))
    expect({ agent, endings: await endingsWith(lines) }).toEqual({ agent, endings: ['inconclusive'] })
})

test('what the agent does badly in plain words stays its own', async () => {
  const bad = {
    'never answers': [''],
    'asks what it was told': ['What time would you like?'],
    'greets for ever': ['Hello! How can I help you today?'],
    'understands nothing': ["Sorry, I didn't understand that. Could you rephrase?"],
    'wants to close': ['Is there anything else I can help you with?'],
    'does not do it': ["Sorry, we don't do cleanings."],
    'gives up': ['Something went wrong. Please try again later.'],
  }
  for (const [agent, lines] of Object.entries(bad)) {
    const endings = await endingsWith(lines)
    expect({ agent, lost: endings.includes('inconclusive'), glad: endings.includes('satisfied') }).toEqual({
      agent,
      lost: false,
      glad: false,
    })
  }
})
