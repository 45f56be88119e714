import { expect, test } from 'vitest'
import type { Conversation, Event } from '../../conversation/index.ts'
import { withSurrogates } from './surrogates.ts'

const [own, other, name, secret] = [
  '[phone:aaaaaaaaaaaaaaaa]',
  '[phone:bbbbbbbbbbbbbbbb:abcd]',
  '[name:cccccccccccccccc]',
  '[secret:dddddddddddddddd]',
]
const events: readonly Event[] = [
  { type: 'message', atMs: 0, from: 'customer', text: `I am ${name}, at ${own}. Not ${other}! ${secret} [sic]` },
  { type: 'tool-call', atMs: 1, callId: '1', tool: 'find', args: { phone: own }, seenBy: 'trace' },
]
const about = { agent: { id: 'desk' }, channel: 'chat', startedAt: '2026-03-02T09:00:00Z' }
const conversation: Conversation = { id: 'c', origin: 'production', ...about, events }

test('what was removed as personal is something of its kind again, the same wherever the same was removed', () => {
  const { conversation: stood, gaps } = withSurrogates(conversation, { phone: '+15550100142' })
  expect(stood.events).toEqual([
    { ...events[0], text: `I am Robin Example, at +15550100142. Not +15550100101! ${secret} [sic]` },
    { ...events[1], args: { phone: '+15550100142' } },
  ])
  expect(gaps).toEqual([
    'a removed name is made up; say what it is to be with --fact name=…',
    'a removed phone is made up',
    'a removed secret stays the mark that stands in its place',
  ])
  const whole = { ...conversation, events: events.slice(2) }
  expect(withSurrogates(whole, {})).toEqual({ conversation: whole, gaps: [] })
})
