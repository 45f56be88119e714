import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ArrivalOptions, arrivals } from './arrivals.ts'

function first(n: number, options: Partial<ArrivalOptions> = {}): number[] {
  const schedule = arrivals({ kind: 'poisson', everyMs: 100, seed: 1, of: 50, ...options })
  return Array.from({ length: n }, () => schedule.next().value)
}

test('customers who come evenly come one every so often', () => {
  expect(first(4, { kind: 'even' })).toEqual([100, 200, 300, 400])
})

test('the same seed and level have the same moments, another seed or level has others', () => {
  expect(first(20)).toEqual(first(20))
  expect(first(20, { seed: 2 })).not.toEqual(first(20))
  expect(first(20, { of: 100 })).not.toEqual(first(20))
})

test('moments never decrease, whatever seed and pace', () => {
  fc.assert(
    fc.property(fc.integer(), fc.double({ min: 0.001, max: 1e6, noNaN: true }), (seed, everyMs) => {
      const moments = first(50, { seed, everyMs })
      expect(moments).toEqual([...moments].sort((a, b) => a - b))
      expect(moments.every((ms) => ms >= 0 && ms < Number.POSITIVE_INFINITY)).toBe(true)
    }),
  )
})

test('gaps between customers who know nothing of each other vary as chance has it: as much as their mean', () => {
  const moments = [0, ...first(20_000)]
  const gaps = moments.slice(1).map((ms, index) => ms - (moments[index] ?? 0))
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
  const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length)
  expect(Math.abs(mean - 100)).toBeLessThan(3)
  expect(Math.abs(deviation / mean - 1)).toBeLessThan(0.05)
})

test('a pace that is none is refused', () => {
  expect(() => first(1, { everyMs: 0 })).toThrow('everyMs must be a finite number above 0, got 0')
  expect(() => first(1, { everyMs: Number.NaN })).toThrow(RangeError)
})
