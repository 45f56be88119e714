import { expect, test } from 'vitest'
import { betaDraw, gammaDraw } from './beta-draw.ts'
import { bootstrapMean } from './bootstrap.ts'
import { keyedRandom } from './random.ts'

test('a bootstrap interval is the same for the same seed and near the normal one for plain data', () => {
  const values = Array.from({ length: 200 }, (_, at) => (at % 10 === 0 ? 0 : 1))
  const interval = bootstrapMean(values, { seed: 1 })
  expect(bootstrapMean(values, { seed: 1 })).toEqual(interval)
  expect(Math.abs(interval.low - (0.9 - 1.96 * Math.sqrt(0.09 / 200)))).toBeLessThan(0.01)
  expect(Math.abs(interval.high - (0.9 + 1.96 * Math.sqrt(0.09 / 200)))).toBeLessThan(0.01)
  expect(() => bootstrapMean([], { seed: 1 })).toThrow('a bootstrap needs at least one value')
})

test.each([
  [0.5, 60.5],
  [2.5, 7.5],
  [97.5, 3.5],
])('draws from Beta(%d, %d) have its mean and variance', (a, b) => {
  const random = keyedRandom(8, 'beta', a, b)
  const draws = Array.from({ length: 20_000 }, () => betaDraw(random, a, b))
  const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length
  const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length
  const expected = (a * b) / ((a + b) ** 2 * (a + b + 1))
  expect(Math.abs(mean - a / (a + b))).toBeLessThan(4 * Math.sqrt(expected / draws.length))
  expect(Math.abs(variance / expected - 1)).toBeLessThan(0.08)
})

test('draws from the gamma distribution have mean and variance equal to the shape', () => {
  const random = keyedRandom(8, 'gamma')
  const draws = Array.from({ length: 20_000 }, () => gammaDraw(random, 0.4))
  const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length
  expect(Math.abs(mean - 0.4)).toBeLessThan(0.02)
})
