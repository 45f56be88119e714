import fc from 'fast-check'
import { expect, test } from 'vitest'
import { betaDraw } from './beta-draw.ts'
import { nonInferiority } from './non-inferiority.ts'
import { nonInferiorityOfMeans, type ScenarioRuns } from './non-inferiority-of-means.ts'
import { keyedRandom } from './random.ts'

const runs = (old: number, fresh: number, n: number): ScenarioRuns => ({
  old: { successes: old, n },
  fresh: { successes: fresh, n },
})
const times = (count: number, scenario: ScenarioRuns) => Array.from({ length: count }, () => scenario)

test('four of sixty scenarios now fail two runs of five: undecided, and nearly refuted', () => {
  expect(nonInferiorityOfMeans([...times(56, runs(5, 5, 5)), ...times(4, runs(5, 3, 5))], { margin: 0.02 })).toEqual({
    state: 'undecided',
    difference: expect.closeTo(-1.6 / 60, 12),
    low: expect.closeTo(-0.067717855, 8),
    high: expect.closeTo(0.00002586, 8),
    scenarios: 60,
    effectivePairs: expect.closeTo(150, 9),
    margin: 0.02,
    confidence: 0.95,
    moreNeeded: 1,
  })
})

test('no change in sixty scenarios is no proof, however often each ran', () => {
  const [once, often] = [1, 50].map((n) => nonInferiorityOfMeans(times(60, runs(n, n, n)), { margin: 0.02 }))
  expect(once).toMatchObject({ state: 'undecided', effectivePairs: 60, moreNeeded: 131 })
  expect(often).toEqual(once)
  expect(nonInferiorityOfMeans(times(191, runs(3, 3, 3)), { margin: 0.02 }).state).toBe('proven')
})

test('with one run each it is the paired comparison, a little wider for the variation being estimated', () => {
  const scenarios = [...times(300, runs(1, 1, 1)), ...times(9, runs(1, 0, 1)), ...times(4, runs(0, 1, 1))]
  const means = nonInferiorityOfMeans(scenarios, { margin: 0.05 })
  const paired = nonInferiority({ broke: 9, mended: 4, pairs: 313 }, { margin: 0.05 })
  expect(means).toMatchObject({
    state: paired.state,
    difference: expect.closeTo(paired.difference, 12),
    effectivePairs: 313,
  })
  expect(means.low).toBeCloseTo(paired.low, 3)
  expect(means.low).toBeLessThan(paired.low)
})

const scenario = fc.tuple(fc.nat(4), fc.nat(4)).map(([old, fresh]) => runs(old, fresh, 4))
const suites = fc.array(scenario, { minLength: 2, maxLength: 80 })

test('one more failure of the new version never turns a fail into a pass, nor proves what no failure did not', () => {
  fc.assert(
    fc.property(suites, fc.nat(), fc.constantFrom(0.02, 0.05, 0.2), (suite, pick, margin) => {
      const at = pick % suite.length
      const worse = suite.map((one, index) =>
        index === at ? { ...one, fresh: { n: 4, successes: Math.max(0, one.fresh.successes - 1) } } : one,
      )
      const clean = suite.map(({ old }) => ({ old, fresh: old }))
      const after = nonInferiorityOfMeans(worse, { margin }).state
      if (nonInferiorityOfMeans(suite, { margin }).state === 'refuted') expect(after).not.toBe('proven')
      if (nonInferiorityOfMeans(clean, { margin }).state !== 'proven') expect(after).not.toBe('proven')
    }),
  )
})

test('the interval contains the difference', () => {
  fc.assert(
    fc.property(suites, (suite) => {
      const { low, difference, high } = nonInferiorityOfMeans(suite, { margin: 0.02 })
      expect(low <= difference + 1e-12 && difference <= high + 1e-12).toBe(true)
    }),
  )
})

/** Share of simulated comparisons whose interval holds the true difference: some scenarios lose `drop` of their rate. */
function coverage(scenarios: number, repeats: number, p: number, broken: number, drop: number): number {
  let held = 0
  for (let run = 0; run < 300; run += 1) {
    const random = keyedRandom(run, 'means', scenarios, repeats, p, broken)
    const passes = (rate: number) => Array.from({ length: repeats }, () => random.chance(rate)).filter(Boolean).length
    const suite = Array.from({ length: scenarios }, () => {
      const own = betaDraw(random, p, 1 - p)
      return runs(passes(own), passes(random.chance(broken) ? own * (1 - drop) : own), repeats)
    })
    const { low, high } = nonInferiorityOfMeans(suite, { margin: 0.02 })
    if (low <= -broken * drop * p && -broken * drop * p <= high) held += 1
  }
  return held / 300
}

test.each([
  [60, 5, 0.9, 0, 0],
  [60, 5, 0.95, 0.05, 0.8],
  [30, 3, 0.95, 0.1, 0.5],
  [100, 3, 0.95, 0.05, 0.8],
])(
  '%d scenarios x %d runs at %d, of which %d lose %d: the 95 in 100 intervals hold the truth',
  (scenarios, repeats, p, broken, drop) => {
    expect(coverage(scenarios, repeats, p, broken, drop)).toBeGreaterThan(0.92)
  },
)

test('a single scenario cannot be compared', () => {
  expect(() => nonInferiorityOfMeans([runs(1, 1, 1)], { margin: 0.02 })).toThrow(
    'a comparison of means needs at least two scenarios, got 1',
  )
})
