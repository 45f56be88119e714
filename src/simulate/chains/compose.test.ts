import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Scenario } from '../scenario.ts'
import { parseScenarios } from '../scenario-file.ts'
import { scenariosText } from '../scenario-text.ts'
import { compose } from './compose.ts'
import { joined } from './join.ts'

const scenarios = parseScenarios(
  `
defaults:
  startsAt: 2026-03-02T09:00:00+00:00
  facts: { name: Ana Costa, phone: +1 555 010 0101 }
  given:
    now: 2026-03-02T09:00
    clients: [{ id: C-1, name: '{{facts.name}}', phone: '{{facts.phone}}' }]
scenarios:
  - id: cancel
    goal: { want: cancel my visit, kind: cancel, needs: [name] }
    given: { visits: [{ id: V-1, clientId: C-1, start: 2026-03-05T14:00 }] }
    expect: { told: [$40], changes: [{ verifier: visits, changed: { id: V-1 }, to: { status: cancelled } }] }
  - id: book
    startsAt: 2026-03-02T15:00:00+00:00
    goal: { want: book a visit, kind: book, needs: [name, date, time] }
    facts: { name: Ben Reis, phone: +1 555 010 0199, date: 2026-03-06, time: '10:00' }
    given:
      now: 2026-03-02T15:00
      clients: [{ id: C-1, name: Ben Reis, phone: +1 555 010 0199, note: likes tea }, { id: C-2, name: Eva Lind, phone: '1' }]
      visits: [{ id: V-1, clientId: C-2, start: 2026-03-07T09:00 }]
    expect: { changes: [{ verifier: visits, added: { clientId: C-1, start: 2026-03-06T10:00 } }] }
  - id: book-another-day
    goal: { want: book a visit, kind: book, needs: [date] }
    facts: { date: 2026-03-09 }
    expect: { changes: [{ verifier: visits, added: { clientId: C-1 } }] }
  - id: complain
    startsAt: 2026-03-04T12:00:00+00:00
    goal: { want: complain that I waited, kind: complain, needs: [name] }
    facts: { name: Ida Voss }
    given: { now: 2026-03-04T12:00 }
    expect: { changes: [{ verifier: messages, added: { from: '{{facts.name}}' } }] }
  - id: person
    goal: { want: talk to a person, kind: ask }
    expect: { handoff: true }
  - id: scripted
    script: [{ say: hello }]
  - id: corrects
    goal: { want: cancel my visit, kind: cancel, needs: [name] }
    events: [{ turn: 2, do: { say: wait } }]
  - id: newcomer
    goal: { want: book a visit, kind: book, needs: [name] }
    given: { clients: [] }
    expect: { changes: [{ verifier: clients, added: { name: Ana Costa } }] }
  - id: nothing-there
    goal: { want: cancel my visit, kind: cancel, needs: [name] }
    expect: { changes: [] }
  - id: prices
    goal: { want: know what it costs, kind: ask, needs: [], wants: [{ ask: how much is it, answer: $20 }] }
    expect: { told: [$20] }
  - id: later-note
    startsAt: 2026-03-04T12:00:00+00:00
    goal: { want: leave a note for tomorrow, kind: report, needs: [day] }
    facts: { day: { value: 2026-03-05, say: [tomorrow] } }
    given: { now: 2026-03-04T12:00 }
`,
  'scenarios.yaml',
)
const scenario = (id: string): Scenario => {
  const found = scenarios.find((each) => each.id === id)
  if (found === undefined) throw new Error(id)
  return found
}
const join = (first: string, second: string) => joined(scenario(first), scenario(second))

test('the second wish is the same customer’s: their name, number and records, and ids that nobody else has', () => {
  const both = join('cancel', 'book') as Scenario
  expect(both).toMatchObject({ id: 'cancel-then-book', startsAt: '2026-03-02T09:00:00+00:00', tags: ['chains'] })
  expect(both.goal).toEqual({
    want: 'cancel my visit',
    kind: 'cancel',
    needs: ['name'],
    followedBy: [{ want: 'book a visit', kind: 'book', needs: ['name', 'date', 'time'] }],
  })
  expect(both.facts.map(({ key, value }) => [key, value])).toEqual([
    ['name', 'Ana Costa'],
    ['phone', '+1 555 010 0101'],
    ['date', '2026-03-06'],
    ['time', '10:00'],
  ])
  expect(both.given).toEqual({
    now: '2026-03-02T09:00',
    clients: [
      { id: 'C-1', name: 'Ana Costa', phone: '+1 555 010 0101', note: 'likes tea' },
      { id: 'C-2', name: 'Eva Lind', phone: '1' },
    ],
    visits: [
      { id: 'V-1', clientId: 'C-1', start: '2026-03-05T14:00' },
      { id: 'V-301', clientId: 'C-2', start: '2026-03-07T09:00' },
    ],
  })
  expect(both.expect).toEqual({
    told: ['$40'],
    changes: [
      { verifier: 'visits', changed: { id: 'V-1' }, to: { status: 'cancelled' } },
      { verifier: 'visits', added: { clientId: 'C-1', start: '2026-03-06T10:00' } },
    ],
  })
})

