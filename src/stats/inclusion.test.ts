import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chancesWithin, placeOfUnit, riskFactor } from './inclusion.ts'

test('a larger chance takes all that a smaller one takes, and the share taken is the chance', () => {
  const places = Array.from({ length: 20_000 }, (_, index) => placeOfUnit('salt', 'default', `c${index}`))
  const taken = (chance: number) => places.filter((place) => place < chance).length / places.length
  expect(taken(0.05)).toBeCloseTo(0.05, 2)
  expect(taken(0.5)).toBeCloseTo(0.5, 2)
  expect(placeOfUnit('salt', 'default', 'c7')).toBe(placeOfUnit('salt', 'default', 'c7'))
  expect(placeOfUnit('salt', 'default', 'c7')).not.toBe(placeOfUnit('other', 'default', 'c7'))
  expect(placeOfUnit('salt', 'ab', 'c')).not.toBe(placeOfUnit('salt', 'a', 'bc'))
})

test('a small stratum is read more closely than a large one', () => {
  expect(chancesWithin(100, [10_000, 100]).map((chance) => +chance.toFixed(4))).toEqual([0.0091, 0.0909])
  expect(chancesWithin(100, [10_000, 4, 0]).map((chance) => +chance.toFixed(4))).toEqual([0.0098, 0.4902, 1])
  expect(chancesWithin(500, [100, 100])).toEqual([1, 1])
  expect(chancesWithin(0, [100])).toEqual([0])
})

test('what is expected to be taken is the budget, or everything', () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(sizes, fc.integer({ min: 0, max: 10_000 }), (counts, budget) => {
      const chances = chancesWithin(budget, counts)
      const taken = counts.reduce((sum, count, index) => sum + count * (chances[index] ?? 0), 0)
      const all = counts.reduce((sum, count) => sum + count, 0)
      expect(taken).toBeCloseTo(Math.min(budget, all), 4)
      for (const chance of chances) expect(chance).toBeLessThanOrEqual(1)
    }),
  )
})

test('seeking risk takes the budget, or everything that has any risk', () => {
  const risks = fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 50 })
  fc.assert(
    fc.property(risks, fc.integer({ min: 0, max: 60 }), (percents, budget) => {
      const own = percents.map((percent) => percent / 100)
      const factor = riskFactor(budget, own)
      const taken = own.reduce((sum, risk) => sum + Math.min(1, factor * risk), 0)
      expect(taken).toBeCloseTo(Math.min(budget, own.filter((risk) => risk > 0).length), 6)
    }),
  )
})
