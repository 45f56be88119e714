import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Conversation } from '../conversation/index.ts'
import { againstControl, type ControlledTrial } from './against-control.ts'

interface Played {
  readonly scenario: string
  readonly persona?: string
  readonly channel?: string
  readonly habits?: readonly string[]
  readonly violates?: readonly string[]
}

function trial({ scenario, persona, channel = 'chat', habits = [], violates = [] }: Played): ControlledTrial {
  const conversation: Conversation = {
    id: 'c',
    origin: 'simulated',
    agent: { id: 'desk' },
    channel,
    startedAt: '2026-03-02T09:00:00Z',
    events: [],
    circumstances: {
      ...(persona === undefined && { control: true }),
      edits: [{ event: 0, edits: habits.map((kind) => ({ kind, at: 0, from: '', to: '' })) }],
    },
  }
  const findings = ['books', 'polite', 'quick'].map((condition) =>
    violates.includes(condition)
      ? ({ condition, outcome: 'violated', because: 'so', at: [0] } as const)
      : ({ condition, outcome: 'held' } as const),
  )
  return {
    scenario,
    persona: persona ?? 'model-customer',
    channel,
    repeat: 0,
    conversation,
    verdict: { conversation: 'c', pact: { id: 'p', version: 1, hash: 'h' }, findings },
  }
}

function summaryOf(played: readonly Played[]) {
  const counts = againstControl()
  for (const each of played) counts.add(trial(each))
  return counts.summary()
}

const scenarios = Array.from({ length: 12 }, (_, index) => `s${index}`)

test('what real customers lose against their controls is said by persona, channel and habit, dearest first', () => {
  const summary = summaryOf(
    scenarios.flatMap((scenario) => [
      { scenario },
      { scenario, persona: 'texter', channel: 'sms', habits: ['typo'], violates: ['books'] },
      { scenario, persona: 'careful' },
    ]),
  )
  expect([summary?.controls.successes, summary?.controls.n, summary?.real.successes, summary?.real.n]).toEqual([
    12, 12, 12, 24,
  ])
  expect(summary?.overall.compared?.difference).toBe(-0.5)
  const shown = (contrasts = summary?.personas) =>
    contrasts?.map(({ name, compared }) => [name, compared?.difference, compared?.pairs])
  expect(shown()).toEqual([
    ['texter', -1, 12],
    ['careful', 0, 12],
  ])
  expect(shown(summary?.channels)).toEqual([
    ['sms', -1, 12],
    ['chat', 0, 12],
  ])
  expect(shown(summary?.habits)).toEqual([['typo', -1, 12]])
})

test('what to mend are promises that break together, those first that win most for each, on top of those before', () => {
  const broken: readonly (readonly string[])[] = [
    ...Array.from({ length: 6 }, () => ['books', 'polite']),
    ['quick'],
    ['quick'],
    ['polite', 'quick'],
    [],
  ]
  const summary = summaryOf([
    { scenario: 'a' },
    ...broken.map((violates) => ({ scenario: 'a', persona: 'p', violates })),
  ])
  expect(
    summary?.mendings.map(({ conditions, wins, violated }) => [conditions, wins.successes, wins.n, violated]),
  ).toEqual([
    [['books', 'polite'], 6, 10, 7],
    [['quick'], 3, 10, 3],
  ])
})

test('without controls, or with nothing else, there is nothing to say', () => {
  expect(summaryOf([{ scenario: 'a', persona: 'p' }])).toBeUndefined()
  expect(summaryOf([{ scenario: 'a' }])).toBeUndefined()
  expect(summaryOf([])).toBeUndefined()
})

test('the order in which trials arrive changes nothing', () => {
  const played = scenarios.flatMap((scenario, at): Played[] => [
    { scenario },
    { scenario, persona: 'a', habits: at % 2 === 0 ? ['typo'] : [], violates: at % 3 === 0 ? ['books'] : [] },
    { scenario, persona: 'b', violates: at % 4 === 0 ? ['polite', 'quick'] : [] },
  ])
  fc.assert(
    fc.property(fc.shuffledSubarray(played, { minLength: played.length }), (shuffled) => {
      expect(summaryOf(shuffled)).toEqual(summaryOf(played))
    }),
    { numRuns: 30 },
  )
})
