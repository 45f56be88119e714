import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answers } from './answers.ts'
import { checkOf, type Step, said, written } from './conversation.sample.ts'
import { grounded } from './grounded.ts'
import { workedOut } from './sums.ts'

const files = {
  'prices.yaml': 'cleaning: { price: $120, takes: 45 minutes }\nwhitening: { price: 300 }\n',
  'hours.md': '# Hours\nMonday to Friday 9:00 to 17:30\n',
}

function outcome(options: unknown, ...steps: readonly Step[]): string {
  return said(checkOf(grounded, options, [], files).check(written(...steps)))
}

test('prices, durations and hours out of the knowledge hold, others name the nearest fact', () => {
  const rule = { facts: ['prices.yaml', 'hours.md'], kinds: ['money', 'duration', 'hours'] }

  expect(checkOf(grounded, rule, [], files).explain()).toBe(
    "states only money, duration and hours found in prices.yaml, hours.md, tools' answers and the customer's words",
  )
  expect(
    outcome(rule, ['agent', 'A cleaning is $120 and takes 45 minutes; whitening is $300. We close at 5:30 pm.']),
  ).toBe('held')
  expect(outcome(rule, ['agent', 'A cleaning is $125.'])).toBe(
    'violated at 0: said $125, which nothing gives (nearest: $120 in "cleaning.price")',
  )
  expect(outcome(rule, ['agent', 'Hello!'])).toBe('not-applicable')
})

test('what a tool answered or the customer said before is a source too, unless the pact says otherwise', () => {
  const steps = [
    ['customer', 'Is $80 enough?'],
    ['ok', 'quote', {}, { price: 95.5 }],
    ['agent', 'You have $80, it is $95.50.'],
  ] as const

  expect(outcome({ kinds: ['money'] }, ...steps)).toBe('held')
  expect(outcome({ kinds: ['money'], sources: ['tools'] }, ...steps)).toBe(
    'violated at 3: said $80, which nothing gives',
  )
  expect(outcome({ kinds: ['money'] }, ['agent', 'It is $95.50.'], ['ok', 'quote', {}, { price: 95.5 }])).toBe(
    'violated at 0: said $95.50, which nothing gives',
  )
})

test('sums, differences and multiples of known amounts are grounded while arithmetic is allowed', () => {
  const steps = [
    ['ok', 'quote', {}, [120, 300, 45]],
    ['agent', 'Together $465, the difference is $180, two are $240.'],
  ] as const

  expect(outcome({ kinds: ['money'] }, ...steps)).toBe('held')
  expect(outcome({ kinds: ['money'], arithmetic: 'refused' }, ...steps)).toBe(
    'violated at 2: said $465, which nothing gives; said $180, which nothing gives; said $240, which nothing gives',
  )
})

test('any sum of up to five quoted amounts can be worked out', () => {
  // From five cents on: amounts a cent apart count as one, since rounding makes such differences.
  const amounts = fc.array(
    fc.integer({ min: 5, max: 100_000 }).map((cents) => cents / 100),
    { minLength: 2, maxLength: 5 },
  )
  fc.assert(
    fc.property(amounts, (parts) => {
      const total = Math.round(parts.reduce((sum, part) => sum + part, 0) * 100) / 100
      expect(workedOut(total, parts, [])).toBe(true)
    }),
  )
  expect(workedOut(7, [2, 3, 50], [])).toBe(false)
})

test('facts that do not parse are told with their file', () => {
  expect(() => checkOf(grounded, { facts: 'x.json' }, [], { 'x.json': '{"a": [' })).toThrow(
    /^The facts in x\.json cannot be read: /,
  )
})

test('a customer who asks how much or how many is told an amount or a number', () => {
  const judge = (options: unknown, ...steps: readonly Step[]): string =>
    said(checkOf(answers, options).check(written(...steps)))
  const much = { asked: '/how much/i', with: 'money' }

  expect(judge(much, ['customer', 'How much is it?'], ['agent', 'It is 40 euros.'])).toBe('held')
  expect(judge(much, ['agent', 'It is 40 euros.'], ['customer', 'How much?'], ['agent', 'As I said.'])).toBe(
    'violated at 1: the customer asked and was given no money afterwards',
  )
  expect(judge({ ...much, orRefuses: true }, ['customer', 'How much?'], ['agent', "I'm unable to say."])).toBe('held')
  const many = { asked: 'how many', with: 'count' }
  expect(judge(many, ['customer', 'How many are there?'], ['agent', 'There are 12 shirts.'])).toBe('held')
  expect(
    judge(many, ['customer', 'How many are there?'], ['agent', 'Here is one at $12.00']).startsWith('violated'),
  ).toBe(true)
  expect(judge(many, ['agent', 'Hello'])).toBe('not-applicable')
})
