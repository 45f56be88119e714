import { expect, test } from 'vitest'
import type { Checkpoint, Conversation, Event } from '../../conversation/index.ts'
import { checkpoints } from './checkpoints.ts'

const check = checkpoints.create({}, { id: 'script', agent: { tools: [], canaries: [] }, read: () => '' })
const said = (from: 'customer' | 'agent', text: string): Event => ({ type: 'message', atMs: 0, from, text })
const called = (tool: string): Event => ({ type: 'tool-call', atMs: 0, callId: tool, tool, args: {}, seenBy: 'agent' })
const events = [
  said('customer', 'hello'),
  said('agent', 'Hi, I am Robo.'),
  said('customer', 'book it'),
  called('book'),
  said('agent', 'Done'),
]
const heard = (checks: readonly Checkpoint[], given: readonly Event[] = events): Conversation => ({
  id: 'c',
  origin: 'simulated',
  agent: { id: 'a' },
  channel: 'chat',
  startedAt: '2026-03-02T09:00:00Z',
  events: given,
  circumstances: { checks },
})

test('a conversation without a script is none of its business', () => {
  expect(check.check(heard([]))).toEqual({ outcome: 'not-applicable' })
})

test('held when every check finds what it wanted in the turn before it', () => {
  const checks = [
    { at: 2, says: '/^hi/i', neverSays: 'sorry' },
    { at: 5, says: 'done', calls: 'book' },
  ]
  expect(check.check(heard(checks))).toEqual({ outcome: 'held', at: [1, 3, 4] })
})

test('violated with what was said instead, pointing at it', () => {
  expect(check.check(heard([{ at: 5, says: 'booked for Tuesday', neverSays: 'done', calls: 'cancel' }]))).toEqual({
    outcome: 'violated',
    because:
      'expected the agent to say booked for Tuesday; it said "Done"; expected the agent not to say done; it said "Done"; expected a call of cancel; called: book',
    at: [4, 4, 4],
  })
})

test('an earlier turn does not count for a later check', () => {
  expect(check.check(heard([{ at: 5, says: 'Robo' }]))).toMatchObject({ outcome: 'violated' })
})

test('an agent that said nothing points at the message it left unanswered', () => {
  expect(check.check(heard([{ at: 1, says: 'hi', calls: 'book' }], events.slice(0, 1)))).toEqual({
    outcome: 'violated',
    because: 'expected the agent to say hi; it said nothing; expected a call of book; no tool was called',
    at: [0, 0],
  })
})
