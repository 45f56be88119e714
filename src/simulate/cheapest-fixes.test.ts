import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Finding } from '../pact/index.ts'
import { type Decided, Ways } from './cheapest-fixes.ts'

interface Gone {
  readonly scenario?: string
  readonly order?: number
  readonly because?: Readonly<Record<string, string>>
}

function decided({ scenario = 's', order = 0, because = {} }: Gone): Decided {
  const findings: Finding[] = ['calendar', 'quick', 'resolved'].map((condition) => {
    const reason = because[condition]
    return reason === undefined
      ? { condition, outcome: 'held' }
      : { condition, outcome: 'violated', because: reason, at: [0] }
  })
  return { scenario, order, conversation: `c${order}`, findings }
}

function fixesOf(gone: readonly Gone[], controls: readonly Gone[] = []) {
  const ways = new Ways()
  for (const each of gone) ways.add(decided(each))
  for (const each of controls) ways.addControl(decided(each))
  return ways.best(3)
}

const told = (gone: readonly Gone[]) => fixesOf(gone).map(({ wrong, wins }) => [wrong, wins.successes, wins.n])

test('conversations go wrong in one way when only names, numbers and quoted words differ', () => {
  expect(
    told([
      { because: { calendar: 'nothing else should have changed, but messages/M-101 was added' } },
      { because: { calendar: 'nothing else should have changed, but messages/M-7 was added' } },
      { because: { quick: 'the agent said "one; two" 3 times' } },
      { because: { quick: 'the agent said "three" 3 times' } },
      { because: { quick: 'the agent said "three" 4 times' } },
      {},
    ]),
  ).toEqual([
    [['the agent said … … times'], 3, 6],
    [['nothing else should have changed, but messages/… was added'], 2, 6],
  ])
})

test('what all of them have in common stays: which field should have changed, and to what', () => {
  const cancel = 'the record of appointments with {"id":"A-1"} should have become {"status":"cancelled"}, and it is not'
  const move = 'the record of appointments with {"id":"A-1"} should have become {"start":"10:00"}, and it is not'
  const book = (start: string) =>
    `a record of appointments with {"patient":"P-1","start":"${start}","status":"booked"} should have been added`
  expect(
    told([
      ...[1, 2, 3].map(() => ({ because: { calendar: cancel } })),
      ...[1, 2].map(() => ({ because: { calendar: move } })),
      ...['9:00', '10:00', '11:00', '12:00'].map((start) => ({ because: { calendar: book(start) } })),
    ]),
  ).toEqual([
    [['a record of appointments with … should have been added'], 4, 9],
    [[cancel], 3, 9],
    [[move], 2, 9],
  ])
})

test('a reason that several promises give is told once, with all of them', () => {
  const because = 'messages/M-1 was added'
  const [fix] = fixesOf([{ because: { calendar: because, resolved: `${because}; never told "$120"` } }])
  expect(fix).toMatchObject({ wrong: [because, 'never told "$120"'], conditions: ['calendar', 'resolved'] })
})

test('mending one way wins nothing where something else goes wrong as well', () => {
  expect(
    told([
      { because: { calendar: 'late' } },
      { because: { calendar: 'late', quick: 'slow' } },
      { because: { calendar: 'late', quick: 'slow' } },
    ]),
  ).toEqual([
    [['late', 'slow'], 2, 3],
    [['late'], 1, 3],
  ])
})

test('each names where it happens, the earliest conversation, and whether polite tests show it too', () => {
  const [fix] = fixesOf(
    [
      { scenario: 'b', order: 9, because: { quick: 'slow' } },
      { scenario: 'a', order: 7, because: { quick: 'slow' } },
      { scenario: 'b', order: 8, because: { quick: 'slow' } },
      { scenario: 'a', order: 1 },
    ],
    [{ because: { quick: 'slow' } }, {}, { because: { calendar: 'late' } }],
  )
  expect(fix).toMatchObject({
    scenarios: ['b', 'a'],
    example: { order: 7, conversation: 'c7' },
    controls: { wrong: 1, n: 3 },
    wins: { successes: 3, n: 4 },
  })
})

test('what only polite tests show is nothing that customers would win by', () => {
  expect(fixesOf([{}], [{ because: { quick: 'slow' } }])).toEqual([])
})

test('what a jury says is one way, however it words it', () => {
  const ways = new Ways()
  for (const because of ['it was curt', 'the tone was cold']) {
    ways.add({
      scenario: 's',
      order: 0,
      conversation: 'c',
      findings: [{ condition: 'kind', outcome: 'violated', because, at: [], jurors: [] }],
    })
  }
  expect(ways.best(3).map(({ wrong, wins }) => [wrong, wins.successes])).toEqual([
    [['not as kind asks, as the jury reads it'], 2],
  ])
})

test('the ways are disjoint, and the order of conversations changes nothing', () => {
  const reasons = ['late by 5 s', 'late by 7 s', 'said "no"; 2 s late', 'said "yes"; 2 s late', undefined]
  const gone = fc.array(
    fc.record({
      scenario: fc.constantFrom('a', 'b', 'c'),
      order: fc.nat(),
      because: fc.constantFrom(...reasons).map((reason) => (reason === undefined ? {} : { quick: reason })),
    }),
    { minLength: 1 },
  )
  fc.assert(
    fc.property(gone, (all) => {
      const fixes = fixesOf(all)
      const wrong = all.filter(({ because }) => Object.keys(because).length > 0)
      expect(fixes.reduce((sum, { wins }) => sum + wins.successes, 0)).toBe(wrong.length)
      expect(fixesOf(all.toReversed()).map(({ wrong, wins }) => [wrong, wins])).toEqual(
        fixes.map(({ wrong, wins }) => [wrong, wins]),
      )
    }),
    { numRuns: 100 },
  )
})
