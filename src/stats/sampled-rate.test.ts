import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type KeyedRandom, keyedRandom } from './random.ts'
import { rate } from './rate.ts'
import { type SampledCount, sampledRate, sampledTotal } from './sampled-rate.ts'

test('with everything taken it is the plain rate', () => {
  const all = sampledRate([{ inclusion: 1, successes: 90, n: 100 }])
  const plain = rate(90, 100)
  expect(all).toEqual({
    rate: 0.9,
    low: expect.closeTo(plain.low, 12),
    high: expect.closeTo(plain.high, 12),
    method: 'wilson-sampled',
    confidence: 0.95,
    n: 100,
    standsFor: 100,
    effectiveN: expect.closeTo(100, 9),
  })
})

test('looking where it is bad does not make the whole look bad', () => {
  // 1,000 conversations: 100 that look bad and all are read, half of them kept; 900 of which one in ten is read, all kept.
  const counts = [
    { inclusion: 1, successes: 50, n: 100 },
    { inclusion: 0.1, successes: 90, n: 90 },
  ]
  const found = sampledRate(counts)
  expect(found?.rate).toBeCloseTo(0.95, 12)
  expect(found?.standsFor).toBeCloseTo(1000, 9)
  expect(found?.effectiveN).toBeCloseTo(1000 ** 2 / (100 + 90 * 100), 9)
})

test('nothing looked at is no rate', () => {
  expect(sampledRate([])).toBe(null)
  expect(sampledRate([{ inclusion: 0.5, successes: 0, n: 0 }])).toBe(null)
  expect(() => sampledRate([{ inclusion: 0, successes: 1, n: 1 }])).toThrow(
    'a chance of inclusion must be over 0 and up to 1, got 0',
  )
})

/** Units, each with the chance of being taken and whether it fails; those that look risky are taken more often. */
const populations = fc.array(
  fc.record({ percent: fc.integer({ min: 5, max: 100 }), fails: fc.integer({ min: 0, max: 100 }) }),
  { minLength: 20, maxLength: 120 },
)

test('over random populations and chances the mean of estimated totals is the total, within four standard errors', () => {
  fc.assert(
    fc.property(populations, fc.integer({ min: 0, max: 1e6 }), (units, seed) => {
      const draws = 400
      const world = keyedRandom(seed, 'world')
      const population = units.map(({ percent, fails }) => ({
        inclusion: percent / 100,
        successes: world.chance(fails / 100) ? 0 : 1,
        n: 1,
      }))
      const truth = population.reduce((sum, { successes }) => sum + successes, 0)
      const random = keyedRandom(seed, 'draws')
      const samples = Array.from({ length: draws }, () =>
        population.filter(({ inclusion }) => random.chance(inclusion)),
      )
      const totals = samples.map(sampledTotal)
      const variance = population.reduce((sum, { inclusion, successes }) => sum + successes * (1 / inclusion - 1), 0)
      expect(Math.abs(mean(totals) - truth)).toBeLessThanOrEqual(4 * Math.sqrt(variance / draws) + 1e-9)

      const sizes = samples.map((sample) => sampledRate(sample)?.standsFor ?? 0)
      const ofSizes = population.reduce((sum, { inclusion }) => sum + (1 / inclusion - 1), 0)
      expect(Math.abs(mean(sizes) - population.length)).toBeLessThanOrEqual(4 * Math.sqrt(ofSizes / draws) + 1e-9)
    }),
    // Eighty checks at four standard errors: fixed populations, so that the one in two hundred cannot come by chance.
    { numRuns: 40, seed: 7 },
  )
})

/** Counts from 600 conversations, one in ten of which looks risky and is read four times as often. */
function readSome(random: KeyedRandom, failing: number): readonly SampledCount[] {
  const units = Array.from({ length: 600 }, () => {
    const isRisky = random.chance(0.1)
    const fails = random.chance(isRisky ? failing : 0.04)
    const inclusion = isRisky ? 0.8 : 0.2
    return { inclusion, fails, taken: random.chance(inclusion) }
  })
  return [0.8, 0.2].map((inclusion) => {
    const taken = units.filter((unit) => unit.taken && unit.inclusion === inclusion)
    return { inclusion, successes: taken.filter(({ fails }) => !fails).length, n: taken.length }
  })
}

test('95 % intervals on the effective size hold the true rate at least 94 times in 100, however chances and failures go together', () => {
  const rounds = 2000
  const shares = [0.05, 0.5].map((failing) => {
    const random = keyedRandom(11, 'coverage', String(failing))
    const truth = 0.1 * (1 - failing) + 0.9 * 0.96
    const found = Array.from({ length: rounds }, () => sampledRate(readSome(random, failing)))
    return found.filter((each) => each !== null && each.low <= truth && truth <= each.high).length / rounds
  })
  expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.94)
})

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
