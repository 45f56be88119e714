import { expect, test } from 'vitest'
import { parseScenarios } from '../scenario-file.ts'
import { differenceOf } from './changes.ts'
import {
  edited,
  harborEdits,
  harborKnowledge,
  harborScenarios,
  heldOutEdits,
  type KnowledgeEdit,
} from './harbor.sample.ts'
import { chosenFor } from './selection.ts'

/** One line per edit: `2 of 2 needed, 5 chosen of 67`, and what was missed. */
function table(edits: readonly KnowledgeEdit[]): readonly string[] {
  const sums = { needed: 0, found: 0, chosen: 0 }
  const rows = edits.map((edit) => {
    const chosen = chosenFor(differenceOf(harborKnowledge, edited(edit)), harborScenarios).map(
      ({ scenario }) => scenario.id,
    )
    const found = edit.needed.filter((id) => chosen.includes(id))
    const missed = edit.needed.filter((id) => !chosen.includes(id))
    sums.needed += edit.needed.length
    sums.found += found.length
    sums.chosen += chosen.length
    const more = missed.length === 0 ? '' : `, missed ${missed.join(', ')}`
    return `${edit.edit}: ${found.length} of ${edit.needed.length} needed, ${chosen.length} chosen${more}`
  })
  return [...rows, `all: ${sums.found} of ${sums.needed} needed, ${sums.found} of ${sums.chosen} chosen were needed`]
}

test('every scenario that an edit of the knowledge base concerns is chosen, and few others', () => {
  expect(harborScenarios).toHaveLength(67)
  expect(table(harborEdits)).toMatchInlineSnapshot(`
    [
      "the price of a cleaning: 2 of 2 needed, 5 chosen",
      "when Saturday begins: 2 of 2 needed, 2 chosen",
      "no whitening any more: 4 of 4 needed, 4 chosen",
      "veneers are new: 0 of 0 needed, 0 chosen",
      "free cancellation until two days before: 2 of 2 needed, 21 chosen",
      "the emergency number: 3 of 3 needed, 3 chosen",
      "the address: 1 of 1 needed, 1 chosen",
      "another insurance: 2 of 2 needed, 3 chosen",
      "how long a root canal takes: 2 of 2 needed, 2 chosen",
      "parking in other words: 2 of 2 needed, 2 chosen",
      "from which age children are seen: 1 of 1 needed, 2 chosen",
      "discounts for students: 2 of 2 needed, 2 chosen",
      "from when instalments are possible: 1 of 1 needed, 1 chosen",
      "how soon complaints are answered: 3 of 3 needed, 5 chosen",
      "the late cancellation fee, at one of its two places: 2 of 2 needed, 2 chosen",
      "all: 29 of 29 needed, 29 of 55 chosen were needed",
    ]
  `)
})

test('edits that the choice was not made with are found as well', () => {
  expect(table(heldOutEdits)).toMatchInlineSnapshot(`
    [
      "when Friday ends: 4 of 4 needed, 14 chosen",
      "open on Sunday: 2 of 2 needed, 2 chosen",
      "no consultation any more: 1 of 1 needed, 1 chosen",
      "the price of a crown: 1 of 1 needed, 1 chosen",
      "how early new patients come: 1 of 1 needed, 4 chosen",
      "how late one may be: 0 of 0 needed, 3 chosen",
      "how long a cleaning takes: 12 of 12 needed, 14 chosen",
      "which cards are taken: 0 of 0 needed, 1 chosen",
      "all: 21 of 21 needed, 21 of 40 chosen were needed",
    ]
  `)
})

