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
