import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { problemsIn } from '../problem.ts'
import type { Conversation, Json } from './conversation.ts'
import { knownMapping, mappingNames } from './known-mappings.ts'
import { mapper } from './mapped.ts'
import { type MappingForm, mappingOf, parseMapping } from './mapping.ts'
import { renderConversation } from './render.ts'

const at = { file: 'log.jsonl', line: 7 }

function named(name: string, record: Json): Conversation {
  const mapping = knownMapping(name)
  if (mapping === undefined) throw new Error(`no mapping ${name}`)
  return mapper(mapping)(record, at)
}

function complaints(work: () => unknown): string[] {
  try {
    work()
  } catch (thrown) {
    return problemsIn(thrown).map(({ code, message, hint }) => `${code}\n${message}\n${hint}`)
  }
  return []
}

test('chat-completions messages become what was said and done, bare or under "messages"', () => {
  const messages = [
    { role: 'system', content: 'You are the front desk.' },
    { role: 'user', content: 'Is Tuesday at 2 free?' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [
        { id: 'call_1', type: 'function', function: { name: 'find_slots', arguments: '{"day":"tuesday"}' } },
      ],
    },
    { role: 'tool', tool_call_id: 'call_1', content: '{"slots":["14:00"]}' },
    { role: 'assistant', content: [{ type: 'text', text: 'Yes, 2 pm is free.' }] },
  ]
  const expected: Omit<Conversation, 'id'> = {
    origin: 'production',
    agent: { id: 'agent' },
    channel: 'chat',
    startedAt: '1970-01-01T00:00:00Z',
    circumstances: { times: 'unknown' },
    events: [
      { type: 'message', atMs: 0, from: 'customer', text: 'Is Tuesday at 2 free?' },
      { type: 'tool-call', atMs: 0, callId: 'call_1', tool: 'find_slots', args: { day: 'tuesday' }, seenBy: 'agent' },
      { type: 'tool-result', atMs: 0, callId: 'call_1', outcome: 'ok', value: { slots: ['14:00'] }, seenBy: 'agent' },
      { type: 'message', atMs: 0, from: 'agent', text: 'Yes, 2 pm is free.' },
    ],
  }
  expect(named('openai-messages', messages)).toEqual({ id: 'log.jsonl:7', ...expected })
  expect(named('openai-messages', { id: 'c-9', messages })).toEqual({ id: 'c-9', ...expected })
})

test('a tau trajectory keeps its times, its failures, what was expected and its handover, and leaves out the marks of its recorder', () => {
  const trajectory = {
    id: 'tj_1',
    domain: 'retail',
    model: 'some-model',
    channel: 'chat',
    task_id: 'retail:59',
    expected_outputs: ['164.28', 625.6],
    turns: [
      {
        role: 'user',
        ts: '2026-02-21T20:26:11.630684',
        text: 'Cancel #W1',
        tool_calls: [{ id: 'u1', name: 'look', args: {} }],
      },
      { role: 'tool', ts: '2026-02-21T20:26:11.700000', tool_call_id: 'u1', tool: 'look', text: 'seen', error: false },
      {
        role: 'agent',
        ts: '2026-02-21T20:26:13.747949',
        text: null,
        tool_calls: [
          { id: 'a1', name: 'cancel_order', args: { order_id: '#W1' } },
          { id: 'a2', name: 'transfer_to_human_agents', args: { summary: 'x' } },
        ],
      },
      {
        role: 'tool',
        ts: '2026-02-21T20:26:13.748116',
        tool_call_id: 'a1',
        tool: 'cancel_order',
        text: 'Error: no order',
        error: null,
      },
      {
        role: 'tool',
        ts: '2026-02-21T20:26:13.748200',
        tool_call_id: 'a2',
        tool: 'transfer_to_human_agents',
        text: 'Transfer successful',
        error: false,
      },
      { role: 'user', ts: '2026-02-21T20:26:15.000000', text: '###STOP###' },
    ],
  }
  const conversation = named('tau', trajectory)
  expect(renderConversation(conversation)).toMatchInlineSnapshot(`
    "tj_1  chat  2024-05-15T15:00:00-05:00  agent retail
      0:00.0  customer  Cancel #W1
      0:02.1      -> cancel_order {"order_id":"#W1"}
      0:02.1      -> transfer_to_human_agents {"summary":"x"}
      0:02.1      <- error "Error: no order"
      0:02.1      <- ok "Transfer successful"
      0:02.1      handed over"
  `)
  expect(conversation).toMatchObject({
    id: 'tj_1',
    agent: { id: 'retail', model: 'some-model' },
    startedAt: '2024-05-15T15:00:00-05:00',
    timeZone: 'America/New_York',
    circumstances: { scenario: 'retail:59', expected: { told: ['164.28', '625.6'] } },
  })
  expect(conversation.circumstances).not.toHaveProperty('times')
})

