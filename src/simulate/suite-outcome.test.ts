import { expect, test } from 'vitest'
import type { Conversation } from '../conversation/index.ts'
import type { Verdict } from '../pact/index.ts'
import { keyedRandom } from '../stats/index.ts'
import { aScenario, plainPersona } from './stage.sample.ts'
import { type Suite, suiteOf } from './suite.ts'
import { suiteCounts } from './suite-outcome.ts'
import { suiteSettings } from './suite-settings.ts'

const personaNamed = (id: string) => ({ ...plainPersona, id })
const suiteWith = (factors: unknown): Suite =>
  suiteOf({
    settings: suiteSettings.parse({ factors }),
    scenarios: Array.from({ length: 6 }, (_, index) => aScenario({ id: `s${index}` })),
    personas: [personaNamed('calm')],
    channels: ['chat', 'sms', 'email'],
    faults: [],
    persona: personaNamed,
    seed: 1,
  })
const shares = {
  scenario: Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`s${index}`, 1])),
  channel: { chat: 94, sms: 4, email: 2 },
}

function playedOn(suite: Suite, passes: (levels: Readonly<Record<string, string>>) => boolean | 'unjudged') {
  const counts = suiteCounts(suite, [{ id: 'any', severity: 'major', target: 0.98 }])
  for (const [index, { levels, scenario, persona, channel }] of suite.rows.entries()) {
    const passed = passes(levels)
    const outcome = passed === 'unjudged' ? passed : passed ? 'held' : 'violated'
    counts.add({
      index,
      scenario: scenario.id,
      persona: persona.id,
      channel,
      conversation: { id: 'c', channel, events: [] } as unknown as Conversation,
      verdict: { findings: [{ condition: 'any', outcome, because: 'it said so' }] } as unknown as Verdict,
    })
  }
  return counts.outcome()
}

test('an agent that fails on a channel that production hardly has fails hardly in production', () => {
  const { production, effects, promises } = playedOn(suiteWith(shares), ({ channel }) => channel !== 'sms')

  expect(production?.rate).toBeCloseTo(0.96, 6)
  expect(production?.high).toBeGreaterThan(0.96)
  expect(production?.low).toBeLessThan(0.96)
  expect(promises.map(({ id, violated, example }) => [id, violated, example?.because])).toEqual([
    ['any', 6, 'it said so'],
  ])
  expect(promises[0]?.production?.rate).toBeCloseTo(0.96, 6)
  const [worst] = effects
  expect([worst?.factor, worst?.level, worst?.rate.successes, worst?.rate.n, worst?.surely]).toEqual([
    'channel',
    'sms',
    0,
    6,
    true,
  ])
})

test('where production’s mix is not known there is no rate, only what each level does', () => {
  const outcome = playedOn(suiteWith({}), () => true)

  expect(outcome.production).toBeUndefined()
  expect(outcome.unweighted).toBe('The project does not say how often production has each level of: scenario, channel.')
  expect(outcome.effects.map(({ difference, surely }) => [difference, surely])).toEqual(
    Array.from({ length: 9 }, () => [0, false]),
  )
})

test('unjudged conversations decide nothing, and what they stand for is unknown', () => {
  const { decidedRows, rows, unjudged, production } = playedOn(suiteWith(shares), ({ channel }) =>
    channel === 'email' ? 'unjudged' : true,
  )

  expect([rows, decidedRows, unjudged]).toEqual([18, 12, 6])
  expect(production?.unknown).toBeCloseTo(0.02, 6)
})

test('nothing decided, nothing said', () => {
  const { production, unweighted, effects } = playedOn(suiteWith(shares), () => 'unjudged')

  expect([production, unweighted, effects]).toEqual([undefined, 'No conversation that production has was decided.', []])
})

test('the interval holds production’s rate nearly always, where what levels do adds up', () => {
  const suite = suiteWith({
    ...shares,
    channel: { chat: 80, sms: 15, email: 5 },
    mood: { glad: 70, cross: { share: 30, persona: { politeness: 'rude' } } },
  })
  const loss = (levels: Readonly<Record<string, string>>) =>
    0.04 +
    (levels.channel === 'sms' ? 0.2 : 0) +
    (levels.channel === 'email' ? 0.3 : 0) +
    (levels.mood === 'cross' ? 0.1 : 0)
  const truth = 1 - (0.04 + 0.15 * 0.2 + 0.05 * 0.3 + 0.3 * 0.1)
  let held = 0
  let sum = 0
  const runs = 400
  for (let run = 0; run < runs; run += 1) {
    const random = keyedRandom(3, run)
    const { production } = playedOn(suite, (levels) => !random.chance(loss(levels)))
    if (production === undefined) continue
    sum += production.rate
    if (production.low <= truth && truth <= production.high) held += 1
  }

  expect(held).toBeGreaterThanOrEqual(0.93 * runs)
  expect(Math.abs(sum / runs - truth)).toBeLessThan(0.01)
})
