import { expect, test } from 'vitest'
import { assemble } from '../assemble/assemble.ts'
import { conversations } from './conversations.ts'

test('events of the same moment stay in the order in which they were sent', () => {
  const at = '2026-03-02T10:00:00Z'
  const texts = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight']
  const events = texts.map((text) => ({ at, type: 'message', from: 'agent', text }))
  const { items } = conversations.understand([{ id: 'c', events }], 1_772_445_600_000)
  const said = assemble('c', [...items].reverse(), 'a')?.events.map((event) => event.type === 'message' && event.text)
  expect(said).toEqual(texts)
})

test('events that are alike within one request count as often as they stand there, and sent again once', () => {
  const ring = { at: '2026-03-02T10:00:00Z', type: 'message', from: 'customer', text: 'Hello?' }
  const keysOf = (events: readonly object[]) =>
    conversations.understand([{ id: 'c', events: events as never }], 0).items.map(({ key }) => key)
  const twice = keysOf([ring, ring])
  expect(new Set(twice).size).toBe(2)
  expect(keysOf([ring, ring])).toEqual(twice)
  expect(twice).toContain(keysOf([ring])[0])
  expect(
    keysOf([
      { ...ring, id: 'm-1' },
      { ...ring, id: 'm-1' },
    ]),
  ).toEqual(['event/c/m-1', 'event/c/m-1'])
})

test('a sender need not say who saw its tools, and is told which event cannot be read', () => {
  const at = '2026-03-02T10:00:00Z'
  const call = { at, type: 'tool-call', callId: '1', tool: 'find_slot', args: { day: 'Tuesday' } }
  const sent = (events: readonly object[]) => ({ id: 'c', agent: { id: 'a' }, events })
  const { items } = conversations.understand([sent([call]) as never], 0)
  expect(items).toMatchObject([{ event: { type: 'tool-call', tool: 'find_slot', seenBy: 'agent' } }])
  const read = conversations.decode(Buffer.from(JSON.stringify(sent([call, { ...call, tool: 7 }]))), 'application/json')
  expect(read.refused.because).toContain('events.1.tool')
})

test('a recording of a simulation is counted and is no conversation of production', () => {
  const told = { agent: { id: 'a' }, channel: 'chat', startedAt: '2026-03-02T10:00:00Z', events: [] }
  const sent = [
    { ...told, id: 's', origin: 'simulated' },
    { conversation: { ...told, id: 's2', origin: 'simulated' } },
    { ...told, id: 'p', origin: 'production' },
  ]
  const { items, skipped } = conversations.understand(sent, 0)
  expect([items.map(({ key }) => key), skipped]).toEqual([['whole/p'], { simulation: 2 }])
})
