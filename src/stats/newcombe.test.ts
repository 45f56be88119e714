import { expect, test } from 'vitest'
import { newcombe } from './newcombe.ts'

test('agrees with the published intervals of method 10', () => {
  const shown = ([a, m, b, n]: readonly [number, number, number, number]) => {
    const { low, high } = newcombe({ successes: a, n: m }, { successes: b, n })
    return [low.toFixed(4), high.toFixed(4)]
  }

  expect(shown([56, 70, 48, 80])).toEqual(['0.0524', '0.3339'])
  expect(shown([9, 10, 3, 10])).toEqual(['0.1705', '0.8090'])
  expect(shown([10, 10, 0, 20])).toEqual(['0.6791', '1.0000'])
})

test('refuses a rate of nothing', () => {
  expect(() => newcombe({ successes: 0, n: 0 }, { successes: 1, n: 2 })).toThrow(RangeError)
})
