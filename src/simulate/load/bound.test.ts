import { expect, test } from 'vitest'
import { promisedReplyMs } from './bound.ts'

test('the strictest promise of a pact is the bound, and no promise is none', () => {
  expect(
    promisedReplyMs(`
pact: salon
version: 1
conditions:
  - { id: a, reply: { withinMs: 9000 } }
  - { id: b, says: hello }
  - { id: c, reply: { withinMs: 4000, measure: p95 } }
  - { id: d, reply: {} }
`),
  ).toBe(4000)
  expect(promisedReplyMs('pact: salon\nversion: 1\nconditions: [{ id: b, says: hello }]')).toBe(undefined)
})
