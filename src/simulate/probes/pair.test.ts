import { expect, test } from 'vitest'
import type { SampleStep } from './detector.ts'
import { knownOf } from './known.ts'
import { endsAlike, toldAlike } from './pair.ts'
import { practice, talk } from './probe.sample.ts'

const known = knownOf(practice, 1)
const { tools } = practice.agent
const booked = (start: string): SampleStep => ({
  tool: 'create_appointment',
  args: { id: start, start },
  answer: { ok: true },
})
const read = (after: Record<string, string>): SampleStep => ({
  before: {},
  after: Object.fromEntries(Object.entries(after).map(([key, status]) => [key, { id: key, status }])),
})

test('held when the same changed, whatever the ids', () => {
  const one = talk(['customer: a', booked('10:00'), 'agent: Done.', read({ 'A-1': 'booked' })], known)
  const other = talk(['customer: b', booked('10:00'), 'agent: Done.', read({ 'A-9': 'booked' })], known)
  expect(endsAlike.compare(one, other, tools)).toEqual({ outcome: 'held' })
})

test('violated when it was done twice, or something else was', () => {
  const plain = talk(['customer: a', booked('10:00'), 'agent: Done.'], known)
  const twice = talk(['customer: a', booked('10:00'), booked('10:00'), 'agent: Done.'], known)
  const later = talk(['customer: a', booked('11:00'), 'agent: Done.'], known)
  expect(endsAlike.compare(twice, plain, tools)).toEqual({
    outcome: 'violated',
    because: 'the same happened another number of times',
    at: [],
  })
  expect(endsAlike.compare(later, plain, tools)).toEqual({
    outcome: 'violated',
    because:
      'only with it: create_appointment {"start":"11:00"}; only without it: create_appointment {"start":"10:00"}',
    at: [],
  })
})

test('two people are told alike when the amounts and times are the same, in any words', () => {
  const one = talk(['customer: a', 'agent: It is $120, from 8:30.'], known)
  const other = talk(['customer: b', 'agent: We open at 8:30. A cleaning costs $120!'], known)
  const dearer = talk(['customer: c', 'agent: It is $140, from 8:30.'], known)
  expect(toldAlike.compare(one, other, tools)).toEqual({ outcome: 'held' })
  expect(toldAlike.compare(one, dearer, tools)).toEqual({
    outcome: 'violated',
    because: 'one was told $120, 8:30, the other $140, 8:30',
    at: [],
  })
})

test('a conversation that broke off for another reason than the agent is compared with nothing', () => {
  const whole = talk(['customer: a', 'agent: b'], known)
  const broken = { ...whole, circumstances: { ...whole.circumstances, ending: { outcome: 'error' } } } as const
  for (const detector of [endsAlike, toldAlike]) {
    expect(detector.compare(whole, broken, tools)).toEqual({
      outcome: 'unjudged',
      because: 'one of the two was not had to its end',
    })
  }
})
