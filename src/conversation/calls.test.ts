import { expect, test } from 'vitest'
import { callsOf } from './calls.ts'
import type { Event, Json, Witness } from './conversation.ts'

function call(callId: string, tool: string, args: Json = {}, seenBy: Witness = 'agent'): Event {
  return { type: 'tool-call', atMs: 0, callId, tool, args, seenBy }
}

function result(callId: string, value: Json, seenBy: Witness = 'agent', outcome: 'ok' | 'error' = 'ok'): Event {
  return { type: 'tool-result', atMs: 0, callId, outcome, value, seenBy }
}

test('a call comes with its result, and one without is told apart from one that failed', () => {
  const events = [call('1', 'find'), call('2', 'book', { day: 3 }), result('2', 'full', 'agent', 'error')]

  expect(callsOf({ events })).toEqual([
    { at: 0, tool: 'find', args: {}, outcome: 'none', value: null },
    { at: 1, resultAt: 2, tool: 'book', args: { day: 3 }, outcome: 'error', value: 'full' },
  ])
})

test('results find their calls even when an agent uses one id again and again', () => {
  const events = [call('x', 'find'), result('x', 'first'), call('x', 'book'), result('x', 'second')]

  expect(callsOf({ events }).map(({ tool, value }) => [tool, value])).toEqual([
    ['find', 'first'],
    ['book', 'second'],
  ])
})

test('what the backend saw of a tool counts, not what the agent reports of it', () => {
  const events = [
    call('1', 'book'),
    result('1', 'booked'),
    call('9', 'book', {}, 'ledger'),
    result('9', 'full', 'ledger', 'error'),
    call('2', 'think'),
  ]

  expect(callsOf({ events }).map(({ at, tool, outcome }) => [at, tool, outcome])).toEqual([
    [2, 'book', 'error'],
    [4, 'think', 'none'],
  ])
})

test('calls of a conversation that goes on are those it has by now', () => {
  const events = [call('1', 'find')]
  const counts = [callsOf({ events }).length]
  events.push(result('1', 'free'), call('2', 'book'))

  expect([...counts, ...callsOf({ events }).map(({ tool, outcome }) => `${tool} ${outcome}`)]).toEqual([
    1,
    'find ok',
    'book none',
  ])
})
