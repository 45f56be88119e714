import { expect, test } from 'vitest'
import { checkOf } from './kind.sample.ts'
import { call, type Line, refused, seen } from './ledger.sample.ts'
import { rawError } from './raw-error.ts'

const judged = (...lines: readonly Line[]) => checkOf(rawError, {}).check(seen(...lines))
const taken = { error: 'slot-taken', message: 'That time is taken.' }

test("a program's word for an error that reaches the customer is raw, and it is said whose it is", () => {
  expect(judged(refused('create_appointment', {}, 409, taken), ['agent', 'I am sorry: slot-taken.'])).toEqual({
    outcome: 'violated',
    because: 'the customer was shown a code word of create_appointment: "I am sorry: slot-taken."',
    at: [2],
  })
})

test("a backend's sentence for people may be passed on", () => {
  expect(judged(refused('create_appointment', {}, 409, taken), ['agent', 'That time is taken. Is 3pm fine?'])).toEqual({
    outcome: 'held',
  })
})

test('a word that stands in what went well, or that nobody has answered yet, is not raw', () => {
  const service = { service: 'check-up' }
  expect(
    judged(refused('create_appointment', service, 422, { field: 'check-up' }), ['agent', 'A check-up, then.']).outcome,
  ).toBe('held')
  expect(judged(['agent', 'It is slot-taken.'], refused('create_appointment', {}, 409, taken)).outcome).toBe('held')
  expect(judged(call('list_slots', {}, { value: 'slot-taken' }), ['agent', 'It is slot-taken.']).outcome).toBe('held')
})