test('the reasons say what a scenario has to do with the change', () => {
  const price = harborEdits[0] as KnowledgeEdit
  const chosen = chosenFor(differenceOf(harborKnowledge, edited(price)), harborScenarios)
  expect(chosen.map(({ scenario, because }) => [scenario.id, ...because.map(({ why }) => why)])).toMatchInlineSnapshot(`
    [
      [
        "cancel-late-fee",
        "speaks of cleaning and asks for money",
      ],
      [
        "complaint-charged-twice",
        "speaks of cleaning and asks for money",
      ],
      [
        "price-of-a-cleaning",
        "expects "$120"",
      ],
      [
        "two-prices",
        "expects "$120"",
      ],
      [
        "discount-again-and-again",
        "speaks of cleaning and asks for money",
      ],
    ]
  `)
})

test('a scenario whose conversation was told the old fact in an earlier run is chosen, whatever its words', () => {
  const difference = differenceOf(harborKnowledge, edited(harborEdits[0] as KnowledgeEdit))
  const told = [
    { scenario: 'complaint-long-wait', change: difference.changes[0]?.key ?? '', run: '20260302-091500-3f2a' },
  ]
  const chosen = chosenFor(difference, harborScenarios, told)
  expect(chosen.find(({ scenario }) => scenario.id === 'complaint-long-wait')?.because.map(({ why }) => why)).toEqual([
    'was told so in run 20260302-091500-3f2a',
  ])
})

test('knowledge that did not change concerns no scenario', () => {
  expect(chosenFor(differenceOf(harborKnowledge, harborKnowledge), harborScenarios)).toEqual([])
})

const shop = parseScenarios(
  `defaults: { startsAt: 2026-03-02T09:00:00+00:00 }
scenarios:
  - id: tuesday-visit
    goal: { want: book a fitting, kind: book, needs: [date] }
    facts: { date: { value: 2026-03-03, say: [tomorrow] } }
  - id: saturday-visit
    goal: { want: book a fitting, kind: book, needs: [date] }
    facts: { date: { value: 2026-03-07, say: [saturday] } }
  - id: when-open
    goal: { want: know when you are open, kind: ask, wants: [{ ask: when are you open }] }
  - id: what-there-is
    goal: { want: know your services, kind: ask, wants: [{ ask: which services do you have }] }
  - id: what-it-costs
    goal: { want: know your prices, kind: ask, wants: [{ ask: what are your prices }] }
  - id: complains
    goal: { want: complain about a scratch, kind: complain }
`,
  'scenarios/shop.yaml',
)

function chosenIds(path: string, before: string, after: string): readonly string[] {
  return chosenFor(differenceOf([{ path, text: before }], [{ path, text: after }]), shop).map(
    ({ scenario }) => scenario.id,
  )
}

test('opening hours concern what is placed on their days, however the days are written', () => {
  const weekdays = ['tuesday-visit', 'when-open']
  expect(
    chosenIds(
      'kb.yaml',
      "hours: { mon-fri: '9:00-17:00', sat: '9-12' }",
      "hours: { mon-fri: '9:00-18:00', sat: '9-12' }",
    ),
  ).toEqual(expect.arrayContaining(weekdays))
  expect(
    chosenIds(
      'kb.md',
      '## Opening hours\nMonday to Friday 9:00 to 17:00.',
      '## Opening hours\nMonday to Friday 9:00 to 18:00.',
    ),
  ).toEqual(weekdays)
  expect(chosenIds('kb.md', '## Visits\nWe are open 9:00 to 17:00.', '## Visits\nWe are open 9:00 to 16:00.')).toEqual([
    'tuesday-visit',
    'saturday-visit',
    'when-open',
  ])
})

test('questions that name nothing concern every fact of their kind', () => {
  const services = (more: string) =>
    `services:\n  - { name: fitting, price: $20 }\n  - { name: repair, price: $30 }\n${more}`
  expect(chosenIds('kb.yaml', services(''), services('  - { name: engraving, price: $15 }\n'))).toContain(
    'what-there-is',
  )
  expect(chosenIds('kb.yaml', services(''), services('').replace('$30', '$35'))).toEqual(['what-it-costs'])
})
