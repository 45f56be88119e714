/** Conversations that go on for days: what "tomorrow" means is decided when it is said. */
import { expect, test } from 'vitest'
import type { Conversation, Event, Expected, Json } from '../../conversation/index.ts'
import { claim } from './claim.ts'
import { grounded } from './grounded.ts'
import { checkOf } from './kind.sample.ts'
import { once } from './once.ts'
import { resolved } from './resolved.ts'

const hourMs = 3_600_000

/** Starts on Monday 2 March 2026 at 20:00 in New York, which is Tuesday in UTC. */
function conversation(...events: readonly Event[]): Conversation {
  return {
    id: 'c',
    origin: 'production',
    agent: { id: 'desk' },
    channel: 'chat',
    startedAt: '2026-03-03T01:00:00Z',
    timeZone: 'America/New_York',
    events,
  }
}

const said = (from: 'customer' | 'agent', text: string, hours: number): Event => ({
  type: 'message',
  atMs: hours * hourMs,
  from,
  text,
})

const booked = (args: Json, hours: number, value: Json = { ok: true }): readonly Event[] => {
  const of = { atMs: hours * hourMs, callId: `call-${hours}`, seenBy: 'ledger' } as const
  const exchange = {
    backend: 'practice',
    method: 'POST',
    path: '/appointments',
    writes: true,
    status: 200,
    gotStatus: 200,
    commits: 1,
    delivered: 'whole',
    tookMs: 5,
    askedMs: hours * hourMs,
  } as const
  return [
    { ...of, type: 'tool-call', tool: 'create_appointment', args },
    { ...of, type: 'tool-result', outcome: 'ok', value, exchange },
  ]
}

const tools = [{ name: 'create_appointment', writes: true }]

test('a day later, "tomorrow" in a confirmation is the day after that', () => {
  const told = (text: string) =>
    checkOf(claim, {}, { tools }).check(
      conversation(
        said('customer', 'Hold Thursday for me, I will be back.', 0),
        said('customer', 'Back again, please book it.', 26),
        ...booked({ date: '2026-03-05', time: '14:00' }, 26),
        said('agent', text, 26),
      ),
    )
  expect(told("You're booked for Thursday at 2pm.")).toEqual({ outcome: 'held', at: [3, 4] })
  // 26 hours after Monday 20:00 it is Tuesday 22:00: tomorrow is Wednesday the 4th.
  expect(told("You're booked for tomorrow at 2pm.")).toEqual({
    outcome: 'violated',
    because: 'mismatch: "You\'re booked for tomorrow at 2pm": said tomorrow, but it is 2026-03-05',
    at: [3, 4],
  })
})

test('midnight is that of the business, and passes while the customer is away', () => {
  const confirmed = (hours: number) =>
    checkOf(claim, {}, { tools }).check(
      conversation(
        said('customer', 'Thursday at 2pm please.', hours),
        ...booked({ date: '2026-03-05', time: '14:00' }, hours),
        said('agent', "You're booked for tomorrow at 2pm.", hours),
      ),
    ).outcome
  expect([0, 3.9, 27.9, 28, 51.9, 52].map(confirmed)).toEqual([
    'violated',
    'violated',
    'violated',
    'held',
    'held',
    'violated',
  ])
})

test('a customer’s "tomorrow" of yesterday grounds the agent’s "today", and not its "tomorrow"', () => {
  const rule = { kinds: ['date'], sources: ['customer'] }
  const answered = (text: string) =>
    checkOf(grounded, rule).check(conversation(said('customer', 'Can I come tomorrow?', 0), said('agent', text, 24)))
  expect(answered('Yes, come by today.')).toEqual({ outcome: 'held' })
  expect(answered('Yes, come by tomorrow.')).toEqual({
    outcome: 'violated',
    because: 'said tomorrow, which nothing gives',
    at: [1],
  })
})

test('asking twice for "tomorrow" is one thing on one day, and two things on two', () => {
  const args = { patient: 'P-1', when: 'tomorrow 14:00' }
  const judged = (hours: number) =>
    checkOf(once, {}).check(
      conversation(
        said('customer', 'Book me in for tomorrow at two.', 0),
        ...booked(args, 0),
        said('customer', 'Book me in for tomorrow at two.', hours),
        ...booked(args, hours),
      ),
    )
  expect(judged(1)).toEqual({
    outcome: 'violated',
    because: 'create_appointment was carried out twice with the same values',
    at: [1, 4],
  })
  expect(judged(24)).toEqual({ outcome: 'held' })
})

test('a date is told by "tomorrow" where that is the date', () => {
  const expected: Expected = { told: ['2026-03-04'] }
  const told = (hours: number) =>
    checkOf(resolved, {}).check({
      ...conversation(said('customer', 'When is it?', 0), said('agent', 'It is tomorrow.', hours)),
      circumstances: { expected },
    })
  expect([told(0).outcome, told(24).outcome]).toEqual(['violated', 'held'])
})

test('where neither beginning nor times are known, "tomorrow" contradicts nothing', () => {
  const unknown = {
    ...conversation(
      said('customer', 'Book it.', 0),
      ...booked({ date: '2026-03-05', time: '14:00' }, 0),
      said('agent', "You're booked for tomorrow at 2pm.", 0),
    ),
    startedAt: '1970-01-01T00:00:00Z',
    circumstances: { times: 'unknown' },
  }
  expect(checkOf(claim, {}, { tools }).check(unknown)).toEqual({ outcome: 'held', at: [2, 3] })
})
