import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differenceOfRates } from './difference.ts'
import { rate } from './rate.ts'

test('agrees with the published intervals of Newcombe’s method 10', () => {
  const shown = ([a, m, b, n]: readonly [number, number, number, number]) => {
    const { low, high } = differenceOfRates(rate(a, m), rate(b, n))
    return [low.toFixed(4), high.toFixed(4)]
  }

  expect(shown([56, 70, 48, 80])).toEqual(['0.0524', '0.3339'])
  expect(shown([9, 10, 3, 10])).toEqual(['0.1705', '0.8090'])
  expect(shown([10, 10, 0, 20])).toEqual(['0.6791', '1.0000'])
})

test('the other way round it is the same difference with the other sign', () => {
  const counts = fc.integer({ min: 1, max: 40 }).chain((n) => fc.tuple(fc.nat(n), fc.constant(n)))
  fc.assert(
    fc.property(counts, counts, ([a, m], [b, n]) => {
      const one = differenceOfRates(rate(a, m), rate(b, n))
      const other = differenceOfRates(rate(b, n), rate(a, m))
      expect(other.difference).toBeCloseTo(-one.difference, 12)
      expect(other.low).toBeCloseTo(-one.high, 12)
      expect(one.low).toBeLessThanOrEqual(one.difference + 1e-12)
    }),
  )
})
