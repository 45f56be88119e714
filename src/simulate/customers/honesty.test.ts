import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Event } from '../../conversation/index.ts'
import { everydayPersonas as personas } from '../personas/index.ts'
import type { Scenario, ScheduledEvent } from '../scenario.ts'
import type { Move } from './customer.ts'
import { surfaces } from './fact-words.ts'
import { goalCustomer } from './goal-customer.ts'

const scenario: Scenario = {
  id: 'honest',
  tags: [],
  goal: {
    want: 'book a table',
    kind: 'book',
    needs: ['date', 'time', 'party_size', 'name', 'phone'],
    alternatives: [{ time: '20:15' }],
    wants: [{ ask: 'is there parking' }],
  },
  facts: [
    { key: 'date', type: 'date', value: '2026-04-17', wrongFirst: '2026-04-16', disclose: 'opening' },
    { key: 'time', type: 'time', value: '19:30', disclose: 'on-ask' },
    { key: 'party_size', type: 'count', value: '6', disclose: 'on-ask' },
    { key: 'name', type: 'name', value: 'Ana Reis', disclose: 'on-second-ask' },
    { key: 'phone', type: 'phone', value: '+351 912 000 111', disclose: 'on-ask' },
    { key: 'card', type: 'id', value: '4111-2222', disclose: 'never' },
  ],
  events: [],
  expect: {},
  given: {},
  history: [],
  personas: [],
  channels: [],
  faults: [],
}

/** Everything the customer may ever name. */
const sheet = [
  ...scenario.facts,
  { type: 'time' as const, value: '20:15' },
  { type: 'date' as const, value: '2026-04-16' },
]
  .filter(({ type }) => type !== 'id')
  .flatMap(({ type, value }) => surfaces({ type }, value ?? ''))
  .join(' ')

const agentLine = fc.constantFrom(
  'What date would you like?',
  'What time?',
  'How many guests?',
  'May I have your name?',
  'Your phone number?',
  'What is your card number?',
  'So that is April 18th at 9pm for 12 people, correct?',
  'I can offer 20:15 or 21:45. Would either work?',
  "I'm sorry, 7:30 pm is not available.",
  'Please choose:\n1. 18:00\n2. 20:15',
  'Our set menu costs $55.',
  'Booked! Your reference is XK-99812. Anything else?',
  'Sorry, I did not understand that.',
  'asdf 12345 qwer',
  'Goodbye!',
)

test('every number the customer says is in the scenario or was put forward by the agent to choose from, and a secret never', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(agentLine, { maxLength: 12 }),
      fc.nat(),
      fc.constantFrom(...personas),
      async (lines, seed, persona) => {
        const said = await hold(lines, { seed, persona, scenario })
        const invented = said
          .flatMap((text) => text.match(/\b\d[\d:-]*/g) ?? [])
          .filter((number) => !sheet.includes(number))

        expect(invented.filter((number) => number !== '18:00' && number !== '20:15')).toEqual([])
        expect(said.join(' ')).not.toContain('4111')
      },
    ),
  )
})

test('what is scheduled is said word for word, whatever the persona', async () => {
  const event: ScheduledEvent = { when: { turn: 2 }, do: { burst: ['wait...', 'Do you ALSO do birthday cakes'] } }

  await fc.assert(
    fc.asyncProperty(
      fc.array(agentLine, { minLength: 2, maxLength: 4 }),
      fc.nat(),
      fc.constantFrom(...personas),
      async (lines, seed, persona) => {
        const said = await hold(lines, { seed, persona, scenario: { ...scenario, events: [event] } })

        expect(said.join('\n')).toContain('wait...\nDo you ALSO do birthday cakes')
      },
    ),
  )
})

async function hold(lines: readonly string[], options: Parameters<typeof goalCustomer>[0]): Promise<string[]> {
  const customer = goalCustomer(options)
  const events: Event[] = []
  const said: string[] = []
  for (const [turn, line] of ['', ...lines].entries()) {
    if (line !== '') events.push({ type: 'message', from: 'agent', atMs: turn * 1000, text: line })
    const move = await customer.next(events, turn)
    for (const text of textsOf(move)) {
      said.push(text)
      events.push({ type: 'message', from: 'customer', atMs: turn * 1000 + 1, text })
    }
    if (move.type === 'leave') break
  }
  return said
}

function textsOf(move: Move): string[] {
  if (move.type === 'say') return move.messages.map(({ text }) => text)
  return move.type === 'leave' && move.goodbye !== undefined ? [move.goodbye.text] : []
}
