import { expect, test } from 'vitest'
import { parseScenarios } from '../scenario-file.ts'
import { edgeConformance } from './edge.conformance.ts'
import { edges, edgesOf, fieldWords } from './index.ts'

const scenarios = parseScenarios(
  `
scenarios:
  - id: move-visit
    goal: { want: move my visit, kind: change, needs: [name, phone], then: [{ want: hear the price, kind: ask }] }
    facts: { name: Ana Costa, phone: +1 555 010 0101, birthday: { value: 1990-02-03, say: [3 February 1990] }, note: null }
    events: [{ turn: 9, do: { say: thanks } }]
    given:
      now: '{{now}}'
      clients:
        - { id: C-1, name: '{{facts.name}}', mobile: '{{facts.phone}}', dateOfBirth: 1990-02-03, branch: North }
        - { id: C-2, name: Ben Reis, mobile: +1 555 010 0188, dateOfBirth: 1970-01-01, branch: South }
      visits:
        - { id: V-1, clientId: C-1, start: 2026-03-05T14:00, branch: North }
        - { id: V-2, clientId: C-2, start: 2026-03-05T15:00, branch: South }
    expect:
      told: ['14:00']
      changes: [{ verifier: visits, changed: { id: V-1 }, to: { start: 2026-03-06T14:00 } }]
  - id: ask-hours
    goal: { want: know the hours, kind: ask }
  - id: buy
    goal: { want: buy a mug, kind: book }
    given: { stock: [{ id: 1, title: mug }] }
    expect: { changes: [{ verifier: orders, added: { item: 1 } }] }
`,
  'scenarios.yaml',
)
const options = { scenarios, seed: 1, changes: ['delete-client', 'merge-clients'] }

for (const edge of edges) edgeConformance(edge, options)

const madeOf = (edge: string, seed = 1) =>
  edgesOf({ ...options, seed })[0]?.made.find((one) => one.edge === edge)?.scenario

test('what fields mean is guessed from names and values, and said', () => {
  const [{ fields } = {}] = edgesOf(options)
  expect(fields && fieldWords(fields)).toBe(
    'people { list: clients, id: id, name: name, phone: mobile, birth: dateOfBirth, location: branch }, ' +
      'theirs { list: visits, id: id, person: clientId, location: branch }',
  )
})

test('what somebody knows better goes before the guess', () => {
  const [{ fields } = {}] = edgesOf({ ...options, fields: { people: { phone: 'fax' }, things: { person: 'owner' } } })
  expect([fields?.people.phone, fields?.things?.person]).toEqual(['fax', 'owner'])
})

test('what cannot be made is said with its reason', () => {
  const reasons = edgesOf({ scenarios, seed: 1 }).map(({ base, not }) => [base, ...not])
  expect(reasons).toEqual([
    [
      'move-visit',
      { edge: 'merged-midway', because: 'the project has no change whose name says merge' },
      { edge: 'deleted-midway', because: 'the project has no change whose name says delete or remove' },
    ],
    ['ask-hours', { because: 'it expects no change' }],
    ['buy', { because: 'no list among its records holds people with an id, a name and a phone or a birthday' }],
  ])
})

test('the empty account is found first, and what is theirs stays on the other', () => {
  const { given, expect: wanted } = madeOf('two-accounts') ?? {}
  const [double, own] = (given?.clients ?? []) as { id: string; name: string }[]
  expect([double?.name, own]).toEqual(['Ana Costa', expect.objectContaining({ id: 'C-1', name: 'Ana Costa' })])
  expect(double?.id).toMatch(/^C-\d{3}$/)
  expect(wanted).toEqual(scenarios[0]?.expect)
})

test('a visit at another branch is moved there, and must stay there', () => {
  const { given, expect: wanted } = madeOf('other-location') ?? {}
  expect(((given?.visits ?? []) as { branch: string }[])[0]?.branch).toBe('South')
  expect(wanted?.changes).toEqual([
    { verifier: 'visits', changed: { id: 'V-1' }, to: { start: '2026-03-06T14:00', branch: 'South' } },
  ])
})

test('the number that is told is a stranger’s, and the customer can name the one on file when asked', () => {
  const { given, facts } = madeOf('foreign-number') ?? {}
  const [stranger, own] = (given?.clients ?? []) as { name: string; mobile: string }[]
  expect([stranger?.mobile, own?.name]).toEqual(['+1 555 010 0101', 'Ana Costa'])
  expect(stranger?.name).not.toMatch(/Ana|Costa/)
  expect(facts?.find(({ key }) => key === 'numberOnFile')?.value).toBe(own?.mobile)
  expect(own?.mobile).not.toBe('+1 555 010 0101')
})

test('a record that is deleted leaves nothing for the agent to change, and nothing it must tell', () => {
  const { events, expect: wanted } = madeOf('deleted-midway') ?? {}
  expect(events?.at(-1)).toEqual({ when: { after: 'confirmed' }, do: { change: 'delete-client' } })
  expect(wanted).toEqual({ changes: [] })
})

test('another seed draws other names, numbers and ids', () => {
  expect(madeOf('foreign-number', 2)?.given).not.toEqual(madeOf('foreign-number', 1)?.given)
})
