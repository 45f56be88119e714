import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import { problemsIn } from '../problem.ts'
import { arbitraryConversation } from './conversation.arbitrary.ts'
import type { Conversation, Event } from './conversation.ts'
import { conversationJsonSchema } from './json-schema.ts'
import { type conversationSchema, parseConversation } from './schema.ts'

const plain: Conversation = {
  id: 'c1',
  origin: 'production',
  agent: { id: 'desk' },
  channel: 'sms',
  startedAt: '2026-03-02T09:00:00Z',
  events: [{ type: 'message', atMs: 0, from: 'customer', text: 'hello' }],
}

type Same<A, B> = [A, B] extends [B, A] ? true : false
const sameShape: Same<z.output<typeof conversationSchema>, Conversation> = true

test('the schema and the interface are one shape', () => {
  expect(sameShape).toBe(true)
})

test('fields that Fieldproof does not know survive a reading, at every level', () => {
  const rich = {
    ...plain,
    tenant: 'north',
    agent: { id: 'desk', region: 'eu' },
    events: [
      { type: 'message', atMs: 0, from: 'customer', text: 'hello', tokens: 1 },
      { type: 'state', atMs: 1, verifier: 'calendar', when: 'after', records: { 'a/1': { x: [1] } }, host: 'db' },
    ],
    circumstances: { scenario: 'greets', weather: 'rain', ending: { outcome: 'satisfied', stars: 5 } },
  }
  expect(parseConversation(rich)).toEqual(rich)
})

test('everything wrong with a record is told at once, with the path to it', () => {
  const broken = {
    ...plain,
    origin: 'prod',
    startedAt: 'yesterday',
    events: [
      { type: 'message', atMs: 5, from: 'bot', text: 'hi' },
      { type: 'message', atMs: 2, from: 'agent', text: 3 },
      { type: 'mesage', atMs: 9 },
      { type: 'tool-call', atMs: 10, callId: 'a', tool: 't', seenBy: 'ledger' },
    ],
  }
  const told = (value: unknown) => {
    try {
      return parseConversation(value, { file: 'log.jsonl', line: 3 })
    } catch (thrown) {
      return problemsIn(thrown).map(({ message, hint }) => `${message} ${hint}`)
    }
  }
  expect(told(broken)).toMatchInlineSnapshot(`
    [
      ""origin" cannot be the text "prod", at origin. Write one of: simulated, production.",
      ""startedAt" must be a date with time and zone such as 2026-03-02T14:00:00Z, at startedAt. Write it in that form.",
      ""from" cannot be the text "bot", at events[0].from. Write one of: customer, agent.",
      ""text" must be text, but is 3, at events[1].text. Put it in quotes: "3".",
      ""type" cannot be the text "mesage", at events[2].type. Did you mean "message"? Write one of: message, tool-call, tool-result, state, handoff, silence, delivery, audio, error.",
      ""args" is missing, at events[3].args. Change this value accordingly.",
    ]
  `)
  expect(
    told({ ...plain, events: [...plain.events, { type: 'silence', atMs: -1, from: 'agent', forMs: 1 }] }),
  ).toMatchInlineSnapshot(`
    [
      ""atMs" must be at least 0, at events[1].atMs. Write a number that is at least 0.",
      ""atMs" is earlier than the event before it, at events[1].atMs. Sort the events by time; atMs counts milliseconds from the first event.",
    ]
  `)
  const late = { type: 'message', atMs: 9, from: 'agent', text: 'a' }
  expect(told({ ...plain, events: [late, ...plain.events] })).toMatchInlineSnapshot(`
    [
      ""atMs" is earlier than the event before it, at events[1].atMs. Sort the events by time; atMs counts milliseconds from the first event.",
    ]
  `)
  expect(told([])).toMatchInlineSnapshot(`
    [
      "The document must be a mapping (lines of "key: value"), but is a list, at the top. Write a mapping (lines of "key: value") here.",
    ]
  `)
})

test('every arbitrary conversation is a conversation', () => {
  fc.assert(
    fc.property(arbitraryConversation, (conversation) => {
      expect(parseConversation(conversation)).toEqual(conversation)
    }),
  )
})

test('the published JSON Schema names every kind of event', () => {
  const schema = JSON.stringify(conversationJsonSchema())
  const kinds: Record<Event['type'], true> = {
    message: true,
    'tool-call': true,
    'tool-result': true,
    state: true,
    handoff: true,
    silence: true,
    delivery: true,
    audio: true,
    error: true,
  }
  expect(Object.keys(kinds).filter((kind) => !schema.includes(`"const":"${kind}"`))).toEqual([])
})
