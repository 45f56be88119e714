import { expect, test } from 'vitest'
import type { Event } from '../../conversation/index.ts'
import { stepsOf } from './script.ts'

const said = (atMs: number, from: 'customer' | 'agent', text: string): Event => ({ type: 'message', atMs, from, text })
const called = (atMs: number, callId: string): Event => ({
  ...{ type: 'tool-call', atMs, callId, tool: 'find', args: {}, seenBy: 'trace' },
})
const came = (atMs: number, callId: string): Event => ({
  ...{ type: 'tool-result', atMs, callId, outcome: 'ok', value: {}, seenBy: 'trace' },
})

function scriptOf(...events: readonly Event[]) {
  const about = { agent: { id: 'desk' }, channel: 'chat', startedAt: '2026-03-02T09:00:00Z' }
  return stepsOf({ id: 'c', origin: 'production', ...about, events })
}

test('who wrote again while the agent was at work does so in the script, after as much as they had seen', () => {
  const events = [
    said(0, 'customer', 'book me in'),
    called(500, '1'),
    said(900, 'customer', 'on Friday'),
    came(1500, '1'),
    said(1600, 'agent', 'Let me look.'),
    called(1700, '2'),
    said(2000, 'customer', 'at two'),
    came(2500, '2'),
    said(2600, 'agent', 'It is free.'),
    said(2700, 'agent', 'Two is free.'),
    said(9000, 'customer', 'fine'),
    said(9500, 'customer', 'thanks'),
  ]
  expect(scriptOf(...events)).toEqual([
    { say: 'book me in' },
    { say: 'on Friday', meanwhile: { messages: 0, calls: 1 }, afterMs: 900 },
    { say: 'at two', meanwhile: { messages: 1, calls: 1 }, afterMs: 400 },
    { say: ['fine', 'thanks'], afterMs: [6300, 500] },
  ])
})
