import { expect, test } from 'vitest'
import type { Conversation, Event } from '../conversation/index.ts'
import type { Finding } from '../pact/index.ts'
import { type FaultedTrial, faultCosts } from './fault-costs.ts'

const promises = [
  { id: 'booked-once', severity: 'critical' as const },
  { id: 'told', severity: 'major' as const },
]

interface Played {
  readonly scenario: string
  readonly fault?: string
  /** Whether the fault struck, or met a call and found nothing to change. Default it struck. */
  readonly struck?: false | 'idle'
  readonly violates?: readonly string[]
  readonly unjudged?: readonly string[]
}

let plays = 0

function trial({ scenario, fault, struck, violates = [], unjudged = [] }: Played): FaultedTrial {
  plays += 1
  const findings = promises.map(({ id }): Finding => {
    if (violates.includes(id)) return { condition: id, outcome: 'violated', because: `${id} broke`, at: [0] }
    if (unjudged.includes(id)) return { condition: id, outcome: 'unjudged', because: 'no ledger' }
    return { condition: id, outcome: 'held' }
  })
  const conversation: Conversation = {
    id: `c${plays}`,
    origin: 'simulated',
    agent: { id: 'desk' },
    channel: 'chat',
    startedAt: '2026-03-02T09:00:00Z',
    events: fault === undefined || struck === false ? [] : [metBy(fault, struck === 'idle')],
    circumstances: { ...(fault !== undefined && { faults: [{ id: fault, explain: `the backend is ${fault}` }] }) },
  }
  return {
    index: plays,
    scenario,
    persona: 'p',
    channel: 'chat',
    repeat: 0,
    seed: 1,
    conversation,
    verdict: { conversation: conversation.id, pact: { id: 'p', version: 1, hash: 'h' }, findings },
  }
}

function metBy(set: string, isIdle: boolean): Event {
  return {
    type: 'tool-result',
    atMs: 0,
    callId: '1',
    outcome: 'ok',
    value: null,
    seenBy: 'ledger',
    exchange: {
      backend: 'b',
      method: 'POST',
      path: '/',
      writes: true,
      delivered: 'nothing',
      tookMs: 1,
      askedMs: 0,
      ...(isIdle ? { idleFaults: [set] } : { faults: [{ set, kind: 'lost-reply', does: 'loses it' }] }),
    },
  }
}

function costs(...played: readonly Played[]) {
  plays = 0
  const counted = faultCosts(promises)
  for (const each of played) counted.add(trial(each))
  return counted.summary()
}

const many = Array.from({ length: 30 }, (_, index) => `s${index}`)

test('a fault that breaks a promise in every twin is surely what broke it, and one trial shows it', () => {
  const [cost] = costs(
    ...many.flatMap((scenario) => [{ scenario }, { scenario, fault: 'lost', violates: ['booked-once'] }]),
  )
  expect(cost).toMatchObject({ set: 'lost', explain: 'the backend is lost', trials: 30, struck: 30, pairs: 30 })
  expect(cost?.overall).toMatchObject({ difference: -1, broke: 30, mended: 0 })
  expect(cost?.breaks.map(({ id, broke, pairs, surely, example }) => ({ id, broke, pairs, surely, example }))).toEqual([
    {
      id: 'booked-once',
      broke: 30,
      pairs: 30,
      surely: true,
      example: { order: 2, conversation: 'c2', because: 'booked-once broke' },
    },
  ])
})

test('what was violated without the fault too is not the fault’s doing', () => {
  const [cost] = costs(
    { scenario: 'a', violates: ['told'] },
    { scenario: 'a', fault: 'lost', violates: ['told'] },
    { scenario: 'b' },
    { scenario: 'b', fault: 'lost' },
  )
  expect(cost?.overall?.difference).toBe(0)
  expect(cost?.breaks).toEqual([])
})

test('trials that a fault did not strike, or in which it found nothing to change, and trials without a twin, are in no comparison and are counted', () => {
  const [cost] = costs(
    { scenario: 'a' },
    { scenario: 'a', fault: 'lost', struck: false, violates: ['told'] },
    { scenario: 'b', fault: 'lost', violates: ['told'] },
    { scenario: 'c' },
    { scenario: 'c', fault: 'lost', struck: 'idle', violates: ['told'] },
  )
  expect(cost).toEqual({
    set: 'lost',
    explain: 'the backend is lost',
    trials: 3,
    struck: 1,
    idle: 1,
    pairs: 0,
    breaks: [],
  })
})

test('a pair that was not judged on one side is in no rate', () => {
  const [cost] = costs({ scenario: 'a', unjudged: ['told'] }, { scenario: 'a', fault: 'lost', violates: ['told'] })
  expect(cost?.pairs).toBe(1)
  expect(cost?.overall).toBeUndefined()
  expect(cost?.breaks).toEqual([])
})

test('one violation among few may be chance, and is said to be so', () => {
  const [cost] = costs(
    ...many
      .slice(0, 5)
      .flatMap((scenario, index) => [
        { scenario },
        { scenario, fault: 'slow', ...(index === 0 && { violates: ['told'] }) },
      ]),
  )
  expect(cost?.breaks.map(({ id, broke, surely }) => ({ id, broke, surely }))).toEqual([
    { id: 'told', broke: 1, surely: false },
  ])
})

test('the dearest fault comes first, and the order of arrival does not matter', () => {
  const played = many
    .slice(0, 4)
    .flatMap((scenario): Played[] => [
      { scenario, fault: 'slow' },
      { scenario, fault: 'lost', violates: ['told'] },
      { scenario },
    ])
  expect(costs(...played).map(({ set }) => set)).toEqual(['lost', 'slow'])
  expect(costs(...played.toReversed()).map(({ set, overall }) => [set, overall?.difference])).toEqual([
    ['lost', -1],
    ['slow', 0],
  ])
})

test('a run without faults costs nothing', () => {
  expect(costs({ scenario: 'a' }, { scenario: 'b', violates: ['told'] })).toEqual([])
})
