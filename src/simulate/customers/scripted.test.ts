import { expect, test } from 'vitest'
import { customerConformance } from './customer.conformance.ts'
import { scriptedCustomer } from './scripted.ts'

customerConformance('the scripted customer', () => scriptedCustomer(['hello', ['one', 'two'], 'bye']))

test('says its lines word for word, several at once where they are a list, and then leaves', async () => {
  const customer = scriptedCustomer(['hello', ['book me in', 'tomorrow']])
  const understanding = { acts: [], confidence: 1, rung: 0, frustration: 0 }

  expect([await customer.next([], 0), await customer.next([], 1), await customer.next([], 2)]).toEqual([
    { type: 'say', messages: [{ text: 'hello', afterMs: 0 }], understanding },
    {
      type: 'say',
      messages: [
        { text: 'book me in', afterMs: 0, dontWait: true },
        { text: 'tomorrow', afterMs: 0 },
      ],
      understanding,
    },
    { type: 'leave', ending: { outcome: 'satisfied' }, understanding },
  ])
})