test('a wish that has nothing to do with days may follow one of another day, under the first one’s name', () => {
  expect((join('cancel', 'complain') as Scenario).expect.changes?.[1]).toEqual({
    verifier: 'messages',
    added: { from: 'Ana Costa' },
  })
})

test('what would make the joined scenario say something that neither says is refused, with its reason', () => {
  expect([
    join('cancel', 'scripted'),
    join('corrects', 'prices'),
    join('person', 'prices'),
    join('cancel', 'newcomer'),
    join('nothing-there', 'prices'),
    join('book', 'book-another-day'),
    join('book', 'cancel'),
    join('cancel', 'cancel'),
    join('prices', 'later-note'),
  ]).toEqual([
    'scripted follows a script',
    'corrects has events, which would strike the other wish',
    'the first ends with a person',
    'the customer is on file in one, and not in the other',
    'nothing-there is about a wish that comes to nothing in its own records',
    'both have a date to tell, and a customer has one',
    'the first adds to what the customer has, and the second would no longer be plain',
    'both are about something that the customer has already, and they could not say which',
    'they take place on different days',
  ])
})

const whole = scenarios
  .flatMap((first) => scenarios.map((second) => joined(first, second)))
  .filter((pair) => typeof pair !== 'string')

test('every scenario that is joined is read back from its file as it was written, and breaks no rule of the file', () => {
  expect(whole.length).toBeGreaterThan(8)
  fc.assert(
    fc.property(fc.subarray(whole, { minLength: 1 }), (some) => {
      const read = parseScenarios(scenariosText(some, 'Made for a test.'), 'chains.yaml')
      expect(read.map(({ file: _, ...each }) => each)).toEqual(some)
    }),
    { numRuns: 20 },
  )
})

const pairs = scenarios.flatMap((first) =>
  scenarios.flatMap((second) => {
    const both = joined(first, second)
    return typeof both === 'string' ? [] : [{ first, second, both }]
  }),
)

test('a joined scenario knows the second customer by the first one’s name', () => {
  const nameOf = ({ facts }: Scenario) => facts.find(({ key }) => key === 'name')?.value ?? ''
  const others = pairs.filter(({ first, second }) => nameOf(first) !== nameOf(second))
  expect(others.length).toBeGreaterThan(3)
  for (const { second, both } of others) {
    expect(JSON.stringify([both.expect, both.given])).not.toContain(nameOf(second))
  }
})

test('a joined scenario has no id twice', () => {
  for (const { both } of pairs) {
    const lists = Object.values(both.given).filter((list) => Array.isArray(list)) as { id: string }[][]
    for (const list of lists) expect(new Set(list.map(({ id }) => id)).size).toBe(list.length)
  }
})

const played = [
  { scenario: 'cancel', calls: [{ tool: 'cancel_visit', ok: true }], links: [] },
  { scenario: 'complain', calls: [{ tool: 'leave_note', ok: true }], links: [] },
  { scenario: 'book', calls: [{ tool: 'book_visit', ok: false }], links: [] },
]

test('a chain is realised by two scenarios in which most conversations made its halves', () => {
  const wanted = { tools: ['cancel_visit', 'leave_note'], second: 1, seen: 1 }
  const { composed, not } = compose([wanted], { scenarios, played })
  expect(composed.map(({ scenario: { id }, chains }) => [id, chains])).toEqual([['cancel-then-complain', [wanted]]])
  expect(not).toEqual([])
})

test('what cannot be composed is said with its reason', () => {
  const chain = (tools: readonly string[], second?: number) => ({ tools, seen: 0, ...(second && { second }) })
  const { composed, not } = compose(
    [
      chain(['cancel_visit', 'leave_note']),
      chain(['book_visit', 'leave_note'], 1),
      chain(['cancel_visit', 'cancel_visit'], 1),
    ],
    { scenarios, played },
  )
  expect([composed, not.map(({ because }) => because)]).toEqual([
    [],
    [
      'it is one wish, and no two scenarios make one',
      'in no scenario do most conversations make one half of it',
      'cancel_visit is called for the first wish already, and may not be called again',
    ],
  ])
})
