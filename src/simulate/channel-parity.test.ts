import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keyedRandom } from '../stats/index.ts'
import { type ChannelParity, channelParity, type ParityTrial } from './channel-parity.ts'

const conditions = ['fits', 'books', 'polite']

function trial(scenario: string, channel: string, violates: readonly string[] = [], persona = 'plain'): ParityTrial {
  const findings = conditions.map((condition) =>
    violates.includes(condition)
      ? ({ condition, outcome: 'violated', because: 'so', at: [0] } as const)
      : ({ condition, outcome: 'held' } as const),
  )
  const verdict = { conversation: 'c', pact: { id: 'p', version: 1, hash: 'h' }, findings }
  return { scenario, channel, persona, repeat: 0, verdict }
}

function parityOf(trials: readonly ParityTrial[]): ChannelParity | undefined {
  const counts = channelParity(conditions.map((id) => ({ id })))
  for (const each of trials) counts.add(each)
  return counts.summary()
}

const scenarios = Array.from({ length: 20 }, (_, index) => `s${index}`)

test('the same conversations are held against each other, and what one channel breaks is said with its interval', () => {
  const parity = parityOf([
    ...scenarios.map((scenario) => trial(scenario, 'chat')),
    ...scenarios.map((scenario, at) => trial(scenario, 'sms', at < 10 ? ['fits'] : [])),
    ...scenarios.slice(0, 12).map((scenario) => trial(scenario, 'email')),
    trial('only-by-email', 'email', ['books']),
  ])
  expect(parity?.base).toBe('chat')
  expect(
    parity?.channels.map(({ channel, overall, conditions: differing, alone }) => ({
      channel,
      overall: overall && `${overall.base.successes} to ${overall.here.successes} of ${overall.pairs}`,
      points: overall && [overall.difference, overall.low, overall.high].map((each) => Math.round(each * 100)),
      surely: overall?.surely,
      differing: differing.map(({ id, difference, surely }) => `${id} ${difference} ${surely}`),
      alone,
    })),
  ).toMatchInlineSnapshot(`
    [
      {
        "alone": 0,
        "channel": "sms",
        "differing": [
          "fits -0.5 worse",
        ],
        "overall": "20 to 10 of 20",
        "points": [
          -50,
          -70,
          -26,
        ],
        "surely": "worse",
      },
      {
        "alone": 1,
        "channel": "email",
        "differing": [],
        "overall": "12 to 12 of 12",
        "points": [
          0,
          -24,
          24,
        ],
        "surely": undefined,
      },
    ]
  `)
})

test('what is better on the other channel is said too', () => {
  const parity = parityOf([
    ...scenarios.map((scenario) => trial(scenario, 'chat', ['polite'])),
    ...scenarios.map((scenario) => trial(scenario, 'sms')),
  ])
  const [sms] = parity?.channels ?? []
  expect(sms?.overall).toMatchObject({ difference: 1, surely: 'better', pairs: 20, scenarios: 20 })
  expect(sms?.conditions.map(({ id, surely }) => [id, surely])).toEqual([['polite', 'better']])
})

test('one scenario, however many personas bring it, says nothing sure', () => {
  const personas = Array.from({ length: 40 }, (_, index) => `p${index}`)
  const parity = parityOf([
    ...personas.map((persona) => trial('s0', 'chat', [], persona)),
    ...personas.map((persona) => trial('s0', 'sms', ['fits'], persona)),
  ])
  const [sms] = parity?.channels ?? []
  expect(sms?.overall).toMatchObject({ difference: -1, low: -1, high: 1, pairs: 40, scenarios: 1 })
  expect(sms?.overall?.surely).toBeUndefined()
})

test('on one channel there is nothing to compare', () => {
  expect(parityOf(scenarios.map((scenario) => trial(scenario, 'chat')))).toBeUndefined()
  expect(parityOf([])).toBeUndefined()
})

test('trials may come in any order', () => {
  const trials = scenarios.flatMap((scenario, at) => [
    trial(scenario, 'chat', at % 3 === 0 ? ['books'] : []),
    trial(scenario, 'sms', at % 4 === 0 ? ['fits'] : []),
    trial(scenario, 'sms', at % 5 === 0 ? ['polite'] : [], 'other'),
    trial(scenario, 'chat', [], 'other'),
  ])
  const expected = parityOf(trials)
  fc.assert(
    fc.property(fc.shuffledSubarray(trials, { minLength: trials.length }), (shuffled) => {
      expect(parityOf(shuffled)).toEqual(expected)
    }),
    { numRuns: 20 },
  )
})

test('alike channels are called different in at most one run of twenty', () => {
  const rounds = 400
  const called = Array.from({ length: rounds }, (_, round) => {
    const drawn = (scenario: string, channel: string) =>
      trial(scenario, channel, keyedRandom(round, scenario, channel).chance(0.25) ? ['books'] : [])
    const parity = parityOf(scenarios.flatMap((scenario) => [drawn(scenario, 'chat'), drawn(scenario, 'sms')]))
    const all = (parity?.channels ?? []).flatMap((line) => [line.overall, ...line.conditions])
    return all.some((each) => each?.surely !== undefined)
  }).filter((each) => each)
  expect(called.length).toBeLessThanOrEqual(rounds / 20)
})
