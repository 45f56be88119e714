import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differenceOf, type KnowledgeDifference } from './changes.ts'
import { edited, harborEdits, harborKnowledge, heldOutEdits } from './harbor.sample.ts'
import type { KnowledgeFile } from './passage.ts'

const linesOf = ({ changes }: KnowledgeDifference) =>
  changes.map(({ what, key, before, after }) => `${what} ${key}: ${before?.said ?? '-'} -> ${after?.said ?? '-'}`)

const markdown = (text: string): readonly KnowledgeFile[] => [{ path: 'kb.md', text }]
const yaml = (text: string): readonly KnowledgeFile[] => [{ path: 'kb.yaml', text }]

test('every edit of the example is told as the facts that changed', () => {
  const told = [...harborEdits, ...heldOutEdits].flatMap((edit) => [
    `# ${edit.edit}`,
    ...linesOf(differenceOf(harborKnowledge, edited(edit))),
  ])
  expect(told.join('\n')).toMatchInlineSnapshot(`
    "# the price of a cleaning
    changed prices.yaml > prices > cleaning > price > money: $120 -> $130
    # when Saturday begins
    changed hours.yaml > hours > saturday > open > time: 09:00 -> 10:00
    # no whitening any more
    removed prices.yaml > prices > whitening > passage: name: whitening, price: $310 -> -
    removed services.yaml > services > whitening > passage: id: whitening, name: whitening, takes: 60 minutes, synonyms: whiten, bleaching -> -
    # veneers are new
    added prices.yaml > prices > veneer > passage: - -> name: veneer, price: $780, note: per tooth
    added services.yaml > services > veneer > passage: - -> id: veneer, name: veneer, takes: 75 minutes, synonyms: 
    # free cancellation until two days before
    changed policies.md > Policies > cancellation > duration: 24 hours -> 48 hours
    # the emergency number
    changed policies.md > Policies > emergencies > number: 911 -> 112
    # the address
    changed policies.md > Policies > address > address: 27 Quay Street -> 4 Mill Lane
    # another insurance
    added policies.md > Policies > insurance > name: - -> Tidewater Dental
    removed policies.md > Policies > insurance > name 2: Coastline Health -> -
    # how long a root canal takes
    changed services.yaml > services > root-canal > takes > duration: 90 minutes -> 100 minutes
    # parking in other words
    reworded policies.md > Policies > parking > passage: There is free parking behind the building, and bus 14 stops in front of it. -> Parking is free behind the building, and bus 14 stops right in front.
    # from which age children are seen
    changed policies.md > Policies > children > duration: 3 years -> 5 years
    # discounts for students
    added policies.md > Policies > discounts > percent: - -> 10 %
    changed policies.md > Policies > discounts > rule: no -> yes
    # from when instalments are possible
    changed policies.md > Policies > payment > money: $500 -> $900
    # how soon complaints are answered
    changed policies.md > Policies > complaints > duration: 2 business days -> 5 business days
    # the late cancellation fee, at one of its two places
    changed prices.yaml > fees > late-cancellation > price > money: $40 -> $55
    # when Friday ends
    changed hours.yaml > hours > friday > close > time: 16:00 -> 15:00
    # open on Sunday
    added hours.yaml > hours > sunday > passage: - -> open: 10:00, close: 12:00
    # no consultation any more
    removed prices.yaml > prices > consultation > passage: name: consultation, price: $50 -> -
    removed services.yaml > services > consultation > passage: id: consultation, name: consultation, takes: 30 minutes, synonyms: second opinion -> -
    # the price of a crown
    changed prices.yaml > prices > crown > price > money: $950 -> $990
    # how early new patients come
    changed policies.md > Policies > new-patients > duration: 10 minutes -> 20 minutes
    # how late one may be
    changed policies.md > Policies > late > duration: 15 minutes -> 10 minutes
    # how long a cleaning takes
    changed services.yaml > services > cleaning > takes > duration: 45 minutes -> 60 minutes
    # which cards are taken
    changed policies.md > Policies > payment > rule: yes -> no"
  `)
})

