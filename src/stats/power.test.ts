import { expect, test } from 'vitest'
import { binomialPmf } from './binomial.ts'
import { fisherWorse } from './fisher.ts'
import { fisherPower, mcnemarPower, oneSamplePlan, pairsToSee, scenariosNeeded, twoSampleRuns } from './power.ts'

test.each([
  [0.995, 0.96, 106, 156],
  [0.99, 0.96, 137, 261],
  [0.95, 0.91, 249, 434],
  [0.9, 0.7, 25, 41],
])(
  'a promise of %d is told from %d in %d runs four times in five, in %d runs 19 times in 20',
  (promised, feared, usual, sure) => {
    expect(oneSamplePlan(promised, feared)?.n).toBe(usual)
    expect(oneSamplePlan(promised, feared, { power: 0.95 })?.n).toBe(sure)
  },
)

test('a plan says at how many failures to reject, and what that risks', () => {
  expect(oneSamplePlan(0.995, 0.96)).toEqual({
    n: 106,
    rejectAt: 3,
    power: expect.closeTo(0.80088772, 8),
    falseAlarm: expect.closeTo(0.01646043, 8),
  })
  expect(oneSamplePlan(0.99, 0.95, { power: 0.95 })).toMatchObject({ n: 181, rejectAt: 5 })
  expect(() => oneSamplePlan(0.9, 0.95)).toThrow('the feared rate must lie below the promised one, got 0.95 and 0.9')
})

test.each([
  [1, 0.96, 167, 227],
  [0.995, 0.96, 249, 377],
])('two separate samples at %d and %d need %d runs each, or %d to be sure', (oldRate, newRate, usual, sure) => {
  expect(twoSampleRuns(oldRate, newRate)).toBe(usual)
  expect(twoSampleRuns(oldRate, newRate, { power: 0.95 })).toBe(sure)
})

test('60 of 60 against 58 of 60 happens by chance one time in four', () => {
  expect(fisherWorse({ failures: 0, n: 60 }, { failures: 2, n: 60 })).toBeCloseTo(0.24789915966386558, 11)
  expect(fisherPower(1, 0.96, 60)).toBeLessThan(0.12)
})

test.each([
  [0.05, 0.01, 251, 399],
  [0.2, 0.02, 46, 68],
  [0.035, 0, 191, 259],
])(
  'pairs of which %d break and %d mend: %d pairs see it four times in five, %d 19 times in 20',
  (broke, mended, usual, sure) => {
    expect(pairsToSee({ broke, mended })).toBe(usual)
    expect(pairsToSee({ broke, mended }, { power: 0.95 })).toBe(sure)
  },
)

test('the power of the paired test is that of summing all outcomes', () => {
  const [broke, mended, pairs] = [0.3, 0.1, 12]
  let power = 0
  for (const [flips, rejects] of REJECTS.entries()) {
    for (const b of rejects.flatMap((reject, count) => (reject ? [count] : []))) {
      power += binomialPmf(b, pairs, broke) * binomialPmf(flips - b, pairs - b, mended / (1 - broke))
    }
  }
  expect(mcnemarPower({ broke, mended }, pairs)).toBeCloseTo(power, 10)
})

/** For so many flips and breaks: whether at least as many breaks of fair flips has a chance of at most 5 %. */
const REJECTS = Array.from({ length: 13 }, (_, flips) =>
  Array.from({ length: flips + 1 }, (_, broke) => {
    let ways = 0
    for (let pattern = 0; pattern < 2 ** flips; pattern += 1) {
      if (pattern.toString(2).replaceAll('0', '').length >= broke) ways += 1
    }
    return ways / 2 ** flips <= 0.05
  }),
)

test('more runs of each scenario help until the scenarios themselves are what differs', () => {
  const need = (runs: number) =>
    scenariosNeeded({
      difference: 0.05,
      betweenScenarios: 0.01,
      old: { variance: 0.09, runs },
      fresh: { variance: 0.09, runs },
    })
  expect([need(1), need(5), need(1000)]).toEqual([597, 145, 32])
})
