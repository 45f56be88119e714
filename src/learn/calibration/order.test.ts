import { expect, test } from 'vitest'
import { orderBias, type ShownBothWays } from './order.ts'

const times = (n: number, pair: ShownBothWays) => Array.from({ length: n }, () => pair)

test('a judge that picks the first place whatever stands there is told from one that picks the better answer', () => {
  const steady = orderBias([...times(40, { ab: 'a', ba: 'a' }), ...times(35, { ab: 'b', ba: 'b' })])
  expect(steady).toMatchObject({ n: 75, unusable: 0, flips: { rate: 0, n: 75 }, first: 0, second: 0, p: 1 })
  const leaning = orderBias([...times(40, { ab: 'a', ba: 'a' }), ...times(12, { ab: 'a', ba: 'b' })])
  expect(leaning).toMatchObject({
    n: 52,
    flips: { successes: 12, n: 52 },
    first: 12,
    second: 0,
    p: expect.closeTo(2 * 0.5 ** 12, 12),
  })
})

test('a judge that guesses turns often and leans nowhere, and what it did not say counts for nothing', () => {
  const guessing = orderBias([...times(5, { ab: 'a', ba: 'b' }), ...times(5, { ab: 'b', ba: 'a' }), { ab: 'a' }, {}])
  expect(guessing).toMatchObject({ n: 10, unusable: 2, first: 5, second: 5, p: 1 })
  expect(orderBias([])).toEqual({ n: 0, unusable: 0, first: 0, second: 0, p: 1 })
})
