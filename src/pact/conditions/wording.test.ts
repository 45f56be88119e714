import { expect, test } from 'vitest'
import { checkOf } from './kind.sample.ts'
import { neverSays } from './never-says.ts'
import { said } from './said.sample.ts'
import { says } from './says.ts'

test('never-says points at every message that said it, whatever the apostrophe or case', () => {
  const check = checkOf(neverSays, ['/guarantee(d|s)?/i', "you'll never regret it"])
  const told = said('customer: is it safe?', 'agent: GUARANTEED.', 'customer: sure?', 'agent: You’ll never regret it!')
  expect(check.check(told)).toEqual({
    outcome: 'violated',
    because: 'the agent said "GUARANTEED."',
    at: [1, 3],
  })
  expect(check.check(said('customer: do you guarantee it?', 'agent: We do our best.'))).toEqual({ outcome: 'held' })
  expect(check.check(said('customer: hello?'))).toEqual({ outcome: 'not-applicable' })
})

test('never-says after the customer said something counts only from there on', () => {
  const check = checkOf(neverSays, { patterns: 'discount', when: 'no marketing' })
  expect(check.check(said('agent: A discount?', 'customer: no marketing please', 'agent: Understood.'))).toEqual({
    outcome: 'held',
  })
  expect(check.check(said('customer: no marketing please', 'agent: A discount?')).outcome).toBe('violated')
  expect(check.check(said('customer: hi', 'agent: A discount?'))).toEqual({ outcome: 'not-applicable' })
})

test('a sentence that takes it back does not count, the next one does', () => {
  const check = checkOf(neverSays, { patterns: 'discount', unless: ["/n't/", '/[?]/'] })
  const answers = (text: string) => check.check(said('customer: cheaper?', `agent: ${text}`)).outcome
  expect(answers("I can't give a discount.")).toBe('held')
  expect(answers('A discount? It is $1.50 as it is.')).toBe('held')
  expect(answers("I can't give a discount. But a discount it is.")).toBe('violated')
  expect(answers("I can't help it: 1.5 % discount.")).toBe('held')
})

test('says wants the words once, in the turn that was promised', () => {
  const check = checkOf(says, { patterns: '/automated/i', where: 'first-turn' })
  expect(check.check(said('customer: hi', 'agent: Hello!', 'agent: I am an automated assistant.'))).toEqual({
    outcome: 'held',
    at: [2],
  })
  expect(
    check.check(said('customer: hi', 'agent: Hello!', 'customer: who is this?', 'agent: An automated one.')),
  ).toEqual({
    outcome: 'violated',
    because: 'the agent never said /automated/i, in the first turn',
    at: [0],
  })
})
