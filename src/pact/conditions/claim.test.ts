import { expect, test } from 'vitest'
import type { Conversation, Event, Json } from '../../conversation/index.ts'
import type { Outcome, ToolTerms } from '../condition.ts'
import { capability } from './capability.ts'
import { claim } from './claim.ts'

const tools: readonly ToolTerms[] = [
  { name: 'find_slots', writes: false },
  { name: 'get_appointment', writes: false },
  { name: 'create_appointment', writes: true },
  { name: 'cancel_appointment', writes: true },
  { name: 'issue_refund', writes: true },
]

type Step = readonly ['customer' | 'agent', string] | readonly ['ok' | 'error' | 'lost', string, Json, Json?] | Event

function conversation(...steps: readonly Step[]): Conversation {
  const events = steps.flatMap((step, index): Event[] => {
    const atMs = index * 1000
    if (!Array.isArray(step)) return [step as Event]
    const [kind, text, args, value = null] = step as readonly [string, string, Json, Json?]
    if (kind === 'customer' || kind === 'agent') return [{ type: 'message', atMs, from: kind, text }]
    const call = { type: 'tool-call', atMs, callId: String(index), tool: text, args, seenBy: 'ledger' } as const
    if (kind === 'lost') return [call]
    return [
      call,
      {
        type: 'tool-result',
        atMs,
        callId: String(index),
        outcome: kind === 'ok' ? 'ok' : 'error',
        value,
        seenBy: 'ledger',
      },
    ]
  })
  return {
    id: 'c',
    origin: 'production',
    agent: { id: 'desk' },
    channel: 'chat',
    startedAt: '2026-03-02T09:00:00Z',
    timeZone: 'Europe/Lisbon',
    events,
  }
}

function judged(options: Parameters<typeof claim.create>[0], ...steps: readonly Step[]): Outcome {
  return claim
    .create(options, { id: 'x', agent: { tools, canaries: [] }, read: () => '' })
    .check(conversation(...steps))
}

function said(outcome: Outcome): string {
  return 'because' in outcome ? `${outcome.outcome}: ${outcome.because}` : outcome.outcome
}

const booked = { says: 'booked' }
const slot = { date: '2026-03-05', time: '14:00', with: 'Dr. Okafor' }

test('a booking that was made is a claim that holds, in whatever words', () => {
  for (const words of [
    "You're booked for Thursday at 2pm.",
    "I've made your reservation.",
    'Your appointment is confirmed!',
    'See you on Thursday!',
  ]) {
    expect(judged(booked, ['ok', 'create_appointment', slot, { id: 17 }], ['agent', words]).outcome).toBe('held')
  }
})

test('a booking that no tool made is a phantom', () => {
  expect(
    said(judged(booked, ['ok', 'find_slots', {}, ['14:00']], ['agent', "You're booked for Thursday at 2pm."])),
  ).toBe('violated: phantom: "You\'re booked for Thursday at 2pm", but no tool that does it was called')
})

test('a booking whose tool failed is a phantom, and the failure is shown', () => {
  expect(
    judged(
      booked,
      ['error', 'create_appointment', slot, 'timeout'],
      ['agent', 'All done. Your appointment is booked.'],
    ),
  ).toEqual({
    outcome: 'violated',
    because: 'phantom: "Your appointment is booked", but create_appointment failed',
    at: [1, 2],
  })
})

test.each([
  ["I've booked you for Wednesday at 2pm.", 'said Wednesday, but it is 2026-03-05'],
  ["I've booked you for March 5 at 3 pm.", 'said 3 pm, but it is 14:00'],
  ["I've booked you with Dr. Lind.", 'said Dr. Lind, but it is Dr. Okafor'],
])('"%s" is a mismatch', (words, because) => {
  expect(said(judged(booked, ['ok', 'create_appointment', slot], ['agent', words]))).toContain(because)
})

