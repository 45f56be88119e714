import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keyedRandom } from './random.ts'
import { coverageAfter, moreToCover, unseen } from './unseen.ts'

const counts = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 50 })

test('what was seen once tells how much has not been seen', () => {
  expect(unseen([5, 3, 2, 1, 1])).toEqual({
    mass: 2 / 12,
    low: 0,
    high: expect.closeTo(0.47942, 5),
    n: 12,
    kinds: 5,
    kindsAtLeast: 5.5,
  })
  expect(unseen([100, 200])).toMatchObject({ mass: 0, low: 0, high: expect.closeTo(0.00994, 5), kindsAtLeast: 2 })
  expect(() => unseen([])).toThrow('nothing was seen')
  expect(() => unseen([1.5])).toThrow('counts must be whole numbers from 1, got 1.5')
})

test('more conversations cover more, and the number needed is the smallest that reaches the share', () => {
  fc.assert(
    fc.property(counts, fc.double({ min: 0.5, max: 0.99, noNaN: true }), (seen, share) => {
      const { mass, low, high } = unseen(seen)
      expect(low <= mass && mass <= high).toBe(true)
      expect(coverageAfter(seen, 10)).toBeGreaterThanOrEqual(coverageAfter(seen, 1))
      const more = moreToCover(seen, share)
      if (more === null || more === 0) return
      expect(coverageAfter(seen, more)).toBeGreaterThanOrEqual(share - 1e-9)
      if (more > 1) expect(coverageAfter(seen, more - 1)).toBeLessThan(share + 1e-9)
    }),
  )
})

test('the interval holds the true unseen mass in about nineteen of twenty samples', () => {
  const weights = Array.from({ length: 200 }, (_, kind) => 1 / (kind + 1))
  const sum = weights.reduce((a, b) => a + b, 0)
  let held = 0
  const tries = 200
  for (let seed = 0; seed < tries; seed += 1) {
    const random = keyedRandom(seed, 'kinds')
    const seen = new Map<number, number>()
    for (let drawn = 0; drawn < 400; drawn += 1) {
      let left = random.float() * sum
      let kind = 0
      while (left > (weights[kind] ?? 0)) left -= weights[kind++] ?? 0
      seen.set(kind, (seen.get(kind) ?? 0) + 1)
    }
    const truth = weights.reduce((mass, weight, kind) => mass + (seen.has(kind) ? 0 : weight / sum), 0)
    const { low, high } = unseen([...seen.values()])
    if (low <= truth && truth <= high) held += 1
  }
  expect(held / tries).toBeGreaterThan(0.9)
})
