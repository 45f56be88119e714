import { expect, test } from 'vitest'
import type { Conversation, Event } from '../../conversation/index.ts'
import { differenceOf } from './changes.ts'
import { freshnessOf } from './freshness.ts'
import { edited, harborEdits, harborKnowledge, harborScenarios, type KnowledgeEdit } from './harbor.sample.ts'
import { knowledgeProbes } from './probes.ts'

function said(...texts: readonly string[]): readonly Event[] {
  return texts.map((text, index) => ({ type: 'message', atMs: index, from: 'agent', text }))
}

const conversation = (events: readonly Event[]): Conversation => ({
  id: 'c',
  channel: 'chat',
  agent: { id: 'receptionist' },
  startedAt: '2026-03-03T10:20:00-05:00',
  origin: 'simulated',
  events,
})

/** What each of the texts is taken for, by the first probe of an edit. */
function readings(edit: string, ...texts: readonly string[]): readonly string[] {
  const difference = differenceOf(
    harborKnowledge,
    edited(harborEdits.find((each) => each.edit === edit) as KnowledgeEdit),
  )
  const [probe] = knowledgeProbes(difference, harborScenarios, 1).probes
  if (probe === undefined) throw new Error(`no probe for ${edit}`)
  return texts.map((text) => freshnessOf(probe, conversation(said(text)), difference.after))
}

test('a price', () => {
  expect(
    readings(
      'the price of a cleaning',
      'A cleaning costs $130.',
      'A cleaning costs 130 dollars.',
      'A cleaning costs $120.',
      'It was $120 and is $130 now.',
      'I can help with prices.',
    ),
  ).toEqual(['fresh', 'fresh', 'stale', 'stale', 'missing'])
})

test('an hour, an address, a number', () => {
  expect(readings('when Saturday begins', 'We open at 10:00 am.', 'From 9:00 am.')).toEqual(['fresh', 'stale'])
  expect(readings('the address', 'We are at 4 Mill Lane.', 'We are at 27 Quay Street.')).toEqual(['fresh', 'stale'])
  expect(readings('the emergency number', 'Call 112.', 'Call 911!', 'Call us.')).toEqual(['fresh', 'stale', 'missing'])
})

test('something that is gone may be spoken of, but not offered', () => {
  expect(
    readings(
      'no whitening any more',
      "I'm sorry, we don't offer whitening any more.",
      'Yes, we do. A whitening is something we offer.',
      'Our prices: cleaning $120, crown $950.',
      'Whitening costs $310.',
    ),
  ).toEqual(['fresh', 'stale', 'fresh', 'stale'])
})

test('a call that goes through with what is gone shows that it is still there', () => {
  const difference = differenceOf(
    harborKnowledge,
    edited(harborEdits.find(({ edit }) => edit === 'no whitening any more') as KnowledgeEdit),
  )
  const [probe] = knowledgeProbes(difference, harborScenarios, 1).probes
  const calling = (args: Record<string, string>): readonly Event[] => [
    ...said('One moment.'),
    { type: 'tool-call', atMs: 5, callId: '1', tool: 'create_appointment', args, seenBy: 'agent' },
    { type: 'tool-result', atMs: 6, callId: '1', outcome: 'ok', value: null, seenBy: 'agent' },
  ]
  const read = (args: Record<string, string>) =>
    probe && freshnessOf(probe, conversation(calling(args)), difference.after)
  expect([read({ service: 'whitening' }), read({ text: 'wants a whitening' })]).toEqual(['stale', 'fresh'])
})

test('a rule that turned around is told by the words that only one side has', () => {
  expect(
    readings(
      'discounts for students',
      'Students get 10 % off.',
      "Unfortunately we can't give discounts, so that the price is the same for everyone.",
    ),
  ).toEqual(['fresh', 'missing'])
})

test('an agent that never answered says nothing either way', () => {
  expect(readings('the price of a cleaning')).toEqual([])
  const difference = differenceOf(harborKnowledge, edited(harborEdits[0] as KnowledgeEdit))
  const [probe] = knowledgeProbes(difference, harborScenarios, 1).probes
  expect(probe && freshnessOf(probe, conversation([]), difference.after)).toBe('unclear')
})
