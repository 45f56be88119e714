import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chanceToSee, effectiveRuns, moreScenarios, rarestVisible, runsToSee, sightOf } from './detection.ts'

test.each([
  [0.05, 59, 90, 32],
  [0.04, 74, 113, 40],
  [0.02, 149, 228, 80],
  [0.01, 299, 459, 161],
  [0.005, 598, 919, 322],
  [0.001, 2995, 4603, 1609],
])('a failure rate of %d shows itself in %d runs (95 %), %d (99 %), %d (80 %)', (failureRate, usual, sure, likely) => {
  expect(runsToSee(failureRate)).toBe(usual)
  expect(runsToSee(failureRate, { confidence: 0.99 })).toBe(sure)
  expect(runsToSee(failureRate, { confidence: 0.8 })).toBe(likely)
})

test('sixty clean runs leave room for a failure of 4.87 %', () => {
  expect(rarestVisible(60)).toBeCloseTo(0.04870291331009746, 13)
})

test('a pass rate of 96 % shows a failure in 60, 75 and 100 runs with chance .914, .953 and .983', () => {
  expect([60, 75, 100].map((n) => chanceToSee(0.04, n).toFixed(3))).toEqual(['0.914', '0.953', '0.983'])
})

test('to see several failures takes more runs, the fewest that do', () => {
  const n = runsToSee(0.02, { failures: 3 }) ?? 0
  expect(n).toBe(313)
  expect(chanceToSee(0.02, n, 3)).toBeGreaterThanOrEqual(0.95)
  expect(chanceToSee(0.02, n - 1, 3)).toBeLessThan(0.95)
})

test('a suite of sixty scenarios sees failures of 1 in 20; 239 more scenarios buy 1 in 100', () => {
  expect(sightOf({ scenarios: 60, repeats: 1, icc: 0 })).toEqual({
    effectiveRuns: 60,
    confidence: 0.95,
    rarest: expect.closeTo(0.0487029, 7),
    oneIn: 20,
    next: [
      { oneIn: 50, moreScenarios: 89 },
      { oneIn: 100, moreScenarios: 239 },
    ],
  })
})

test('repeating scenarios that fail always or never buys nothing; independent repeats are worth scenarios', () => {
  expect(sightOf({ scenarios: 60, repeats: 5, icc: 1 })).toEqual(sightOf({ scenarios: 60, repeats: 1, icc: 0 }))
  expect(sightOf({ scenarios: 60, repeats: 5, icc: 0 }).effectiveRuns).toBe(300)
  expect(effectiveRuns({ scenarios: 40, repeats: 5, icc: 0.6 })).toBeCloseTo(200 / 3.4, 12)
  expect(moreScenarios({ scenarios: 60, repeats: 5, icc: 0.5 }, 100)).toBe(119)
})

test('no suite is no sight', () => {
  expect(sightOf({ scenarios: 0, repeats: 1, icc: 0 })).toMatchObject({ rarest: 1, oneIn: 1 })
})

test('runs and the rarest visible failure are two sides of one thing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), (n) => {
      const rarest = rarestVisible(n)
      expect(chanceToSee(rarest, n)).toBeCloseTo(0.95, 10)
      expect(runsToSee(Math.min(0.9999, rarest * (1 + 1e-9)))).toBeLessThanOrEqual(n)
    }),
  )
})

test('adding the scenarios it asks for is enough, and one fewer is not', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 6 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom(20, 50, 100, 500),
      (scenarios, repeats, icc, goal) => {
        const more = moreScenarios({ scenarios, repeats, icc }, goal)
        expect(sightOf({ scenarios: scenarios + more, repeats, icc }).oneIn).toBeGreaterThanOrEqual(goal)
        if (more > 0) expect(sightOf({ scenarios: scenarios + more - 1, repeats, icc }).oneIn).toBeLessThan(goal)
      },
    ),
  )
})

test('refuses what is no rate and no suite', () => {
  expect(() => runsToSee(5)).toThrow('failureRate must be a fraction between 0 and 1, got 5')
  expect(() => effectiveRuns({ scenarios: 3, repeats: 0, icc: 0 })).toThrow(
    'repeats must be a whole number of at least 1, got 0',
  )
  expect(() => effectiveRuns({ scenarios: 3, repeats: 2, icc: 2 })).toThrow('icc must be from 0 to 1, got 2')
})
