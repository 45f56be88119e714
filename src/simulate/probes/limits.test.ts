import { expect, test } from 'vitest'
import { conditionConformance } from '../../pact/conditions/condition.conformance.ts'
import { knownOf } from './known.ts'
import { limits } from './limits.ts'
import { practice, talk } from './probe.sample.ts'

conditionConformance(limits)

const known = knownOf(practice, 1)
const check = limits.create({ characters: 10, messages: 2 }, { id: 'x', agent: practice.agent, read: () => '' })

test('long messages and many in a row are violations, with where they are', () => {
  expect(check.explain()).toBe('writes at most 10 characters a message; sends at most 2 messages a turn')
  expect(check.check(talk(['customer: a', 'agent: 1', 'agent: 2', 'customer: b', 'agent: 3'], known))).toEqual({
    outcome: 'held',
  })
  expect(check.check(talk(['customer: a', 'agent: 1', 'agent: 2', 'agent: 12345678901'], known))).toEqual({
    outcome: 'violated',
    because: 'wrote 11 characters in one message; sent 3 messages in one turn',
    at: [4],
  })
  expect(check.check(talk(['customer: a'], known))).toEqual({ outcome: 'not-applicable' })
})
