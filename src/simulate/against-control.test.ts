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
  readonly silenceMs?: number
}

function trial({
  scenario,
  persona,
  channel = 'chat',
  habits = [],
  violates = [],
  silenceMs,
}: Played): ControlledTrial {
  const conversation: Conversation = {
    id: 'c',
    origin: 'simulated',
    agent: { id: 'desk' },
    channel,
    startedAt: '2026-03-02T09:00:00Z',
    events: silenceMs === undefined ? [] : [{ type: 'silence', atMs: 0, from: 'customer', forMs: silenceMs }],
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
    index: 0,
    id: 'c',
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

test('each side has its rate over the same pairs, with an interval', () => {
  const summary = summaryOf(
    scenarios.flatMap((scenario, at) => [
      { scenario, violates: at < 3 ? ['books'] : [] },
      { scenario, persona: 'texter', violates: at < 9 ? ['books'] : [] },
    ]),
  )
  const [texter] = summary?.personas ?? []
  expect([texter?.controls?.successes, texter?.controls?.n, texter?.real?.successes, texter?.real?.n]).toEqual([
    9, 12, 3, 12,
  ])
  expect(texter?.controls?.low).toBeGreaterThan(0.4)
  expect(texter?.real?.high).toBeLessThan(0.6)
})

test('a loss that one of many lines would show by chance is not sure, and what is sure comes first', () => {
  const many = Array.from({ length: 30 }, (_, at) => `s${at}`)
  const summary = summaryOf(
    many.flatMap((scenario, at) => [
      { scenario },
      { scenario, persona: 'texter', habits: ['typo'], violates: at < 20 ? ['books'] : [] },
      { scenario, persona: 'careful', habits: at < 3 ? ['emoji'] : [], violates: at < 3 ? ['books'] : [] },
    ]),
  )
  const shown = (contrasts = summary?.habits) =>
    contrasts?.map(({ name, compared, surely }) => [name, compared?.difference, surely])
  expect(shown()).toEqual([
    ['typo', -20 / 30, true],
    ['emoji', -1, false],
  ])
  expect(shown(summary?.personas)).toEqual([
    ['texter', -20 / 30, true],
    ['careful', -0.1, false],
  ])
  expect(summary?.overall.surely).toBe(true)
})

test('coming back after an hour is a habit, and a short pause is none', () => {
  const summary = summaryOf([
    { scenario: 'a' },
    { scenario: 'a', persona: 'p', silenceMs: 2 * 3_600_000 },
    { scenario: 'a', persona: 'p', silenceMs: 60_000 },
  ])
  expect(summary?.habits.map(({ name, compared }) => [name, compared?.pairs])).toEqual([['comes back later', 1]])
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
