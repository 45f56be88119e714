import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keyedRandom } from './random.ts'
import { weightedRate } from './weighted-rate.ts'

const once = (weight: number, passed: boolean) => ({ weight, successes: passed ? 1 : 0, n: 1 })

test('a failure counts as much as production has of its row', () => {
  const frequent = weightedRate([once(0.9, true), once(0.1, false)])
  const rare = weightedRate([once(0.1, true), once(0.9, false)])

  expect(frequent?.rate).toBeCloseTo(0.9, 12)
  expect(rare?.rate).toBeCloseTo(0.1, 12)
})

test('rows of very different weight say as little as the few that decide', () => {
  const even = weightedRate(Array.from({ length: 20 }, () => once(1, true)))
  const uneven = weightedRate(Array.from({ length: 20 }, (_, index) => once(index === 0 ? 19 : 1, true)))

  expect(even?.effectiveN).toBeCloseTo(20, 9)
  expect(uneven?.effectiveN).toBeCloseTo(38 ** 2 / (19 ** 2 + 19), 9)
  expect(uneven?.low).toBeLessThan(even?.low ?? 0)
})

test('rows that nobody decided are left out, and said to be unknown', () => {
  expect(weightedRate([once(3, true), { weight: 1, successes: 0, n: 0 }])).toMatchObject({
    rate: 1,
    unknown: 0.25,
    n: 1,
  })
  expect(weightedRate([{ weight: 1, successes: 0, n: 0 }])).toBeNull()
  expect(weightedRate([])).toBeNull()
})

test('where everything passed the rate is 1 and not a little less', () => {
  const weights = [0.1, 0.2, 0.3, 0.15, 0.25 / 3, 0.5 / 3]

  expect(weightedRate(weights.map((weight) => once(weight, true)))?.rate).toBe(1)
  expect(weightedRate(weights.map((weight) => once(weight, false)))?.rate).toBe(0)
})

test('a single row says nothing of how others would do', () => {
  expect(weightedRate([{ weight: 1, successes: 9, n: 10 }])).toMatchObject({ rate: 0.9, low: 0, high: 1 })
})

test('the rate lies in its interval, which lies from 0 to 1, and only proportions of weights count', () => {
  const row = fc
    .tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 5 }), fc.nat(5))
    .map(([weight, n, successes]) => ({ weight, n, successes: Math.min(n, successes) }))
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
      const found = weightedRate(rows)
      if (found === null) return
      expect(found.low).toBeLessThanOrEqual(found.rate + 1e-12)
      expect(found.high).toBeGreaterThanOrEqual(found.rate - 1e-12)
      expect(found.low).toBeGreaterThanOrEqual(0)
      expect(found.high).toBeLessThanOrEqual(1)
      const doubled = weightedRate(rows.map((each) => ({ ...each, weight: each.weight * 2 })))
      expect(doubled?.low).toBeCloseTo(found.low, 9)
    }),
  )
})

test('the interval holds the true rate nearly always, also with uneven weights and rates near 1', () => {
  const weights = Array.from({ length: 30 }, (_, row) => 1 + (row % 5))
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  for (const [name, rateOf] of [
    ['alike', () => 0.95],
    ['unlike', (row: number) => (row % 5 === 4 ? 0.8 : 0.99)],
  ] as const) {
    const truth = weights.reduce((sum, weight, row) => sum + (weight / all) * rateOf(row), 0)
    let held = 0
    for (let run = 0; run < 1000; run += 1) {
      const random = keyedRandom(7, name, run)
      const rows = weights.map((weight, row) => once(weight, random.chance(rateOf(row))))
      const found = weightedRate(rows)
      if (found !== null && found.low <= truth && truth <= found.high) held += 1
    }
    expect(held).toBeGreaterThanOrEqual(930)
  }
})
