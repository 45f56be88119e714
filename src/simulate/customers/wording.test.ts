import { expect, test } from 'vitest'
import { scripted } from '../../model/index.ts'
import { personas } from '../personas/index.ts'
import type { Scenario } from '../scenario.ts'
import { goalCustomer } from './goal-customer.ts'
import { worded } from './wording.ts'

const persona = {
  ...(personas[0] ?? expect.fail()),
  writing: { typos: 0, lowercase: 0, noPunctuation: 0, abbreviations: 0, fillers: 0, emoji: 0 },
}
const scenario: Scenario = {
  id: 'book',
  tags: [],
  goal: { want: 'book a cleaning', kind: 'book', needs: ['date'] },
  facts: [{ key: 'date', type: 'date', value: '2026-03-05', disclose: 'opening' }],
  events: [],
  expect: {},
  given: {},
  history: [],
  personas: [],
  channels: [],
  faults: [],
}

/** The customer's first message when a model rewords it like this. */
async function opening(reworded: string): Promise<{ text: string; rejected: string[] }> {
  const rejected: string[] = []
  const inWords = worded(
    scripted(() => reworded),
    scenario,
    {
      signal: new AbortController().signal,
      onRejected: (_, because) => rejected.push(because),
    },
  )
  const move = await goalCustomer({ scenario, persona, seed: 4, inWords }).next([], 0)
  return { text: move.type === 'say' ? move.messages.map(({ text }) => text).join(' ') : '', rejected }
}

test("a model's words are used when every fact is in them and no other value", async () => {
  expect(await opening('hiya, could you squeeze me in for a cleaning on 5 March?')).toMatchInlineSnapshot(`
    {
      "rejected": [],
      "text": "hiya, could you squeeze me in for a cleaning on 5 March?",
    }
  `)
})

test('words that invent a value are not used', async () => {
  expect(await opening('I need a cleaning on 5 March at 4pm, my number is 555-010-9999')).toMatchInlineSnapshot(`
    {
      "rejected": [
        "it says "4pm", which the customer does not know",
      ],
      "text": "Hi, I was hoping to book a cleaning on 5 March.",
    }
  `)
})

test('words that leave out a fact are not used', async () => {
  expect(await opening('I need a cleaning soon')).toMatchInlineSnapshot(`
    {
      "rejected": [
        "it does not say "5 March"",
      ],
      "text": "Hi, I was hoping to book a cleaning on 5 March.",
    }
  `)
})
