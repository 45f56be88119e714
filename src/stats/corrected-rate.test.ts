import { expect, test } from 'vitest'
import { correctedRate, type JudgedCounts } from './corrected-rate.ts'
import { keyedRandom } from './random.ts'
import { rate } from './rate.ts'

test('a judge that overlooks violations is corrected downwards, and the judge alone is sure of the wrong rate', () => {
  const counts = { held: 1900, n: 2000, labelledHeld: 60, trulyHeld: 54, labelledViolated: 40, heldAfterAll: 10 }
  const corrected = correctedRate(counts, { seed: 1 })
  expect(corrected).toMatchObject({ method: 'verdict-stratified', confidence: 0.95, n: 2000, labels: 100 })
  expect(corrected.rate).toBeCloseTo(0.95 * 0.9 + 0.05 * 0.25, 1)
  expect(corrected.high).toBeLessThan(rate(1900, 2000).low)
})

test('without labels everything is possible', () => {
  const nothing = { held: 95, n: 100, labelledHeld: 0, trulyHeld: 0, labelledViolated: 0, heldAfterAll: 0 }
  const { low, high, labels } = correctedRate(nothing, { seed: 1 })
  expect(labels).toBe(0)
  expect(low).toBeLessThan(0.1)
  expect(high).toBeGreaterThan(0.9)
})

test('the same seed gives the same rate, and counts that cannot be are refused', () => {
  const counts = { held: 90, n: 100, labelledHeld: 20, trulyHeld: 19, labelledViolated: 5, heldAfterAll: 1 }
  expect(correctedRate(counts, { seed: 7 })).toEqual(correctedRate(counts, { seed: 7 }))
  expect(() => correctedRate({ ...counts, labelledViolated: 11 }, { seed: 7 })).toThrow(
    'more labels than conversations',
  )
  expect(() => correctedRate({ ...counts, trulyHeld: 21 }, { seed: 7 })).toThrow(RangeError)
})

/** Judged and labelled again and again: truth .97, the judge sees .97 of what held and .85 of what did not. */
function drawn(seed: number): JudgedCounts {
  const random = keyedRandom(seed, 'population')
  const all = Array.from({ length: 2000 }, () => {
    const truth = random.chance(0.97)
    return { truth, said: random.chance(truth ? 0.97 : 0.15) }
  })
  const labelled = all.slice(0, 100)
  const of = (said: boolean) => labelled.filter((each) => each.said === said)
  return {
    held: all.filter(({ said }) => said).length,
    n: all.length,
    labelledHeld: of(true).length,
    trulyHeld: of(true).filter(({ truth }) => truth).length,
    labelledViolated: of(false).length,
    heldAfterAll: of(false).filter(({ truth }) => truth).length,
  }
}

test('with 100 labels the interval holds the truth in 93 of 100 samples and more, where the judge alone never does', () => {
  let corrected = 0
  let naive = 0
  const tries = 300
  for (let seed = 0; seed < tries; seed += 1) {
    const counts = drawn(seed)
    const interval = correctedRate(counts, { seed, draws: 1000 })
    if (interval.low <= 0.97 && 0.97 <= interval.high) corrected += 1
    const alone = rate(counts.held, counts.n)
    if (alone.low <= 0.97 && 0.97 <= alone.high) naive += 1
  }
  expect(corrected / tries).toBeGreaterThan(0.93)
  expect(naive / tries).toBeLessThan(0.05)
})
