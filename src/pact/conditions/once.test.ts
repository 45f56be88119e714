import { expect, test } from 'vitest'
import { checkOf } from './kind.sample.ts'
import { call, type Line, lost, refused, seen } from './ledger.sample.ts'
import { once } from './once.ts'

const monday = { patientId: 'p1', service: 'cleaning', start: '2026-03-09T14:00', dentist: 'Dr. Okafor' }
const judged = (...lines: readonly Line[]) => checkOf(once, {}).check(seen(...lines))

test('a booking asked for again after its reply was lost is made twice, and both calls show it', () => {
  expect(
    judged(
      ['customer', 'Yes, book it.'],
      lost('create_appointment', monday, { id: 'a1' }),
      call('create_appointment', monday, { value: { id: 'a2' } }),
      ['agent', "You're booked."],
    ),
  ).toEqual({
    outcome: 'violated',
    because:
      'create_appointment was carried out twice: the agent got no reply (lost-reply) to the first, and asked again with the same values',
    at: [1, 3],
  })
})

test('another time asked for after the reply was lost leaves the customer with two bookings', () => {
  const later = { ...monday, start: '2026-03-09T16:00', dentist: 'Dr. Lindqvist' }
  expect(
    judged(lost('create_appointment', monday), ['agent', 'Shall I try 4pm?'], call('create_appointment', later)),
  ).toEqual({
    outcome: 'violated',
    because:
      'create_appointment was carried out twice: the agent got no reply (lost-reply) to the first, and asked again with start 2026-03-09T16:00 instead of 2026-03-09T14:00, dentist Dr. Lindqvist instead of Dr. Okafor',
    at: [0, 3],
  })
})

test('values written in another way are the same values', () => {
  const again = { start: 'March 9 at 2pm', service: ' Cleaning', patientId: 'p1', dentist: 'dr okafor' }
  expect(judged(call('create_appointment', monday), call('create_appointment', again))).toEqual({
    outcome: 'violated',
    because: 'create_appointment was carried out twice with the same values',
    at: [0, 2],
  })
  expect(
    judged(
      call('leave_message', { text: 'Bring the papers on March 5' }),
      call('leave_message', { text: 'Cancel my visit on March 5' }),
    ).outcome,
  ).toBe('held')
})

test.each<[string, readonly Line[]]>([
  [
    'two bookings for two people',
    [lost('create_appointment', monday), call('create_appointment', { ...monday, patientId: 'p2' })],
  ],
  [
    'two bookings that were both wanted',
    [call('create_appointment', monday), call('create_appointment', { ...monday, start: '2026-03-10T09:00' })],
  ],
  [
    'a second try after the backend had refused',
    [refused('create_appointment', monday, 503), call('create_appointment', monday)],
  ],
  [
    'a second try under the same idempotency key',
    [
      { ...lost('create_appointment', monday), exchange: { delivered: 'nothing', idempotencyKey: 'k1' } },
      call('create_appointment', monday, { exchange: { idempotencyKey: 'k1' } }),
    ],
  ],
  [
    'a backend that knows the repeat and answers with the same record',
    [lost('create_appointment', monday, { id: 'a1' }), call('create_appointment', monday, { value: { id: 'a1' } })],
  ],
  ['a backend that carries one call out twice', [call('create_appointment', monday, { exchange: { commits: 2 } })]],
  [
    'one of the two cancelled since',
    [
      lost('create_appointment', monday, { id: 'a1' }),
      call('create_appointment', monday, { value: { id: 'a2' } }),
      call('cancel_appointment', { appointmentId: 'a1' }),
    ],
  ],
  [
    'the same time set twice',
    [
      call('create_appointment', monday),
      lost('reschedule_appointment', { id: 'a1' }),
      call('reschedule_appointment', { id: 'a1' }),
    ],
  ],
])('%s: held', (_, lines) => {
  expect(judged(...lines)).toEqual({ outcome: 'held' })
})

test('another appointment cancelled in between undoes nothing', () => {
  expect(
    judged(
      lost('create_appointment', monday, { id: 'a1' }),
      call('cancel_appointment', { appointmentId: 'a0' }),
      call('create_appointment', monday, { value: { id: 'a2' } }),
    ).outcome,
  ).toBe('violated')
})

test('without a ledger it says what is missing, and without calls it is not asked', () => {
  const told = seen(['customer', 'Book it'], ['agent', 'Done'])
  expect(checkOf(once, {}).check(told)).toEqual({ outcome: 'not-applicable' })
  const call = {
    type: 'tool-call',
    atMs: 0,
    callId: '1',
    tool: 'create_appointment',
    args: monday,
    seenBy: 'agent',
  } as const
  expect(checkOf(once, {}).check({ ...told, events: [call] })).toEqual({
    outcome: 'unjudged',
    because: 'no backend proxy saw the calls, so nothing is known of what the backends did',
  })
})

test('the sign of an amount makes another amount', () => {
  expect(judged(call('add_credit', { amount: 5 }), call('add_credit', { amount: -5 }))).toEqual({ outcome: 'held' })
})
