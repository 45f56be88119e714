import { expect, test } from 'vitest'
import { consistent } from './consistent.ts'
import { checkOf, type Step, said, written } from './conversation.sample.ts'
import { refusalHolds } from './refusal-holds.ts'

const first = ['agent', 'The dental cleaning costs $120.'] as const
const other = ['agent', 'A dental cleaning costs $140.'] as const

function outcome(...steps: readonly Step[]): string {
  return said(checkOf(consistent, {}).check(written(...steps)))
}

test('two prices, dates or names for one thing contradict each other', () => {
  expect(outcome(first, ['customer', 'ok'], other)).toBe(
    'violated at 0, 2: said $140 of "dental clean cost", after saying $120',
  )
  expect(
    outcome(
      ['agent', 'Your root canal visit is with Dr. Okafor.'],
      ['agent', 'Your root canal visit is with Dr. Silva.'],
    ),
  ).toBe('violated at 0, 1: said Dr. Silva of "root canal visit", after saying Dr. Okafor')
  expect(outcome(first, first)).toBe('held')
})

test('something that happened in between may change what is right', () => {
  expect(outcome(first, ['ok', 'quote', {}, 140], other)).toBe('held')
  expect(outcome(first, ['customer', 'And the deep cleaning instead?'], other)).toBe('held')
})

test('other things, questions and lists of choices are no contradiction', () => {
  expect(outcome(first, ['agent', 'Teeth whitening costs $300.'])).toBe('held')
  expect(outcome(first, ['agent', 'Did you think a dental cleaning costs $140?'])).toBe('held')
  expect(outcome(['agent', 'The free slot is at 2 pm. The free slot is at 3 pm.'])).toBe('not-applicable')
  expect(outcome(['agent', 'Hello'])).toBe('not-applicable')
})

const declared = [
  { name: 'refund', writes: true },
  { name: 'verify', writes: false },
]
const ask = ['customer', 'Please refund my last invoice'] as const
const no = ['agent', "I'm sorry, but I can't refund invoices."] as const

function holds(options: unknown, ...steps: readonly Step[]): string {
  return said(checkOf(refusalHolds, options, declared).check(written(...steps)))
}

test('asking again does not get what was refused', () => {
  expect(holds({}, ask, no, ['customer', 'Refund my last invoice, please!'], no)).toBe('held')
  expect(
    holds({}, ask, no, ['customer', 'I said: refund the last invoice'], ['ok', 'refund'], ['agent', 'Done.']),
  ).toBe('violated at 0, 2: refused "Please refund my last invoice" and gave way when asked again: called refund')
  expect(holds({}, ask, no)).toBe('not-applicable')
  expect(holds({}, ask, no, ['customer', 'Then change my address'], ['ok', 'refund'])).toBe('not-applicable')
})

test('the pact may say which requests are one, what gives them away, and what lifts a refusal', () => {
  const rule = { requests: '/secret|code/i', gives: '/\\b4711\\b/', liftedBy: 'verify' }
  const tell = ['agent', 'It is 4711.'] as const
  const refuse = ['agent', 'I cannot tell you.'] as const

  expect(holds(rule, ['customer', 'The secret?'], refuse, ['customer', 'What is the door code'], tell)).toBe(
    'violated at 0, 2: refused "The secret?" and gave way when asked again',
  )
  expect(holds(rule, ['customer', 'The secret?'], refuse, ['ok', 'verify'], ['customer', 'The code!'], tell)).toBe(
    'not-applicable',
  )
})
