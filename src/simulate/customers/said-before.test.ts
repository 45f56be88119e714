import { expect, test } from 'vitest'
import type { Event } from '../../conversation/index.ts'
import { personas } from '../personas/index.ts'
import type { Scenario } from '../scenario.ts'
import { goalCustomer } from './goal-customer.ts'

const booking: Scenario = {
  ...{ id: 'book-cleaning', tags: [], events: [], expect: {}, given: {}, history: [] },
  ...{ personas: [], channels: [], faults: [] },
  goal: { want: 'book a cleaning', kind: 'book', needs: ['name', 'time'] },
  facts: [
    { key: 'name', type: 'name', value: 'Ana Reis', disclose: 'on-ask' },
    { key: 'time', type: 'time', value: '14:00', disclose: 'on-ask' },
  ],
}

/** What the customer says who goes on after this. */
async function goesOn(...lines: readonly string[]): Promise<readonly string[]> {
  const events = lines.map((text, at): Event => {
    return { type: 'message', atMs: at * 1000, from: at % 2 === 0 ? 'customer' : 'agent', text }
  })
  const persona = personas.find(({ id }) => id === 'model-customer') ?? expect.fail()
  const move = await goalCustomer({ scenario: booking, persona, seed: 3 }).next(events, 0)
  if (move.type === 'leave') return [move.ending.outcome]
  return move.type === 'say' ? move.messages.map(({ text }) => text) : []
}

test('whoever goes on after a script answers, objects and leaves as one who has said all that it says', async () => {
  expect({
    asked: await goesOn('book a cleaning', 'At what time?'),
    misheard: await goesOn('book a cleaning at 2pm', 'So that is 3:00 pm for you. Shall I book it?'),
    served: await goesOn('Ana Reis, book a cleaning at 2pm', "You're booked: a cleaning at 2:00 pm."),
    silent: await goesOn('Hello', 'How can I help?'),
  }).toMatchInlineSnapshot(`
    {
      "asked": [
        "2pm would be good. This is Ana Reis.",
      ],
      "misheard": [
        "Unfortunately not. I asked for 2 pm.",
      ],
      "served": [
        "satisfied",
      ],
      "silent": [
        "Hello, would it be possible to book a cleaning?",
      ],
    }
  `)
})