test('a plain transcript needs no more than who said what', () => {
  const { events } = named('transcript', [
    { speaker: 'Customer', text: 'hi', time: 1772442000 },
    { speaker: 'AGENT', text: 'hello', time: 1772442001.5 },
  ])
  expect(events).toEqual([
    { type: 'message', atMs: 0, from: 'customer', text: 'hi' },
    { type: 'message', atMs: 1500, from: 'agent', text: 'hello' },
  ])
})

test('a mapping of your own says where things stand', () => {
  const mapping = parseMapping(
    `id: $.ticket.number
agent: desk-bot
agentVersion: $.build
channel: $.via
customer: $.ticket.by
turns:
  at: $.log[*]
  role: $.who
  roles: { customer: [guest], agent: [desk-bot] }
  text: $.said
  time: $.t
toolCalls: { at: '$.did[*]', tool: $.what, args: $.with, result: $.got, error: $.failed }
expected: { handoff: $.should_transfer, calls: { at: '$.should_call[*]', tool: $.n, args: $.a } }
circumstances: { scenario: $.topic, shop: $.shop }
`,
    'mapping.yaml',
  )
  const record = {
    ticket: { number: 4711, by: 'guest-3' },
    build: '1.4.2',
    via: 'sms',
    topic: 'refunds',
    should_transfer: false,
    should_call: [{ n: 'refund', a: { order: 5 } }],
    log: [
      { who: 'guest', said: 'refund please', t: '2026-03-02T09:00:00+01:00' },
      {
        who: 'desk-bot',
        said: 'Trying.',
        t: '2026-03-02T08:00:02Z',
        did: [
          { what: 'refund', with: '{"order":5}', failed: 'no such order' },
          { what: 'refund', with: { order: 6 }, got: { paid: true } },
        ],
      },
    ],
  }
  expect(mapper(mapping)(record, at)).toEqual({
    id: '4711',
    origin: 'production',
    agent: { id: 'desk-bot', version: '1.4.2' },
    channel: 'sms',
    customerId: 'guest-3',
    startedAt: '2026-03-02T08:00:00.000Z',
    circumstances: {
      scenario: 'refunds',
      expected: { handoff: false, calls: [{ tool: 'refund', args: { order: 5 } }] },
    },
    events: [
      { type: 'message', atMs: 0, from: 'customer', text: 'refund please' },
      { type: 'message', atMs: 2000, from: 'agent', text: 'Trying.' },
      { type: 'tool-call', atMs: 2000, callId: 'turn-2-call-1', tool: 'refund', args: { order: 5 }, seenBy: 'agent' },
      {
        type: 'tool-result',
        atMs: 2000,
        callId: 'turn-2-call-1',
        outcome: 'error',
        value: 'no such order',
        seenBy: 'agent',
      },
      { type: 'tool-call', atMs: 2000, callId: 'turn-2-call-2', tool: 'refund', args: { order: 6 }, seenBy: 'agent' },
      {
        type: 'tool-result',
        atMs: 2000,
        callId: 'turn-2-call-2',
        outcome: 'ok',
        value: { paid: true },
        seenBy: 'agent',
      },
    ],
  })
})

