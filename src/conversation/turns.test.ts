import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryConversation } from './conversation.arbitrary.ts'
import { turnsOf } from './turns.ts'

test('three quick texts and an answer around a tool call are two turns', () => {
  const turns = turnsOf({
    events: [
      { type: 'message', atMs: 0, from: 'customer', text: 'hi' },
      { type: 'message', atMs: 800, from: 'customer', text: 'need a cleaning' },
      { type: 'message', atMs: 1500, from: 'agent', text: 'One moment.' },
      { type: 'tool-call', atMs: 1600, callId: '1', tool: 'find_slots', args: {}, seenBy: 'ledger' },
      { type: 'message', atMs: 2000, from: 'agent', text: 'Tuesday at 2?' },
    ],
  })
  expect(turns).toEqual([
    {
      from: 'customer',
      messages: [
        { index: 0, atMs: 0, text: 'hi' },
        { index: 1, atMs: 800, text: 'need a cleaning' },
      ],
      text: 'hi\nneed a cleaning',
      startedAtMs: 0,
      endedAtMs: 800,
    },
    {
      from: 'agent',
      messages: [
        { index: 2, atMs: 1500, text: 'One moment.' },
        { index: 4, atMs: 2000, text: 'Tuesday at 2?' },
      ],
      text: 'One moment.\nTuesday at 2?',
      startedAtMs: 1500,
      endedAtMs: 2000,
    },
  ])
})

test('grouping into turns loses no message, adds none, and neighbours always differ', () => {
  fc.assert(
    fc.property(arbitraryConversation, (conversation) => {
      const turns = turnsOf(conversation)
      const said = conversation.events.flatMap((event, index) =>
        event.type === 'message' ? [{ index, atMs: event.atMs, text: event.text }] : [],
      )

      expect(turns.flatMap(({ messages }) => messages)).toEqual(said)
      for (const [index, turn] of turns.entries()) expect(turn.from).not.toBe(turns[index - 1]?.from)
    }),
  )
})
