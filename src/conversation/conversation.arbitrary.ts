/** Arbitrary conversations for property tests: any order of any events, with hostile texts among them. */
import fc from 'fast-check'
import type { Conversation, Event, Json } from './conversation.ts'

/** Words that conditions look for, next to text nobody expects. */
const text = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.lorem({ maxCount: 8 }),
  fc.constantFrom(
    '',
    ' ',
    "You're booked for Tuesday at 2pm. That will be $120.",
    'I want to speak to a human',
    'Let me transfer you to a colleague.',
    'I have cancelled your appointment.',
    "I'm sorry, I can't share that.",
    'Estamos abertos das 9h às 18h de segunda a sexta.',
    '{"name":"create_appointment","arguments":{"day":"2026-03-02"}}',
    'Traceback (most recent call last):\n  File "app.py", line 3, in <module>\nKeyError: 1',
    'TypeError: Cannot read properties of undefined',
    'Y2FuYXJ5LTE5Mzc=',
    `${'a'.repeat(3000)}!`,
  ),
)
const json: fc.Arbitrary<Json> = fc
  .oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.record({ id: fc.string({ maxLength: 5 }), amount: fc.integer(), status: text }),
  )
  .map((value) => JSON.parse(JSON.stringify(value)))
const name = fc.constantFrom('create_appointment', 'verify_identity', 'cancel_appointment', 'lookup', '__proto__', '')
const callId = fc.constantFrom('1', '2', '3')
const seenBy = fc.constantFrom('agent' as const, 'ledger' as const, 'trace' as const)
const side = fc.constantFrom('customer' as const, 'agent' as const)
const gap = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20_000 }))

/** One event, `atMs` counted from the event before it. */
const step: fc.Arbitrary<Event> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('message' as const), atMs: gap, from: side, text }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('tool-call' as const),
      atMs: gap,
      callId,
      tool: name,
      args: json,
      seenBy,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('tool-result' as const),
      atMs: gap,
      callId,
      outcome: fc.constantFrom('ok' as const, 'error' as const),
      value: json,
      seenBy,
    }),
  },
  fc.record({
    type: fc.constant('state' as const),
    atMs: gap,
    verifier: name,
    when: fc.constantFrom('before' as const, 'after' as const),
    records: fc.dictionary(fc.constantFrom('appointments/1', 'appointments/2', 'patients/1'), json),
  }),
  fc.record({ type: fc.constant('handoff' as const), atMs: gap, to: text }),
  fc.record({ type: fc.constant('silence' as const), atMs: gap, from: side, forMs: gap }),
  fc.record({
    type: fc.constant('delivery' as const),
    atMs: gap,
    message: fc.nat(5),
    status: fc.constantFrom('sent' as const, 'failed' as const, 'duplicated' as const),
  }),
  fc.record({ type: fc.constant('audio' as const), atMs: gap, from: side, forMs: gap, heard: text }),
  fc.record({
    type: fc.constant('error' as const),
    atMs: gap,
    culprit: fc.constantFrom('agent' as const, 'simulator' as const, 'judge' as const, 'infrastructure' as const),
    code: fc.constantFrom('timeout', 'garbage'),
    message: text,
  }),
)

function inOrder(steps: readonly Event[]): Event[] {
  let atMs = 0
  return steps.map((event) => {
    atMs += event.atMs
    return { ...event, atMs }
  })
}

/** Any conversation that `parseConversation` accepts, with and without circumstances and gaps. */
export const arbitraryConversation: fc.Arbitrary<Conversation> = fc
  .record(
    {
      id: fc.uuid(),
      origin: fc.constantFrom('simulated' as const, 'production' as const),
      agent: fc.record({ id: fc.string() }),
      channel: fc.constantFrom('chat', 'sms', 'voice', 'email', 'kiosk'),
      startedAt: fc.constantFrom('2026-03-02T09:00:00Z', '2026-10-25T00:30:00+01:00'),
      events: fc.array(step, { maxLength: 25 }).map(inOrder),
      customerId: fc.string(),
      timeZone: fc.constantFrom('Europe/Lisbon', 'America/New_York'),
      gaps: fc.constant(['truncated' as const]),
      circumstances: fc.record(
        {
          scenario: fc.string(),
          seed: fc.nat(),
          expected: fc.record(
            {
              told: fc.array(text, { maxLength: 2 }),
              handoff: fc.boolean(),
              calls: fc.array(fc.record({ tool: name }), { maxLength: 2 }),
              otherwise: fc.constantFrom('unchanged' as const, 'ignored' as const),
              changes: fc.array(fc.record({ verifier: name, added: fc.record({ status: json }) }), { maxLength: 2 }),
            },
            { requiredKeys: [] },
          ),
          ending: fc.record({
            outcome: fc.constantFrom(
              'satisfied' as const,
              'refused' as const,
              'gave-up' as const,
              'inconclusive' as const,
            ),
          }),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: ['id', 'origin', 'agent', 'channel', 'startedAt', 'events'] },
  )
  .map((conversation) => conversation as Conversation)

/** A conversation without gaps and errors, so that only what was said and done decides. */
export const arbitraryCompleteConversation: fc.Arbitrary<Conversation> = arbitraryConversation.map(
  ({ gaps: _, ...conversation }) => ({
    ...conversation,
    events: conversation.events.filter(({ type }) => type !== 'error'),
  }),
)
