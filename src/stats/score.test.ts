import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CriticalCount, composite, type DimensionRate, score } from './score.ts'

const dimensions: readonly DimensionRate[] = [
  { name: 'accuracy', weight: 3, rate: 0.97, n: 300 },
  { name: 'tone', weight: 1, rate: 0.9, n: 300 },
  { name: 'speed', weight: 1, rate: 0.99, n: 300 },
]
const kept: CriticalCount = { condition: 'never-leaks', violations: 0, n: 700, target: 0.99 }
const open: CriticalCount = { condition: 'booked-means-booked', violations: 0, n: 300, target: 0.995 }
const broken: CriticalCount = { condition: 'verifies-identity', violations: 6, n: 300, target: 0.995 }

test('a score with everything measured and every critical promise shown to be kept', () => {
  expect(score(dimensions, [kept], { seed: 1 })).toEqual({
    score: expect.closeTo(100 * Math.exp(0.6 * Math.log(0.97) + 0.2 * Math.log(0.9) + 0.2 * Math.log(0.99)), 10),
    state: 'pass',
    interval: { low: expect.closeTo(94.2, 0), high: expect.closeTo(97, 0) },
    weightBand: { low: expect.closeTo(95.4, 0), high: expect.closeTo(96.5, 0) },
    vetoProbability: expect.closeTo(0, 2),
    critical: [{ ...kept, low: 0, high: expect.closeTo(0.00427047302, 9), state: 'proven' }],
    unmeasured: [],
    confidence: 0.95,
  })
})

test('one critical condition shown to be broken fails and caps the score at 49, however good the rest', () => {
  const vetoed = score(dimensions, [kept, broken], { seed: 1 })
  expect(vetoed).toMatchObject({ score: 49, state: 'fail', interval: { low: 49, high: 49 } })
  expect(vetoed.critical.map(({ state }) => state)).toEqual(['proven', 'refuted'])
  expect(vetoed.vetoProbability).toBeGreaterThan(0.5)
  expect(score([{ name: 'tone', weight: 1, rate: 0.2, n: 90 }], [broken], { seed: 1 }).score).toBeCloseTo(20, 10)
})

test('three hundred clean trials do not prove a promise of 99.5 %: unproven', () => {
  expect(score(dimensions, [kept, open], { seed: 1 }).state).toBe('unproven')
  expect(score(dimensions, [{ ...open, n: 598 }], { seed: 1 }).state).toBe('pass')
  expect(score(dimensions, [{ ...open, n: 597 }], { seed: 1 }).state).toBe('unproven')
})

test('what was not measured is named and keeps the score unproven; with nothing measured there is no score', () => {
  const silent = { name: 'safety', weight: 3, rate: 0, n: 0 }
  expect(score([...dimensions, silent], [kept], { seed: 1 })).toMatchObject({
    score: score(dimensions, [kept], { seed: 1 }).score,
    state: 'unproven',
    unmeasured: ['safety'],
  })
  expect(score([silent], [{ ...kept, n: 0 }], { seed: 1 })).toMatchObject({
    score: null,
    interval: null,
    weightBand: null,
    state: 'unproven',
    vetoProbability: 0,
    critical: [{ low: 0, high: 1, state: 'undecided' }],
  })
})

test('the same seed gives the same bytes, and another seed nearly the same interval', () => {
  const one = score(dimensions, [open], { seed: 1 })
  const other = score(dimensions, [open], { seed: 2 })
  expect(JSON.stringify(score(dimensions, [open], { seed: 1 }))).toBe(JSON.stringify(one))
  expect(Math.abs((one.interval?.low ?? 0) - (other.interval?.low ?? 0))).toBeLessThan(0.4)
})

test('the chance of a veto is that of a repetition: a clean 60 of a 99.5 % promise is vetoed one time in eleven', () => {
  const { vetoProbability } = score(dimensions, [{ ...open, n: 60 }], { seed: 4, draws: 8000 })
  expect(vetoProbability).toBeCloseTo(0.09, 1)
})

const dimension = fc.record({
  weight: fc.integer({ min: 1, max: 10 }),
  rate: fc.double({ min: 0, max: 1, noNaN: true }),
})
const several = fc.array(dimension, { minLength: 1, maxLength: 6 })

test('raising any rate never lowers the score', () => {
  fc.assert(
    fc.property(several, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (dims, pick, better) => {
      const at = pick % dims.length
      const raised = dims.map((one, index) => (index === at ? { ...one, rate: Math.max(one.rate, better) } : one))
      expect(composite(raised)).toBeGreaterThanOrEqual(composite(dims) - 1e-9)
    }),
  )
})

test('when all rates are x the score is 100 x, whatever the weights', () => {
  fc.assert(
    fc.property(several, fc.double({ min: 0.01, max: 1, noNaN: true }), (dims, x) => {
      expect(composite(dims.map(({ weight }) => ({ weight, rate: x })))).toBeCloseTo(100 * x, 9)
    }),
  )
})

test('splitting a dimension into two copies with half its weight leaves the score alone', () => {
  fc.assert(
    fc.property(several, fc.nat(), (dims, pick) => {
      const at = pick % dims.length
      const split = dims.flatMap((one, index) => {
        const half = { ...one, weight: one.weight / 2 }
        return index === at ? [half, half] : [one]
      })
      expect(composite(split)).toBeCloseTo(composite(dims), 9)
    }),
  )
})

test('only the ratio of weights matters, and the score never beats the arithmetic mean', () => {
  fc.assert(
    fc.property(several, (dims) => {
      const total = dims.reduce((sum, { weight }) => sum + weight, 0)
      const mean = dims.reduce((sum, { weight, rate }) => sum + weight * Math.max(rate, 0.01), 0) / total
      expect(composite(dims.map((one) => ({ ...one, weight: one.weight * 7 })))).toBeCloseTo(composite(dims), 9)
      expect(composite(dims)).toBeLessThanOrEqual(100 * mean + 1e-9)
    }),
  )
})

const order = { fail: 0, unproven: 1, pass: 2 }

test('one more violation of a critical condition never improves the state or the score', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 900 }), fc.nat(20), fc.constantFrom(0.9, 0.99, 0.995, 1), (n, k, target) => {
      const count = { condition: 'c', violations: Math.min(k, n), n, target }
      const before = score(dimensions, [count], { seed: 1, draws: 1 })
      const more = score(dimensions, [{ ...count, violations: count.violations + 1, n: n + 1 }], { seed: 1, draws: 1 })
      expect(order[more.state]).toBeLessThanOrEqual(order[before.state])
      expect(more.score ?? 0).toBeLessThanOrEqual(before.score ?? 0)
    }),
  )
})

test('refuses weights and rates that mean nothing, naming the dimension', () => {
  expect(() => score([{ name: 'tone', weight: 0, rate: 1, n: 1 }], [], { seed: 1 })).toThrow(
    'weight of tone must be above 0, got 0',
  )
  expect(() => score([{ name: 'tone', weight: 1, rate: 97, n: 1 }], [], { seed: 1 })).toThrow(
    'rate of tone must be from 0 to 1, got 97',
  )
  expect(() => score(dimensions, [{ ...kept, target: 99 }], { seed: 1 })).toThrow(
    'target must be above 0 and at most 1, got 99',
  )
})
