import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type FaultSet, faultSetOf, faultSetSettings } from '../connect/index.ts'
import { Problems, problemsIn } from '../problem.ts'
import { isForbidden, uncovered } from '../stats/index.ts'
import { aScenario, plainPersona } from './stage.sample.ts'
import { suiteOf } from './suite.ts'
import type { SuiteParts } from './suite-factors.ts'
import { suiteSettings } from './suite-settings.ts'

const personaNamed = (id: string) => ({ ...plainPersona, id, title: id })
const slow: FaultSet = faultSetOf('slow', faultSetSettings.parse({ match: {}, do: { delay: { ms: 9000 } } }))
const parts = (suite: unknown, changes: Partial<SuiteParts> = {}): SuiteParts => ({
  settings: suiteSettings.parse(suite),
  scenarios: [aScenario({ id: 'book' }), aScenario({ id: 'cancel' })],
  personas: [personaNamed('calm'), personaNamed('hurried')],
  channels: ['chat', 'sms'],
  faults: [slow],
  persona: personaNamed,
  seed: 1,
  ...changes,
})
const messages = (work: () => unknown): readonly string[] => {
  try {
    work()
  } catch (thrown) {
    return problemsIn(thrown).map(({ code, message }) => `${code}: ${message}`)
  }
  return []
}

test('every pair of scenario, persona, channel and fault is played, in fewer conversations than there are combinations', () => {
  const suite = suiteOf(parts({}))

  expect(suite.factors).toEqual([
    { name: 'scenario', levels: ['book', 'cancel'] },
    { name: 'persona', levels: ['calm', 'hurried'] },
    { name: 'channel', levels: ['chat', 'sms'] },
    { name: 'faults', levels: ['none', 'slow'] },
  ])
  expect(
    uncovered(
      suite.rows.map(({ levels }) => levels),
      { factors: suite.factors, strength: 2 },
    ),
  ).toEqual([])
  expect([suite.rows.length, suite.product, suite.combinations]).toEqual([5, 16, 24])
  for (const { levels, scenario, persona, channel, faults } of suite.rows) {
    expect([scenario.id, persona.id, channel, faults[0]?.id ?? 'none']).toEqual(Object.values(levels))
  }
})

test('a factor of one’s own changes the customer, and each change has a name of its own', () => {
  const suite = suiteOf(parts({ factors: { typing: { clean: {}, sloppy: { persona: { writing: { typos: 0.2 } } } } } }))
  const typing = suite.rows.map(({ levels, persona }) => [
    levels.typing,
    persona.id.includes('+typing=sloppy'),
    persona.writing.typos,
  ])

  expect(new Set(typing.map((each) => JSON.stringify(each)))).toEqual(
    new Set(['["clean",false,0]', '["sloppy",true,0.2]']),
  )
})

test('who plays a scenario, and where, and what its backends are under anyway, is kept to', () => {
  const scenarios = [
    aScenario({ id: 'book', personas: ['elder'], channels: ['phone'] }),
    aScenario({ id: 'cancel', faults: ['slow'] }),
  ]
  const rows = suiteOf(parts({}, { scenarios })).rows.map(({ levels }) => levels)

  expect(
    rows
      .filter(({ scenario }) => scenario === 'book')
      .every((row) => row.persona === 'elder' && row.channel === 'phone'),
  ).toBe(true)
  expect(
    rows
      .filter(({ scenario }) => scenario === 'cancel')
      .some((row) => row.persona === 'elder' || row.channel === 'phone'),
  ).toBe(false)
  expect(rows.filter(({ scenario, faults }) => scenario === 'cancel' && faults === 'slow')).toEqual([])
})

test('rows stand for shares of production when every factor says how often production has its levels', () => {
  const { rows, unweighted } = suiteOf(
    parts({
      factors: {
        scenario: { book: 80, cancel: 20 },
        persona: { calm: 0.5, hurried: 0.5 },
        channel: { chat: 9, sms: 1 },
        faults: { none: 97, slow: 3 },
      },
    }),
  )
  const share = (name: string, level: string) =>
    rows.reduce((sum, row) => sum + (row.levels[name] === level ? (row.share ?? 0) : 0), 0)

  expect(unweighted).toBeUndefined()
  expect(
    [share('scenario', 'book'), share('channel', 'sms'), share('faults', 'slow')].map((n) => n.toFixed(4)),
  ).toEqual(['0.8000', '0.1000', '0.0300'])
})

