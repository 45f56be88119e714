import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryConversation } from '../conversation/conversation.arbitrary.ts'
import type { ToolTerms } from './condition.ts'
import { call, type Line, lost, refused, seen } from './conditions/ledger.sample.ts'
import { joinActions } from './join.ts'

const tools: readonly ToolTerms[] = [
  { name: 'create_appointment', writes: true },
  { name: 'cancel_appointment', writes: true },
  { name: 'list_slots', writes: false },
]
const visit = { patientId: 'p1', start: '2026-03-09T14:00', dentist: 'Dr. Okafor' }
const made = { id: 'a1', ...visit }
const joined = (...lines: readonly Line[]) => joinActions(seen(...lines), tools)
/** Verdict and sentence of each action. */
const said = (...lines: readonly Line[]) => joined(...lines).map(({ verdict, because }) => `${verdict}: ${because}`)

test('a booking that was made and told stands with its call, its claim and its record', () => {
  const reading = { type: 'state', atMs: 0, verifier: 'appointments' } as const
  expect(
    joined(
      { ...reading, when: 'before', records: {} },
      ['customer', 'Yes please'],
      call('create_appointment', visit, { value: made }),
      ['agent', "You're booked for Monday at 2pm with Dr. Okafor."],
      { ...reading, when: 'after', records: { 'appointments/a1': made } },
    ),
  ).toEqual([
    {
      verdict: 'verified',
      because: '"You\'re booked for Monday at 2pm with Dr. Okafor", and create_appointment was carried out',
      tool: 'create_appointment',
      args: visit,
      attempts: 1,
      commits: 1,
      known: 'ledger',
      said: [{ at: 4, text: "You're booked for Monday at 2pm with Dr. Okafor", verdict: 'verified' }],
      changes: [{ verifier: 'appointments', kind: 'added', key: 'appointments/a1' }],
      at: [2, 3, 4],
    },
  ])
})

test('each way in which words and deeds part has its name', () => {
  expect(said(refused('create_appointment', visit, 200), ['agent', "You're booked for Monday."])).toEqual([
    'phantom: "You\'re booked for Monday", but create_appointment failed',
  ])
  expect(said(call('create_appointment', visit), ['agent', "You're booked for Tuesday."])).toEqual([
    'mismatch: "You\'re booked for Tuesday": said Tuesday, but it is 2026-03-09T14:00',
  ])
  expect(said(lost('create_appointment', visit), ['agent', "I couldn't book your appointment."])).toEqual([
    'false-failure: "I couldn\'t book your appointment", but create_appointment succeeded',
  ])
  expect(said(lost('create_appointment', visit), ['agent', 'What else can I do?'])).toEqual([
    'silent: create_appointment was carried out, and the customer was never told',
  ])
  expect(
    said(lost('create_appointment', visit), call('create_appointment', visit), ['agent', "You're booked."]),
  ).toEqual(['duplicate: create_appointment was asked for 2 times and carried out 2 times'])
  expect(said(call('create_appointment', visit, { exchange: { commits: 2 } }), ['agent', "You're booked."])).toEqual([
    'duplicate: create_appointment was asked for once and carried out 2 times',
  ])
  expect(said(['agent', "I'll cancel your appointment."])).toEqual([
    'orphan-promise: "I\'ll cancel your appointment", and by the end it had not come',
  ])
  expect(said(['agent', "I've unsubscribed you from our letters."])).toEqual([
    'unverifiable: "I\'ve unsubscribed you from our letters": no verifier is named and no tool that could unsubscribe is known',
  ])
  expect(said(['agent', "You're booked for Monday."])).toEqual([
    'phantom: "You\'re booked for Monday", but no tool that does it was called',
  ])
})

test('a failure told as a failure is verified; one of which nothing is said is nothing done', () => {
  expect(said(refused('create_appointment', visit, 503), ['agent', "I couldn't book your appointment."])).toEqual([
    'verified: "I couldn\'t book your appointment", and create_appointment was not carried out',
  ])
  expect(said(refused('create_appointment', visit, 503), ['agent', 'Anything else?'])).toEqual([
    'nothing-done: create_appointment was not carried out, and nothing was claimed of it',
  ])
})

test('a repeat that the backend recognised is one commit of two attempts', () => {
  const again = { ...visit, start: 'March 9 at 2pm' }
  const [action, ...others] = joined(
    lost('create_appointment', visit, made),
    call('create_appointment', again, { value: made }),
    ['agent', "You're booked."],
  )
  expect(others).toEqual([])
  expect(action).toMatchObject({ verdict: 'verified', attempts: 2, commits: 1 })
})

test('two bookings told in one message are two actions', () => {
  const other = { ...visit, patientId: 'p2' }
  expect(
    said(call('create_appointment', visit), call('create_appointment', other), [
      'agent',
      'Both visits are booked.',
    ]).map((line) => line.split(':')[0]),
  ).toEqual(['verified', 'verified'])
})

test('any conversation can be joined, and where it came from changes nothing', () => {
  fc.assert(
    fc.property(arbitraryConversation, (conversation) => {
      const actions = joinActions({ ...conversation, origin: 'simulated' }, tools)
      expect(joinActions({ ...conversation, origin: 'production' }, tools)).toEqual(actions)
      for (const { at, because } of actions) {
        expect(because.trim()).not.toBe('')
        expect(at.length).toBeGreaterThan(0)
        for (const index of at) expect(conversation.events[index]).toBeDefined()
      }
    }),
  )
})