test('a passage that stands elsewhere now has moved, and nothing changed', () => {
  const before = markdown('# House\n## Parking\nThere is free parking.\n## Pets\nDogs are welcome.\n')
  const after = [
    { path: 'pets.md', text: '# Animals\n## Pets\nDogs are welcome.\n' },
    { path: 'kb.md', text: '# House\n## Parking\nThere is free parking.\n' },
  ]
  const { changes, moved } = differenceOf(before, after)
  expect([changes, moved.map(({ before: from, after: to }) => [from.place.file, to.place.file])]).toEqual([
    [],
    [['kb.md', 'pets.md']],
  ])
})

test('the same values in other words are a passage reworded, with no fact changed', () => {
  const before = markdown('## Late\nAfter 15 minutes we may have to give you a new time.\n')
  const after = markdown('## Late\nWe may have to find you a new time after 15 minutes.\n')
  expect(linesOf(differenceOf(before, after))).toEqual([
    'reworded kb.md > Late > passage: After 15 minutes we may have to give you a new time. -> We may have to find you a new time after 15 minutes.',
  ])
})

test('values that mean the same are no change: 1:00 pm and 13:00, $65 and $65.00', () => {
  const before = yaml('saturday: { close: "13:00" }\ncheck: { price: $65 }\n')
  const after = yaml('saturday: { close: "1:00 pm" }\ncheck: { price: $65.00 }\n')
  expect(linesOf(differenceOf(before, after)).filter((line) => !line.startsWith('reworded'))).toEqual([])
})

test('an item that is put into the middle of a list is one that was added', () => {
  const before = markdown('## Plans\n- Meadow pays everything.\n- Orchard pays half of it.\n')
  const after = markdown(
    '## Plans\n- Meadow pays everything.\n- Harvest pays nothing at all.\n- Orchard pays half of it.\n',
  )
  expect(linesOf(differenceOf(before, after))).toEqual([
    'added kb.md > Plans > passage: - -> Harvest pays nothing at all.',
  ])
})

test('files that do not parse are told with their place', () => {
  expect(() => differenceOf([], yaml('a: [1\nb: 2\n'))).toThrow(expect.objectContaining({ code: 'pact/broken-facts' }))
})

const words = fc.constantFrom('cleaning', 'crown', 'parking', 'on Monday', '$120', '45 minutes', 'free', 'not', '9 am')
const sentence = fc.array(words, { minLength: 1, maxLength: 6 }).map((parts) => `${parts.join(' ')}.`)
const section = fc
  .tuple(words, fc.array(sentence, { maxLength: 4 }))
  .map(([title, all]) => `## ${title}\n${all.join('\n\n')}`)
const record = fc.dictionary(fc.constantFrom('price', 'takes', 'name', 'open'), words, { maxKeys: 3 })
const file = fc.oneof(
  fc.array(section, { maxLength: 4 }).map((all) => ({ ending: 'md', text: all.join('\n') })),
  fc.dictionary(fc.constantFrom('a', 'b', 'c'), record).map((all) => ({ ending: 'json', text: JSON.stringify(all) })),
)
const knowledge = fc
  .array(file, { maxLength: 4 })
  .map((all) => all.map(({ ending, text }, index): KnowledgeFile => ({ path: `${index}.${ending}`, text })))

test('knowledge does not differ from itself', () => {
  fc.assert(
    fc.property(knowledge, (files) => {
      const { changes, moved } = differenceOf(files, files)
      expect([changes, moved]).toEqual([[], []])
    }),
  )
})

test('the order in which files are given changes nothing', () => {
  fc.assert(
    fc.property(knowledge, knowledge, (before, after) => {
      const turned = differenceOf([...before].reverse(), [...after].reverse())
      expect(turned).toEqual(differenceOf(before, after))
    }),
  )
})

test('every change has a key of its own, and knowledge that is all new is all added', () => {
  fc.assert(
    fc.property(knowledge, knowledge, (before, after) => {
      const { changes } = differenceOf(before, after)
      expect(new Set(changes.map(({ key }) => key)).size).toBe(changes.length)
      expect(differenceOf([], after).changes.every(({ what }) => what === 'added')).toBe(true)
      expect(differenceOf(before, []).changes.every(({ what }) => what === 'removed')).toBe(true)
    }),
  )
})
