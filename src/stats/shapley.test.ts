import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shapley } from './shapley.ts'

test('contributions add up, and what makes no difference contributes nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 16, maxLength: 16 }), (worths) => {
      // The fourth thing makes no difference.
      const worth = (set: number) => worths[set & 7] ?? 0
      const parts = shapley(4, worth)
      expect(Math.abs(parts.reduce((sum, each) => sum + each, 0) - (worth(15) - worth(0)))).toBeLessThan(1e-12)
      expect(parts[3]).toBe(0)
    }),
  )
})

test('what two do only together is shared, what one does alone is its own', () => {
  // Left and right gloves, and a hat that is worth 5 by itself.
  const parts = shapley(3, (set) => ((set & 3) === 3 ? 10 : 0) + ((set & 4) === 4 ? 5 : 0))
  expect(parts).toEqual([5, 5, expect.closeTo(5, 12)])
  expect(shapley(0, () => 1)).toEqual([])
  expect(() => shapley(13, () => 0)).toThrow('from 0 to 12 things, got 13')
})