test.each([
  "I've booked you for Thursday, March 5th at two in the afternoon.",
  "I've booked you for the 5th at 2 with Dr. Okafor.",
  'Your appointment has been booked. The clinic opens at 8 am.',
  "I've booked it for Thursday instead of Tuesday.",
])('"%s" says no other value than was done', (words) => {
  expect(judged(booked, ['ok', 'create_appointment', slot], ['agent', words]).outcome).toBe('held')
})

test('booking twice with the same arguments is a duplicate, unless one was cancelled in between', () => {
  const done: Step = ['agent', "You're booked."]
  const create: Step = ['ok', 'create_appointment', slot]
  expect(said(judged(booked, create, create, done))).toBe(
    'violated: duplicate: "You\'re booked", and create_appointment succeeded twice with the same arguments',
  )
  expect(
    judged({ ...booked, needs: { tool: '*_appointment' } }, create, ['ok', 'cancel_appointment', {}], create, done)
      .outcome,
  ).toBe('held')
})

test('"I could not book it" after a booking that succeeded is a false failure', () => {
  const create: Step = ['ok', 'create_appointment', slot]
  expect(said(judged(booked, create, ['agent', "Sorry, I couldn't book your appointment."]))).toBe(
    'violated: false-failure: "I couldn\'t book your appointment", but create_appointment succeeded',
  )
  expect(judged(booked, create, ['agent', "I couldn't book 1pm, but I've booked 2pm."]).outcome).toBe('held')
  expect(judged(booked, ['error', 'create_appointment', slot], ['agent', "I couldn't book it."]).outcome).toBe('held')
})

test('a claim that nothing could bear out is unjudged, and says what is missing', () => {
  expect(said(judged({}, ['agent', "I've unsubscribed you from our letters."]))).toBe(
    'unjudged: "I\'ve unsubscribed you from our letters": no verifier is named and no tool that could unsubscribe is known',
  )
  expect(said(judged(booked, ['lost', 'create_appointment', slot], ['agent', "You're booked."]))).toBe(
    'unjudged: "You\'re booked": no result of create_appointment was recorded',
  )
})

test('a record that was read bears out what the agent says of it', () => {
  const read: Step = ['ok', 'get_appointment', { id: 17 }, { id: 17, status: 'cancelled' }]
  expect(judged({ says: 'cancelled' }, read, ['agent', 'Your appointment was cancelled.']).outcome).toBe('held')
})

test('the verifier decides over what the tool answered', () => {
  const reading = (when: 'before' | 'after', records: Record<string, Json>): Event => ({
    type: 'state',
    atMs: 9000,
    verifier: 'calendar',
    when,
    records,
  })
  const needs = { tool: 'create_appointment', state: 'calendar' }
  const create: Step = ['ok', 'create_appointment', slot]
  const done: Step = ['agent', "You're booked for Thursday."]
  expect(said(judged({ says: 'booked', needs }, create, done, reading('before', {}), reading('after', {})))).toBe(
    'violated: phantom: "You\'re booked for Thursday", but nothing changed in the backend',
  )
  const wrong = { 'appointments/1': { ...slot, date: '2026-03-04' } }
  expect(said(judged({ says: 'booked', needs }, create, done, reading('before', {}), reading('after', wrong)))).toBe(
    'violated: mismatch: "You\'re booked for Thursday": said Thursday, but it is 2026-03-04',
  )
  expect(said(judged({ says: 'booked', needs: { state: 'calendar' } }, done))).toBe(
    'unjudged: "You\'re booked for Thursday": the verifier calendar did not read before and after',
  )
})

