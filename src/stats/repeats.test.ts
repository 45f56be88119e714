import fc from 'fast-check'
import { expect, test } from 'vitest'
import { passAtK, passAtKInterval, passHatK, passHatKInterval } from './repeats.ts'
import { suitePassAtK, suitePassHatK } from './suite-repeats.ts'

test('6 of 8 runs: four in a row 15 times in 70, at least one of four always', () => {
  expect(passHatK(6, 8, 4)).toBeCloseTo(15 / 70, 14)
  expect(passAtK(6, 8, 4)).toBe(1)
})

test('3 of 5 runs: two in a row .3 and not the plug-in .36; one of two .9', () => {
  expect(passHatK(3, 5, 2)).toBeCloseTo(0.3, 14)
  expect(passAtK(3, 5, 2)).toBeCloseTo(0.9, 14)
})

test('with fewer than k runs there is no answer, not a good one', () => {
  expect([passAtK(3, 3, 4), passHatK(3, 3, 4), passAtKInterval(3, 3, 4), passHatKInterval(3, 3, 4)]).toEqual([
    null,
    null,
    null,
    null,
  ])
  expect(() => passAtK(3, 3, 0)).toThrow('k must be a whole number of at least 1, got 0')
})

const runs = fc
  .integer({ min: 1, max: 40 })
  .chain((n) => fc.tuple(fc.nat(n), fc.constant(n), fc.integer({ min: 1, max: n })))

test('at k = 1 both are the plain rate; growing k lowers pass^k and raises pass@k', () => {
  fc.assert(
    fc.property(runs, ([successes, n, k]) => {
      expect(passAtK(successes, n, 1)).toBeCloseTo(successes / n, 12)
      expect(passHatK(successes, n, 1)).toBeCloseTo(successes / n, 12)
      if (k === 1) return
      expect(passHatK(successes, n, k)).toBeLessThanOrEqual((passHatK(successes, n, k - 1) ?? 0) + 1e-12)
      expect(passAtK(successes, n, k)).toBeGreaterThanOrEqual((passAtK(successes, n, k - 1) ?? 1) - 1e-12)
    }),
  )
})

test('the estimates are unbiased: averaged over all outcomes they give p^k and 1-(1-p)^k', () => {
  const [n, k, p] = [7, 3, 0.8]
  let hat = 0
  let at = 0
  for (let outcome = 0; outcome < 2 ** n; outcome += 1) {
    const passed = outcome.toString(2).replaceAll('0', '').length
    const chance = p ** passed * (1 - p) ** (n - passed)
    hat += chance * (passHatK(passed, n, k) ?? 0)
    at += chance * (passAtK(passed, n, k) ?? 0)
  }
  expect(hat).toBeCloseTo(p ** k, 12)
  expect(at).toBeCloseTo(1 - (1 - p) ** k, 12)
})

test('intervals are those of the rate, raised to k', () => {
  expect(passHatKInterval(60, 60, 4)).toEqual({ low: expect.closeTo(0.9403705077138331 ** 4, 11), high: 1 })
  expect(passAtKInterval(0, 20, 3)).toEqual({ low: 0, high: expect.closeTo(1 - (1 - 0.1684334709830853) ** 3, 11) })
})

const suite = [
  { successes: 3, n: 5 },
  { successes: 5, n: 5 },
  { successes: 1, n: 1 },
  { successes: 4, n: 5 },
  { successes: 5, n: 5 },
]

test('a suite is the mean over its tasks; tasks run too seldom are left out and counted', () => {
  expect(suitePassHatK(suite, 2)).toEqual({
    estimate: expect.closeTo((0.3 + 1 + 0.6 + 1) / 4, 12),
    low: expect.closeTo(0.2214173868, 8),
    high: expect.closeTo(0.960692033, 8),
    tasks: 4,
    tooFewRuns: 1,
    k: 2,
    method: 'wilson-clustered',
    confidence: 0.95,
  })
  expect(suitePassAtK(suite, 2)).toMatchObject({ estimate: expect.closeTo((0.9 + 3) / 4, 12), tasks: 4, tooFewRuns: 1 })
  expect(suitePassAtK(suite, 9)).toBeNull()
})

test('bootstrapped over tasks when a seed is given, the same every time', () => {
  const drawn = suitePassHatK(suite, 2, { bootstrapSeed: 3 })
  expect(drawn).toMatchObject({ method: 'bootstrap', low: expect.closeTo(0.45, 6), high: 1 })
  expect(suitePassHatK(suite, 2, { bootstrapSeed: 3 })).toEqual(drawn)
})

test('a suite in which every task always passed is not certain, bootstrap or not', () => {
  const clean = Array.from({ length: 30 }, () => ({ successes: 4, n: 4 }))
  for (const options of [{}, { bootstrapSeed: 1 }]) {
    expect(suitePassHatK(clean, 4, options)).toMatchObject({
      estimate: 1,
      high: 1,
      low: expect.closeTo(0.8776, 3),
      method: 'wilson-clustered',
    })
  }
})

test('the interval of a suite contains its estimate', () => {
  fc.assert(
    fc.property(fc.array(runs, { minLength: 1, maxLength: 30 }), (tasks) => {
      const counts = tasks.map(([successes, n]) => ({ successes, n }))
      for (const options of [{}, { bootstrapSeed: 1 }]) {
        const { low, estimate, high } = suitePassHatK(counts, 1, options) ?? { low: 1, estimate: 0, high: 0 }
        expect(low <= estimate + 1e-12 && estimate <= high + 1e-12).toBe(true)
      }
    }),
    { numRuns: 30 },
  )
})
