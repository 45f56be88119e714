import fc from 'fast-check'
import { expect, test } from 'vitest'
import { betaDraw } from './beta-draw.ts'
import { type ClusterCount, clusteredRate } from './clustered-rate.ts'
import { keyedRandom } from './random.ts'
import { rate } from './rate.ts'

const times = (count: number, cluster: ClusterCount) => Array.from({ length: count }, () => cluster)

test('scenarios that differ count for less: 200 runs of 40 scenarios are worth 68', () => {
  expect(clusteredRate([...times(36, { successes: 5, n: 5 }), ...times(4, { successes: 2, n: 5 })])).toEqual({
    successes: 188,
    n: 200,
    rate: 0.94,
    low: expect.closeTo(0.853094364652, 9),
    high: expect.closeTo(0.976887341994, 9),
    method: 'wilson-clustered',
    confidence: 0.95,
    clusters: 40,
    designEffect: expect.closeTo(2.945990180033, 9),
    effectiveN: expect.closeTo(67.88888888889, 9),
    fewClusters: false,
  })
})

test('when nothing failed, or everything did, scenarios are counted and not runs', () => {
  for (const successes of [0, 5]) {
    expect(clusteredRate(times(40, { successes, n: 5 }))).toMatchObject({ designEffect: 5, effectiveN: 40 })
  }
  expect(clusteredRate(times(40, { successes: 5, n: 5 })).low).toBeCloseTo(0.9072088927, 9)
})

test('fewer than twenty scenarios are said to be few, and one alone says nothing', () => {
  expect(clusteredRate(times(19, { successes: 1, n: 2 })).fewClusters).toBe(true)
  expect(clusteredRate(times(20, { successes: 1, n: 2 })).fewClusters).toBe(false)
  expect(clusteredRate([{ successes: 9, n: 10 }])).toMatchObject({ low: 0, high: 1, effectiveN: 1, fewClusters: true })
  expect(() => clusteredRate([])).toThrow('a clustered rate needs at least one cluster')
})

const cluster = fc.integer({ min: 1, max: 8 }).chain((n) => fc.record({ successes: fc.nat(n), n: fc.constant(n) }))

test('the interval contains the rate and is never narrower than that of as many independent runs', () => {
  fc.assert(
    fc.property(fc.array(cluster, { minLength: 1, maxLength: 60 }), (clusters) => {
      const clustered = clusteredRate(clusters)
      const independent = rate(clustered.successes, clustered.n)
      expect(clustered.low <= clustered.rate && clustered.rate <= clustered.high).toBe(true)
      expect(clustered.designEffect).toBeGreaterThanOrEqual(1)
      expect(clustered.low).toBeLessThanOrEqual(independent.low + 1e-12)
      expect(clustered.high).toBeGreaterThanOrEqual(independent.high - 1e-12)
    }),
  )
})

/** Share of simulated suites whose interval holds the true rate. Scenario rates are beta with this correlation. */
function coverage(scenarios: number, repeats: number, p: number, icc: number): { clustered: number; flat: number } {
  const suites = 800
  let clustered = 0
  let flat = 0
  for (let suite = 0; suite < suites; suite += 1) {
    const random = keyedRandom(suite, 'coverage', scenarios, repeats, p, icc)
    const size = icc === 0 ? 0 : 1 / icc - 1
    const clusters = Array.from({ length: scenarios }, () => {
      const own = icc === 0 ? p : betaDraw(random, p * size, (1 - p) * size)
      return { successes: Array.from({ length: repeats }, () => random.chance(own)).filter(Boolean).length, n: repeats }
    })
    const interval = clusteredRate(clusters)
    const naive = rate(interval.successes, interval.n)
    if (interval.low <= p && p <= interval.high) clustered += 1
    if (naive.low <= p && p <= naive.high) flat += 1
  }
  return { clustered: clustered / suites, flat: flat / suites }
}

test.each([
  [40, 5, 0.9, 0, 0.95],
  [40, 5, 0.9, 0.3, 0.93],
  [40, 5, 0.9, 0.6, 0.93],
  [20, 10, 0.95, 0.5, 0.87],
  [100, 5, 0.95, 0.5, 0.93],
  [60, 3, 0.98, 0.5, 0.95],
])(
  '%d scenarios x %d runs at %d, correlation %d: the share of intervals that hold the truth is at least %d',
  (scenarios, repeats, p, icc, atLeast) => {
    expect(coverage(scenarios, repeats, p, icc).clustered).toBeGreaterThanOrEqual(atLeast)
  },
)

test('taking the runs for independent would miss the truth one time in four', () => {
  expect(coverage(40, 5, 0.9, 0.6).flat).toBeLessThan(0.77)
})
