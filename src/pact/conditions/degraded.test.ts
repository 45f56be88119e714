import { expect, test } from 'vitest'
import { degraded } from './degraded.ts'
import { checkOf } from './kind.sample.ts'
import { call, type Line, refused, seen } from './ledger.sample.ts'

const judged = (...lines: readonly Line[]) => checkOf(degraded, { withinMs: 4000 }).check(seen(...lines))
const slow = call('list_slots', {}, { exchange: { tookMs: 9000 } })

test('a customer who hears nothing for nine seconds while a backend is slow was left waiting', () => {
  expect(judged(['customer', 'Is Tuesday free?'], slow, slow, ['agent', 'Yes, at 2pm.', 9100])).toEqual({
    outcome: 'violated',
    because: 'the customer waited 9100 ms for a word while list_slots took 9000 ms; 4000 ms were promised',
    at: [0, 1, 5],
  })
})

test('a backend that is down is waited for no longer', () => {
  expect(judged(['customer', 'Tuesday?'], refused('list_slots', {}, 503), ['agent', 'It is down.', 5000])).toEqual({
    outcome: 'violated',
    because:
      'the customer waited 5000 ms for a word while list_slots failed: the agent got error 503 (calendar-down); 4000 ms were promised',
    at: [0, 1, 3],
  })
})

test('a word before the slow call is a word', () => {
  expect(judged(['customer', 'Tuesday?'], ['agent', 'Let me look.'], slow, ['agent', 'Yes.', 9000])).toEqual({
    outcome: 'held',
  })
})

test('a backend that is well is none of its business, however slow the agent', () => {
  expect(judged(['customer', 'Tuesday?'], call('list_slots', {}), ['agent', 'Yes.', 9000])).toEqual({
    outcome: 'not-applicable',
  })
})
