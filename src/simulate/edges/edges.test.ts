import { expect, test } from 'vitest'
import { parseScenarios } from '../scenario-file.ts'
import { edgeConformance } from './edge.conformance.ts'
import { edges, edgesOf, type FieldHints, fieldWords } from './index.ts'

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
  - id: cancel-visit
    goal: { want: cancel my visit, kind: cancel, needs: [name] }
    facts: { name: Eva Lind, phone: +1 555 010 0133 }
    given:
      clients: [{ id: C-1, name: '{{facts.name}}', mobile: '{{facts.phone}}' }]
      visits: [{ id: V-1, clientId: C-1, start: 2026-03-05T14:00 }]
    expect:
      told: [$40]
      changes: [{ verifier: visits, changed: { id: V-1 }, to: { status: cancelled } }]
  - id: book-visit
    goal: { want: book a visit, kind: book, needs: [name] }
    facts: { name: Ida Voss, phone: +1 555 010 0177 }
    given: { clients: [{ id: C-1, name: '{{facts.name}}', mobile: '{{facts.phone}}' }] }
    expect: { changes: [{ verifier: visits, added: { clientId: C-1, start: 2026-03-06T10:00 } }] }
  - id: book-for-name
    goal: { want: book a visit, kind: book, needs: [name] }
    facts: { name: Ida Voss, phone: +1 555 010 0177 }
    given: { clients: [{ id: C-1, name: '{{facts.name}}', mobile: '{{facts.phone}}' }] }
    expect: { changes: [{ verifier: visits, added: { clientId: C-1, client: '{{facts.name}}' } }] }
  - id: complain
    goal: { want: complain, kind: complain, needs: [name] }
    facts: { name: Ida Voss, phone: +1 555 010 0177 }
    given: { clients: [{ id: C-1, name: '{{facts.name}}', mobile: '{{facts.phone}}' }] }
    expect: { changes: [{ verifier: messages, added: { from: Ida Voss } }] }
  - id: by-position
    goal: { want: cancel my visit, kind: cancel }
    expect: { changes: [{ verifier: visits, removed: { id: '{{given.visits.0.id}}' } }] }
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

const madeOf = (edge: string, base = 'move-visit', seed = 1) =>
  edgesOf({ ...options, seed })
    .find((each) => each.base === base)
    ?.made.find((one) => one.edge === edge)?.scenario

test('what fields mean is guessed from names and values, and said', () => {
  const [{ fields } = {}] = edgesOf(options)
  expect(fields && fieldWords(fields)).toBe(
    'people { list: clients, id: id, name: name, phone: mobile, birth: dateOfBirth, location: branch }, ' +
      'theirs { list: visits, id: id, person: clientId, location: branch }',
  )
})

test('what somebody knows better goes before the guess', () => {
  const known = parseScenarios(
    `
scenarios:
  - id: cancel
    goal: { want: cancel my visit, kind: cancel, needs: [name] }
    facts: { name: Eva Lind }
    given:
      clients: [{ id: C-1, name: Eva Lind, mobile: +1 555 010 0133, fax: +1 555 010 0134 }]
      visits: [{ id: V-1, bookedBy: C-1, owner: C-1 }]
    expect: { changes: [{ verifier: visits, removed: { id: V-1 } }] }
`,
    'cancel.yaml',
  )
  const meant = (fields: FieldHints) => {
    const [{ fields: { people, things } = {} } = {}] = edgesOf({ scenarios: known, seed: 1, fields })
    return [people?.phone, things?.person]
  }
  expect(meant({})).toEqual(['mobile', 'bookedBy'])
  expect(meant({ people: { phone: 'fax' }, things: { person: 'owner' } })).toEqual(['fax', 'owner'])
})