test('results without an id answer the oldest open call of their tool', () => {
  const form: MappingForm = { turns: { at: '$[*]' }, toolCalls: { at: '$.calls[*]' } }
  const { events } = mapper(mappingOf(form))(
    [
      { role: 'agent', calls: [{ name: 'a' }, { name: 'b' }] },
      { role: 'tool', name: 'b', content: '1' },
      { role: 'tool', name: 'a', content: '2' },
    ],
    at,
  )
  expect(events.flatMap((event) => ('callId' in event ? `${event.type} ${event.callId}` : []))).toEqual([
    'tool-call turn-1-call-1',
    'tool-call turn-1-call-2',
    'tool-result turn-1-call-2',
    'tool-result turn-1-call-1',
  ])
})

test('one turn without a time leaves all times unknown, because a made-up time would be a claim about speed', () => {
  const { events, circumstances } = named('transcript', [
    { role: 'user', text: 'hi', time: '2026-03-02T09:00:00Z' },
    { role: 'agent', text: 'hello' },
  ])
  expect([events.map(({ atMs }) => atMs), circumstances]).toEqual([[0, 0], { times: 'unknown' }])
})

test('a record of another shape is refused, saying what it holds instead', () => {
  expect(complaints(() => named('openai-messages', { chat: [], user: 'u1' }))).toMatchInlineSnapshot(`
    [
      "conversation/cannot-map
    The record has no turns at $.messages[*] or $[*].
    It holds chat (list of 0), user (text). Say under "turns: at:" which of these is the list of turns.",
    ]
  `)
  expect(
    complaints(() =>
      named('transcript', [
        { role: 'narrator', text: 'Night fell.' },
        { text: 'hi' },
        { role: 'user', text: { html: '<b>hi</b>' }, time: 'yesterday' },
      ]),
    ),
  ).toMatchInlineSnapshot(`
    [
      "conversation/cannot-map
    Turn 1 says "narrator" at $.role or $.from or $.speaker, so it is not known who speaks.
    Add this word under "turns: roles:" to customer, agent, tool or ignored.",
      "conversation/cannot-map
    Turn 2 says nothing at $.role or $.from or $.speaker, so it is not known who speaks.
    The turn holds text (text). Say under "turns: role:" where its speaker stands.",
      "conversation/cannot-map
    Turn 3 has a time that cannot be read: "yesterday".
    Times are ISO 8601, or seconds or milliseconds since 1970. Leave "turns: time:" out when there are none.",
      "conversation/cannot-map
    What turn 3 says at $.text or $.content or $.message is not text but a mapping.
    The turn holds role (text), text (mapping), time (text). Say under "turns: text:" where the words stand.",
    ]
  `)
  expect(complaints(() => named('tau', 'nonsense'))).toMatchInlineSnapshot(`
    [
      "conversation/cannot-map
    The record has no turns at $.turns[*].
    It holds text. Say under "turns: at:" which of these is the list of turns.",
    ]
  `)
})

test('a mapping with mistakes is told all of them, with their places', () => {
  expect(
    complaints(() => parseMapping('turns:\n  at: $.turns[?]\n  rolle: $.role\n', 'mapping.yaml')),
  ).toMatchInlineSnapshot(`
    [
      "conversation/invalid-mapping
    "at" is not a path.
    Write names and indices from the top: $.turns[*], $.customer.id, $[0].",
      "document/unknown-key
    "rolle" is not a key that is known here.
    Did you mean "role"? Known keys here: at, role, roles, text, time, timeUnit, leaveOut.",
    ]
  `)
})

test('every mapping that comes with Fieldproof can be made', () => {
  for (const name of mappingNames) expect(knownMapping(name)).toHaveProperty('turns')
  expect(knownMapping('toString')).toBeUndefined()
})

test('the mapping in the documents can be used', () => {
  const page = readFileSync(new URL('../../docs/how-to/judge-recorded-conversations.md', import.meta.url), 'utf8')
  const blocks = [...page.matchAll(/```yaml mapping\n([\s\S]*?)```/g)].map(([, text = '']) => text)
  expect(blocks.map((text) => complaints(() => parseMapping(text, 'page')))).toEqual([[]])
})
