import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changesBetween, readingsOf } from './changes.ts'
import type { Json } from './conversation.ts'

const records = fc.dictionary(fc.string({ maxLength: 4 }), fc.jsonValue({ maxDepth: 2 })) as fc.Arbitrary<
  Record<string, Json>
>

test('lists what was added, removed and changed, with the fields that differ', () => {
  const before = { 'orders/1': { status: 'open', to: { city: 'Porto', zip: '1' } }, 'orders/2': { status: 'open' } }
  const after = { 'orders/1': { status: 'open', to: { city: 'Braga', zip: '1' }, note: 'new' }, 'orders/3': 'plain' }

  expect(changesBetween(before, after)).toEqual([
    {
      kind: 'changed',
      key: 'orders/1',
      before: before['orders/1'],
      after: after['orders/1'],
      fields: [
        { path: ['note'], after: 'new' },
        { path: ['to', 'city'], before: 'Porto', after: 'Braga' },
      ],
    },
    { kind: 'removed', key: 'orders/2', before: { status: 'open' } },
    { kind: 'added', key: 'orders/3', after: 'plain' },
  ])
})

test('nothing changes between a reading and its copy, and what is added one way is removed the other', () => {
  fc.assert(
    fc.property(records, records, (one, other) => {
      expect(changesBetween(one, structuredClone(one))).toEqual([])

      const forth = changesBetween(one, other)
      const back = changesBetween(other, one)
      expect(back.map(({ key }) => key)).toEqual(forth.map(({ key }) => key))
      expect(back.filter(({ kind }) => kind === 'added').length).toBe(
        forth.filter(({ kind }) => kind === 'removed').length,
      )
    }),
  )
})

test('the first reading before and the last one after count', () => {
  const reading = (when: 'before' | 'after', n: number) =>
    ({ type: 'state', atMs: n, verifier: 'orders', when, records: { n } }) as const
  const events = [reading('before', 1), reading('before', 2), reading('after', 3), reading('after', 4)]

  expect([...readingsOf({ events })]).toEqual([['orders', { before: { n: 1 }, after: { n: 4 }, at: 3 }]])
})
