import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryConversation } from './conversation.arbitrary.ts'
import type { Conversation } from './conversation.ts'
import { renderConversation } from './render.ts'

const booking: Conversation = {
  id: 'books-a-cleaning',
  origin: 'simulated',
  agent: { id: 'desk' },
  channel: 'sms',
  startedAt: '2026-03-02T09:00:00Z',
  events: [
    { type: 'message', atMs: 0, from: 'customer', text: 'hi\nneed a cleaning' },
    {
      type: 'tool-call',
      atMs: 900,
      callId: '1',
      tool: 'create_appointment',
      args: { day: 'Tuesday' },
      seenBy: 'ledger',
    },
    { type: 'tool-result', atMs: 61_940, callId: '1', outcome: 'error', value: 'x'.repeat(300), seenBy: 'ledger' },
    { type: 'error', atMs: 62_000, culprit: 'infrastructure', code: 'timeout', message: 'no answer in 60 s' },
    { type: 'message', atMs: 63_000, from: 'agent', text: "You're booked! \u001b[2J\u202e" },
    { type: 'handoff', atMs: 64_000, to: 'front desk' },
    { type: 'delivery', atMs: 64_500, message: 4, status: 'failed' },
    { type: 'silence', atMs: 65_000, from: 'customer', forMs: 5000 },
    { type: 'state', atMs: 70_000, verifier: 'calendar', when: 'after', records: {} },
  ],
  gaps: ['stitched'],
}

test('a conversation reads as a transcript, and nothing in it can act on the terminal', () => {
  expect(renderConversation(booking, { maxValue: 20 })).toMatchInlineSnapshot(`
    "books-a-cleaning  sms  2026-03-02T09:00:00Z  agent desk
    the record is incomplete: stitched
      0:00.0  customer  hi
                        need a cleaning
      0:00.9      => create_appointment {"day":"Tuesday"}
      1:01.9      <= error "xxxxxxxxxxxxxxxxxxx… (302 characters)
      1:02.0      error of the infrastructure: timeout: no answer in 60 s
      1:03.0  agent     You're booked! \\u001b[2J\\u202e
      1:04.0      handed over to front desk
      1:04.5      message at event 5 failed
      1:05.0      customer silent for 5 s
      1:10.0      state after: calendar, 0 records"
  `)
})

test('a mark points at an event', () => {
  const marked = renderConversation(booking, { mark: (index) => (index === 4 ? '> ' : '  ') })
  expect(marked.split('\n').filter((line) => line.startsWith('> '))).toEqual([
    ">   1:03.0  agent     You're booked! \\u001b[2J\\u202e",
  ])
})

test('no transcript, however hostile, puts a control character into the text', () => {
  fc.assert(
    fc.property(arbitraryConversation, (conversation) => {
      expect(renderConversation(conversation)).not.toMatch(/[^\P{Cc}\t\n]|[\u200b\u202e]/u)
    }),
  )
})

test('hours are shown as hours, and where a customer comes back', () => {
  const events = [
    { type: 'silence', atMs: 8000, from: 'customer', forMs: 10_800_000, backOn: 'sms' },
    { type: 'message', atMs: 10_843_500, from: 'customer', text: 'me again' },
  ] as const
  const text = renderConversation({
    id: 'c1',
    origin: 'simulated',
    agent: { id: 'a' },
    channel: 'chat',
    startedAt: '2026-03-02T09:00:00Z',
    events,
  })
  expect(text.split('\n').slice(1)).toEqual([
    '  0:08.0      customer silent for 3 h, back on sms',
    ' 3h00:43  customer  me again',
  ])
})

test('long silences are told in the unit they fill, and times past ten hours keep their distance', () => {
  const hourMs = 3_600_000
  const shown = [4000, 45 * 60_000, 90 * 60_000, 20 * hourMs, 60 * hourMs].map((forMs) => {
    const [, line = ''] = renderConversation(
      {
        id: 'c',
        origin: 'simulated',
        agent: { id: 'desk' },
        channel: 'chat',
        startedAt: '2026-03-02T09:00:00Z',
        events: [{ type: 'silence', atMs: 20 * hourMs, from: 'customer', forMs }],
      },
      { mark: () => '  7' },
    ).split('\n')
    return line
  })
  expect(shown).toEqual(
    ['4 s', '45 min', '1.5 h', '20 h', '2.5 days'].map((span) => `  7 20h00:00      customer silent for ${span}`),
  )
})