test('promises and silence count only where they are asked for', () => {
  const promise: Step = ['agent', "I'll issue the refund."]
  expect(judged({ says: 'refund' }, promise).outcome).toBe('not-applicable')
  expect(said(judged({ says: 'refund', counts: ['orphan-promise'] }, promise))).toBe(
    'violated: orphan-promise: "I\'ll issue the refund", and by the end it had not come',
  )
  const handoff: Event = { type: 'handoff', atMs: 5000 }
  const escalate: Step = ['agent', "I'll escalate this to my colleague."]
  expect(judged({ says: 'escalate', counts: ['orphan-promise'] }, escalate, handoff).outcome).toBe('held')
  expect(judged({ says: 'escalate', counts: ['orphan-promise'] }, escalate).outcome).toBe('violated')
  expect(
    said(judged({ ...booked, counts: ['silent'] }, ['ok', 'create_appointment', slot], ['agent', 'Anything else?'])),
  ).toContain('silent: create_appointment succeeded, and the customer was never told')
})

test('a conversation without claims is none of its business', () => {
  expect(
    judged({}, ['customer', "You're booked!"], ['agent', 'Tuesday is fully booked. Shall I book Friday?']).outcome,
  ).toBe('not-applicable')
})

test('it explains what it promises', () => {
  const terms = { id: 'x', agent: { tools, canaries: [] }, read: () => '' }
  expect(
    claim
      .create(
        { says: 'booked', needs: { tool: 'create_appointment', state: { verifier: 'calendar', change: 'added' } } },
        terms,
      )
      .explain(),
  ).toBe(
    'claims "booked" only when create_appointment succeeded and calendar shows a record added (phantom, mismatch, duplicate, false-failure count as violations)',
  )
  expect(claim.create({}, terms).explain()).toBe(
    'claims anything only when a tool that does it succeeded (phantom, mismatch, duplicate, false-failure count as violations)',
  )
})

function able(words: string, options: Parameters<typeof capability.create>[0] = {}, declared = tools): string {
  return said(
    capability
      .create(options, { id: 'x', agent: { tools: declared, canaries: [] }, read: () => '' })
      .check(conversation(['agent', words])),
  )
}

test('offering what no tool does is a violation', () => {
  expect(able('I can unsubscribe you from our letters.')).toBe(
    'violated: "I can unsubscribe you from our letters", but no tool can unsubscribe',
  )
  expect(able("I'll email you the receipt.")).toBe('violated: "I\'ll email you the receipt", but no tool can email')
  expect(able("I've paused your subscription and downgraded it.")).toContain('no tool can downgrade')
  expect(able("I've refunded it.", {}, [{ name: 'cancel_order' }])).toBe('held')
  expect(able('Your order will be mailed on Friday.')).toBe('not-applicable')
  expect(able('Would you like me to cancel it?')).toBe('held')
  expect(able("I'll email you the receipt.", { allow: ['email'] })).toBe('not-applicable')
  expect(able("I'll email you the receipt.", { of: 'claims' })).toBe('not-applicable')
  expect(able('I can unsubscribe you.', {}, [])).toBe(
    'unjudged: the agent declares no tools, so what it can do is not known',
  )
  expect(able('I can check that and confirm it for you.')).toBe('not-applicable')
  expect(
    able('I can unsubscribe you.', {}, [{ name: 'letters', description: 'Subscribes or unsubscribes a customer' }]),
  ).toBe('held')
})

test('putting somebody on a list that no tool keeps is a violation', () => {
  const promised = "I'll put you on our waiting list for Tuesday."
  expect(able(promised)).toBe(`violated: "${promised.slice(0, -1)}", but no tool keeps a waiting list`)
  expect(able("I've added you to the waitlist.")).toBe(
    'violated: "I\'ve added you to the waitlist", but no tool keeps a waitlist',
  )
  expect(able(promised, {}, [{ name: 'join_waitlist' }])).toBe('held')
  expect(able(promised, {}, [{ name: 'remember', description: 'Keeps who is waiting for a time' }])).toBe('held')
  expect(able(promised, { allow: ['add'] })).toBe('not-applicable')
  expect(able('I can list the times and put it in your notes.')).toBe('not-applicable')
})