test('without shares rows have no weight, and it says which are missing', () => {
  const { rows, unweighted } = suiteOf(parts({ factors: { channel: { chat: 9, sms: 1 } } }))

  expect(rows.some((row) => row.share !== undefined)).toBe(false)
  expect(unweighted).toBe('The project does not say how often production has each level of: scenario, persona, faults.')
})

test('scenarios that are left out this time are passed over where the suite names them', () => {
  const settings = {
    factors: { scenario: { book: 80, cancel: 20 } },
    never: [
      { scenario: ['cancel', 'book'], channel: 'sms', persona: 'calm' },
      { scenario: 'cancel', faults: 'slow' },
    ],
    always: [{ scenario: 'cancel', channel: 'sms' }],
  }
  const { rows } = suiteOf(parts(settings, { scenarios: [aScenario({ id: 'book' })], leftOut: ['cancel'] }))

  expect(new Set(rows.map(({ scenario }) => scenario.id))).toEqual(new Set(['book']))
  expect(rows.some(({ levels }) => levels.channel === 'sms' && levels.persona === 'calm')).toBe(false)
})

test('says what is wrong with a suite that cannot be', () => {
  expect([
    ...messages(() => suiteOf(parts({ factors: { language: ['en', 'es'] } }))),
    ...messages(() => suiteOf(parts({ never: [{ channel: 'fax' }] }))),
    ...messages(() => suiteOf(parts({ never: [{ faults: ['none', 'slow'] }] }))),
    ...messages(() =>
      suiteOf(
        parts({
          never: [
            { channel: 'sms', faults: 'slow' },
            { channel: 'sms', faults: 'none' },
          ],
        }),
      ),
    ),
    ...messages(() => suiteOf(parts({ factors: { faults: ['none', 'fire'] } }))),
    ...messages(() => suiteOf(parts({ factors: { mood: { glad: {}, cross: { persona: { politness: 'rude' } } } } }))),
  ]).toMatchInlineSnapshot(`
    [
      "project/suite-idle-levels: In the suite, "en" and "es" of "language" change nothing, so they would be the same conversations.",
      "project/suite-impossible: The suite cannot be composed: "channel" has no level "fax"; its levels: chat, sms.",
      "project/suite-impossible: The suite cannot be composed: the rules forbid every row.",
      "project/suite-unplayed-level: No conversation of the suite can have channel "sms": the rules, or what scenarios say of themselves, forbid each.",
      "project/suite-impossible: The suite cannot be composed: the project has no faults called "fire".",
      "persona/invalid: The suite's level "cross" makes no persona:  Unrecognized key: "politness"",
    ]
  `)
  expect(() => suiteOf(parts({ factors: { language: ['en', 'es'] } }))).toThrow(Problems)
})

test('whatever varies and never goes together, the suite has all that may be and nothing else', () => {
  const settings = fc.record({
    strength: fc.integer({ min: 1, max: 3 }),
    never: fc.array(fc.record({ channel: fc.constantFrom('chat', 'sms'), faults: fc.constantFrom('none', 'slow') }), {
      maxLength: 2,
    }),
  })
  fc.assert(
    fc.property(settings, fc.nat(), (given, seed) => {
      const channels = given.never.map(({ channel }) => channel)
      fc.pre(new Set(given.never.map(({ faults }) => faults)).size < 2 && new Set(channels).size < 2)
      const suite = suiteOf(parts(given, { seed }))
      const rows = suite.rows.map(({ levels }) => levels)
      expect(uncovered(rows, { factors: suite.factors, ...given })).toEqual([])
      expect(rows.filter((row) => isForbidden(row, given))).toEqual([])
    }),
    { numRuns: 40 },
  )
})
