import { expect, test } from 'vitest'
import { Problems, placeText } from '../problem.ts'
import { parseScenarios } from './scenario-file.ts'

const told = (yaml: string) => {
  try {
    parseScenarios(yaml, 'booking.yaml')
  } catch (thrown) {
    if (thrown instanceof Problems)
      return thrown.all.map(({ at, message, hint }) => `${at && placeText(at)} ${message} ${hint}`)
    throw thrown
  }
  return []
}

test('a scenario is read with everything that was left out filled in', () => {
  const yaml = `
defaults:
  tags: [booking]
  given: { now: 2026-03-02T09:00, patients: [{ id: P-1 }] }
  expect: { otherwise: unchanged }
scenarios:
  - id: book-cleaning
    goal: { want: book a cleaning, kind: book }
    facts:
      name: Ana Reis
      day: 2026-03-05
      time: { value: "14:00", say: [2pm] }
      phone: +351 912 000 111
      insurance: null
      secret: { value: tango, disclose: never }
    expect: { told: [$120] }
`
  expect(parseScenarios(yaml, 'booking.yaml')).toEqual([
    {
      id: 'book-cleaning',
      file: 'booking.yaml',
      tags: ['booking'],
      goal: { want: 'book a cleaning', kind: 'book', needs: ['name', 'day', 'time', 'phone'] },
      facts: [
        { key: 'name', value: 'Ana Reis', type: 'name', disclose: 'on-ask' },
        { key: 'day', value: '2026-03-05', type: 'date', disclose: 'on-ask' },
        { key: 'time', value: '14:00', say: ['2pm'], type: 'time', disclose: 'on-ask' },
        { key: 'phone', value: '+351 912 000 111', type: 'phone', disclose: 'on-ask' },
        { key: 'insurance', type: 'free', disclose: 'on-ask' },
        { key: 'secret', value: 'tango', type: 'free', disclose: 'never' },
      ],
      events: [],
      expect: { otherwise: 'unchanged', told: ['$120'] },
      given: { now: '2026-03-02T09:00', patients: [{ id: 'P-1' }] },
      history: [],
      personas: [],
      channels: [],
      faults: [],
    },
  ])
})

test('goals that follow, events by turn and by act, and scripts are kept as they were written', () => {
  const yaml = `
scenarios:
  - id: two-goals
    goal: { want: move it, kind: change, then: [{ want: ask the price, kind: ask }] }
    events:
      - { turn: 3, do: { silence: { minutes: 20 } } }
      - { after: confirmed, do: { correct: { fact: day, to: 2026-03-06 } } }
    facts: { day: 2026-03-05 }
    script: [{ say: hello }, { expect: { says: /hi/i } }, { simulate: { turns: 2 } }]
`
  const [scenario] = parseScenarios(yaml, 'f.yaml')
  expect(scenario).toMatchObject({
    goal: {
      want: 'move it',
      kind: 'change',
      needs: [],
      followedBy: [{ want: 'ask the price', kind: 'ask', needs: [] }],
    },
    events: [
      { when: { turn: 3 }, do: { silence: { minutes: 20 } } },
      { when: { after: 'confirmed' }, do: { correct: { fact: 'day', to: '2026-03-06' } } },
    ],
    script: [{ say: 'hello' }, { expect: { says: '/hi/i' } }, { simulate: { turns: 2 } }],
  })
})

test('everything that is wrong is told at once, each with its place and what to write', () => {
  const yaml = `scenarios:
  - id: a b
    goal: { want: x, kind: book, need: [y] }
  - id: same
    goal: { want: x, kind: book }
    evnts: []
  - id: same
    facts: { day: monday }
`
  expect(told(yaml)).toMatchInlineSnapshot(`
    [
      "booking.yaml:2:9 "id" an id is made of letters, digits, dots and dashes. Change this value accordingly.",
      "booking.yaml:3:34 "need" is not a key that is known here. Did you mean "needs"? Known keys here: want, kind, say, needs, wants, alternatives, onRefusal, then.",
      "booking.yaml:6:5 "evnts" is not a key that is known here. Did you mean "events"? Known keys here: id, title, tags, goal, facts, events, script, expect, given, history, personas, channels, faults, recorded, repeats, maxTurns, startsAt, timeZone.",
    ]
  `)
})

test('facts that are named and not defined, twins, and scenarios without anything to do', () => {
  const yaml = `scenarios:
  - id: same
    goal: { want: x, kind: book, needs: [tyme], alternatives: [{ dey: monday }] }
    facts: { time: "14:00" }
    events: [{ turn: 2, do: { correct: { fact: dya, to: tuesday } } }]
  - id: same
    title: nothing to do
`
  expect(told(yaml)).toMatchInlineSnapshot(`
    [
      "booking.yaml:3:41 The fact "tyme" is not defined in this scenario. Defined here: time.",
      "booking.yaml:3:63 The fact "dey" is not defined in this scenario. Defined here: time.",
      "booking.yaml:5:48 The fact "dya" is not defined in this scenario. Defined here: time.",
      "booking.yaml:6:5 A scenario needs a goal, or a script, or both. Write "goal: { want: ..., kind: ask }".",
      "booking.yaml:6:9 Two scenarios are called "same". Give one of them another id.",
    ]
  `)
})

test('an event that never happens, or happens twice, is refused', () => {
  const yaml = `scenarios:
  - id: a
    goal: { want: x, kind: book }
    events: [{ do: { leave: true } }, { turn: 1, after: asked, do: { leave: true } }]
`
  expect(told(yaml)).toMatchInlineSnapshot(`
    [
      "booking.yaml:4:14 Item 1 of "events" an event needs either "turn" or "after", to say when it happens. Change this value accordingly.",
      "booking.yaml:4:39 Item 2 of "events" an event needs either "turn" or "after", to say when it happens. Change this value accordingly.",
    ]
  `)
})
