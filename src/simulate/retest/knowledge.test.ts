import fc from 'fast-check'
import { expect, test } from 'vitest'
import { passagesOf } from './knowledge.ts'

const read = (path: string, text: string) =>
  passagesOf([{ path, text }]).map(({ place, path: under, names, text: words, facts }) => [
    `${place.line} ${under.join(' > ')} [${names.join(', ')}] ${words}`,
    ...facts.map(({ kind, said, field }) => `${field === undefined ? '' : `${field}: `}${kind} ${said}`),
  ])

test('Markdown: sentences, list items and rows, each with its headings and its line', () => {
  const text = `# Policies

Said by everybody.

## cancellation
Free of charge up to 24 hours before. After that
there is a $40 fee.

## plans
1. Meadow Mutual pays all.
- Nothing else is accepted.

| visit | price |
|---|---|
| check | $65 |

## address
We are at 27 Quay Street. Call +1 555 010 0199.
`
  expect(read('policies.md', text)).toMatchInlineSnapshot(`
    [
      [
        "3 Policies [] Said by everybody.",
      ],
      [
        "6 Policies > cancellation [cancellation] Free of charge up to 24 hours before.",
        "duration 24 hours",
        "rule yes",
      ],
      [
        "6 Policies > cancellation [cancellation] After that there is a $40 fee.",
        "money $40",
      ],
      [
        "10 Policies > plans [plans] Meadow Mutual pays all.",
        "name Meadow Mutual",
      ],
      [
        "11 Policies > plans [plans] Nothing else is accepted.",
        "rule no",
      ],
      [
        "13 Policies > plans [plans] visit , price",
      ],
      [
        "15 Policies > plans [plans] check , $65",
        "money $65",
      ],
      [
        "18 Policies > address [address] We are at 27 Quay Street.",
        "address 27 Quay Street",
      ],
      [
        "18 Policies > address [address] Call +1 555 010 0199.",
        "phone +1 555 010 0199",
      ],
    ]
  `)
})

test('YAML and JSON: every mapping is a record, called by its name or its key', () => {
  const text = `currency: USD
prices:
  checkup: { name: check-up, price: $65, insured: yes, note: per visit }
services:
  - { id: crown, name: crown, takes: 60 minutes, synonyms: [cap, jacket] }
hours:
  monday: { open: '08:30', close: '18:00' }
plans: [Meadow Mutual, Orchard]
`
  expect(read('kb.yaml', text)).toMatchInlineSnapshot(`
    [
      [
        "1  [] currency: USD, plans: Meadow Mutual, Orchard",
        "currency: name USD",
        "plans: name Meadow Mutual",
        "plans: name Orchard",
      ],
      [
        "3 prices > checkup [check-up, checkup] name: check-up, price: $65, insured: yes, note: per visit",
        "name: name check-up",
        "price: money $65",
        "insured: rule yes",
        "note: name per visit",
      ],
      [
        "5 services > crown [crown, cap, jacket] id: crown, name: crown, takes: 60 minutes, synonyms: cap, jacket",
        "id: name crown",
        "name: name crown",
        "takes: duration 60 minutes",
        "synonyms: name cap",
        "synonyms: name jacket",
      ],
      [
        "7 hours > monday [monday] open: 08:30, close: 18:00",
        "open: time 08:30",
        "close: time 18:00",
      ],
    ]
  `)
  expect(read('kb.json', '{"prices":{"cut":"$20"}}')).toEqual([['1 prices [] cut: $20', 'cut: money $20']])
})

test('every text is read: no passage is empty, and none says what is not there', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'Bo', '7', ' ', '\n', '.', '#', '-', '|', '$5', '. ') }),
      (text) => {
        const passages = passagesOf([{ path: 'x.txt', text }])
        for (const passage of passages) expect(passage.text.trim()).not.toBe('')
        const letters = (some: string) => some.replace(/[^a-zA-Z0-9$]/g, '')
        for (const passage of passages) expect(letters(text)).toContain(letters(passage.text))
      },
    ),
  )
})
