import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../../conversation/index.ts'
import { alike } from './alike.ts'

test('the same value written in two ways is the same', () => {
  const pairs: [Json, Json][] = [
    ['$1,234.50', 1234.5],
    ['120', 120],
    ['March 3, 2026', '2026-03-03'],
    ['2:30 pm', '14:30'],
    ['  New  York ', 'new york'],
    [
      ['b', 'a'],
      ['A', 'B'],
    ],
    [{ city: 'Porto', zip: '1' }, { city: 'porto' }],
    [0.1 + 0.2, 0.3],
  ]
  expect(pairs.filter(([found, expected]) => !alike(found, expected))).toEqual([])
})

test('what differs in value, in identity or in number differs', () => {
  const pairs: [Json | undefined, Json][] = [
    ['credit_card_12', 'credit_card_13'],
    ['#W100', '#W101'],
    [['a'], ['a', 'a']],
    [true, 'true'],
    [undefined, 'x'],
    ['x', null],
    [{ city: 'Porto' }, { city: 'Porto', zip: '1' }],
    ['14:30', '15:30'],
  ]
  expect(pairs.filter(([found, expected]) => alike(found, expected))).toEqual([])
  expect(alike(undefined, null)).toBe(true)
})

test('any value is like itself', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      expect(alike(value as Json, structuredClone(value) as Json)).toBe(true)
    }),
  )
})
