import { expect, test } from 'vitest'
import type { Conversation, Event } from '../conversation/index.ts'
import { unmetFaults } from './unmet-faults.ts'

function conversation(
  scenario: string,
  set: string,
  always: boolean,
  struck: boolean,
): Pick<Conversation, 'events' | 'circumstances'> {
  const exchange = {
    backend: 'b',
    method: 'POST',
    path: '/',
    writes: true,
    delivered: 'nothing' as const,
    tookMs: 1,
    askedMs: 0,
    faults: [{ set, kind: 'lost-reply', does: 'loses it' }],
  }
  const met: Event = {
    type: 'tool-result',
    atMs: 0,
    callId: '1',
    outcome: 'ok',
    value: null,
    seenBy: 'ledger',
    exchange,
  }
  const condition = { id: set, explain: set, ...(always && { always: true as const }) }
  return { events: struck ? [met] : [], circumstances: { scenario, faults: [condition] } }
}

test('a scenario that is about a fault is named where that did not strike in each of its conversations', () => {
  const counts = unmetFaults()
  for (const [scenario, set, always, struck] of [
    ['outage', 'down', true, true],
    ['outage', 'down', true, false],
    ['late', 'slow', true, false],
    ['met', 'down', true, true],
    ['book', 'slow', false, false],
  ] as const) {
    counts.add(conversation(scenario, set, always, struck))
  }
  expect(counts.summary()).toEqual([
    { scenario: 'outage', set: 'down', trials: 2, struck: 1 },
    { scenario: 'late', set: 'slow', trials: 1, struck: 0 },
  ])
})
