import { expect, test } from 'vitest'
import { nextOffset, type PastGap, usualOffset } from './offset.ts'
import { keyedRandom } from './random.ts'

const release = (test: number, production: number): PastGap => ({
  test: { successes: test, n: 1000 },
  production: { successes: production, n: 1000 },
})
const twice = release(900, 818)

test('without a release the assumption stands; each release makes less of it', () => {
  expect(nextOffset([])).toMatchObject(usualOffset)
  const [one, three, twelve] = [1, 3, 12].map((n) => nextOffset(Array.from({ length: n }, () => release(900, 900))))
  expect([one?.mean, three?.mean, twelve?.mean].map((mean) => mean?.toFixed(2))).toEqual(['0.11', '0.02', '0.00'])
  expect((one?.sd ?? 0) > (three?.sd ?? 0) && (three?.sd ?? 0) > (twelve?.sd ?? 0)).toBe(true)
})

test('releases that scatter make the next one uncertain, releases that agree do not', () => {
  const agreeing = nextOffset(Array.from({ length: 8 }, () => twice))
  const scattering = nextOffset([twice, release(900, 950), twice, release(900, 600), twice, release(900, 930)])
  expect(agreeing.sd).toBeLessThan(0.25)
  expect(scattering.sd).toBeGreaterThan(0.8)
})

test('draws have the mean and the spread that are told', () => {
  const { mean, sd, draw } = nextOffset([twice, release(900, 700), release(950, 930)])
  const random = keyedRandom(1, 'draws')
  const draws = Array.from({ length: 4000 }, () => draw(random))
  const middle = draws.reduce((sum, each) => sum + each, 0) / draws.length
  expect(middle).toBeCloseTo(mean, 1)
  expect(Math.sqrt(draws.reduce((sum, each) => sum + (each - middle) ** 2, 0) / draws.length)).toBeCloseTo(sd, 1)
})
