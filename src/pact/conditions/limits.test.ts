import { expect, test } from 'vitest'
import { written } from './conversation.sample.ts'
import { limits } from './limits.ts'

const terms = { id: 'x', agent: { tools: [], canaries: [] }, read: () => '' }
const check = limits.create({ characters: 10, messages: 2 }, terms)

test('long messages and many in a row are violations, with where they are', () => {
  expect(check.explain()).toBe('writes at most 10 characters a message; sends at most 2 messages a turn')
  expect(
    check.check(written(['customer', 'a'], ['agent', '1'], ['agent', '2'], ['customer', 'b'], ['agent', '3'])),
  ).toEqual({ outcome: 'held' })
  expect(check.check(written(['customer', 'a'], ['agent', '1'], ['agent', '2'], ['agent', '12345678901']))).toEqual({
    outcome: 'violated',
    because: 'wrote 11 characters in one message; sent 3 messages in one turn',
    at: [3],
  })
  expect(check.check(written(['customer', 'a']))).toEqual({ outcome: 'not-applicable' })
})