test('what cannot be made is said with its reason', () => {
  const reasons = edgesOf({ scenarios, seed: 1 }).map(({ base, not }) => [base, ...not])
  const nowhere = { edge: 'other-location', because: 'no field says at which location something was placed' }
  const noMerge = { edge: 'merged-midway', because: 'the project has no change whose name says merge' }
  const noDelete = { edge: 'deleted-midway', because: 'the project has no change whose name says delete or remove' }
  expect(reasons).toEqual([
    ['move-visit', noMerge, noDelete],
    ['cancel-visit', nowhere, noMerge, noDelete],
    ['book-visit', nowhere, noMerge, noDelete],
    [
      'book-for-name',
      { edge: 'name-changed', because: 'what it expects names the person, and either name may be right' },
      nowhere,
      noMerge,
      noDelete,
    ],
    ['complain', { because: "what it expects is on nobody's account" }],
    ['by-position', { because: 'what it expects is read from its records by position' }],
    ['ask-hours', { because: 'it expects no change' }],
    ['buy', { because: 'no list among its records holds people with an id, a name and a phone or a birthday' }],
  ])
})

test('the empty account comes first in every order, and what is theirs is on the other', () => {
  const { given, expect: wanted } = madeOf('two-accounts') ?? {}
  const [double, own] = (given?.clients ?? []) as { id: string; name: string }[]
  const [visit] = (given?.visits ?? []) as { id: string; clientId: string }[]
  expect([double?.id, double?.name, own?.name, visit?.id]).toEqual(['C-1', 'Ana Costa', 'Ana Costa', 'V-1'])
  expect(own?.id).toMatch(/^C-\d{3}$/)
  expect(visit?.clientId).toBe(own?.id)
  expect(wanted).toEqual(scenarios[0]?.expect)
})

test('what is new may be on either of two accounts, as nobody who is asked could say on which', () => {
  expect(madeOf('two-accounts', 'book-visit')?.expect).toEqual({
    changes: [{ verifier: 'visits', added: { start: '2026-03-06T10:00' } }],
  })
})

test('what is new must be on the account that is left after a merge', () => {
  const { given, events, expect: wanted } = madeOf('merged-midway', 'book-visit') ?? {}
  const [gone, left] = (given?.clients ?? []) as { id: string; name: string }[]
  expect([gone?.id, gone?.name, left?.name]).toEqual(['C-1', 'Ida Voss', 'Ida Voss'])
  expect(wanted?.changes).toEqual([{ verifier: 'visits', added: { clientId: left?.id, start: '2026-03-06T10:00' } }])
  expect(events).toEqual([{ when: { after: 'confirmed' }, do: { change: 'merge-clients' } }])
})

test('whoever is told that they cannot be found says what they may be on file under', () => {
  const { facts, events, given } = madeOf('name-changed') ?? {}
  const [{ name: former } = { name: '' }] = (given?.clients ?? []) as { name: string }[]
  expect(former).toMatch(/^Ana (?!Costa)/)
  expect(facts?.slice(-2).map(({ key, value }) => [key, value])).toEqual([
    ['formerName', former],
    ['beenBefore', 'I have been here before, under another name'],
  ])
  expect(events?.at(-1)).toEqual({
    when: { after: 'refused' },
    do: { correct: { fact: 'name', to: former, say: `It may still be under my former name, ${former}.` } },
  })
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

test('a cancellation whose record is deleted leaves nothing to change, and nothing that must be told', () => {
  const { events, expect: wanted } = madeOf('deleted-midway', 'cancel-visit') ?? {}
  expect(events?.at(-1)).toEqual({ when: { after: 'confirmed' }, do: { change: 'delete-client' } })
  expect(wanted).toEqual({ changes: [] })
})

test('no record is deleted where one agent may rightly begin anew and another hand over', () => {
  expect(madeOf('deleted-midway')).toBeUndefined()
  expect(madeOf('deleted-midway', 'book-visit')).toBeUndefined()
})

test('another seed draws other names, numbers and ids', () => {
  expect(madeOf('foreign-number', 'move-visit', 2)?.given).not.toEqual(madeOf('foreign-number')?.given)
})
