import { expect, test } from 'vitest'
import { correctedRate } from './corrected-rate.ts'
import { judgeEstimate } from './judged-strata.ts'
import { keyedRandom } from './random.ts'

test('with a stratum for each verdict it is the corrected rate, drawn otherwise', () => {
  const strata = [
    { said: 'held', n: 900, labelled: 60, trulyHeld: 57 },
    { said: 'violated', n: 100, labelled: 40, trulyHeld: 10 },
  ] as const
  const counts = { held: 900, n: 1000, labelledHeld: 60, trulyHeld: 57, labelledViolated: 40, heldAfterAll: 10 }
  const simple = correctedRate(counts, { seed: 1, draws: 20_000 })
  const found = judgeEstimate(strata, { seed: 1, draws: 20_000 })
  expect(found).toMatchObject({ n: 1000, labels: 100 })
  for (const end of ['rate', 'low', 'high'] as const) expect(found?.corrected[end]).toBeCloseTo(simple[end], 2)
  // 0.1 x 0.75 of 0.1 x 0.75 + 0.9 x 0.05 are found; 0.9 x 0.95 of 0.88 are spared.
  expect(found?.finds.rate).toBeCloseTo(0.62, 1)
  expect(found?.spares.rate).toBeCloseTo(0.97, 2)
})

test('labels that were asked for where jurors disagreed do not bias the rate, and it covers as often as it says', () => {
  const strata = [
    { said: 'held', n: 1500, right: 0.98, labels: 40 },
    { said: 'held', n: 200, right: 0.7, labels: 40 },
    { said: 'violated', n: 300, right: 0.2, labels: 40 },
  ] as const
  const truth = strata.reduce((sum, { n, right }) => sum + (n * right) / 2000, 0)
  let covered = 0
  for (let seed = 0; seed < 300; seed += 1) {
    const random = keyedRandom(seed, 'strata test')
    const drawn = strata.map(({ said, n, right, labels }) => {
      const trulyHeld = Array.from({ length: labels }, () => random.chance(right)).filter(Boolean).length
      return { said, n, labelled: labels, trulyHeld }
    })
    const found = judgeEstimate(drawn, { seed, draws: 500 })
    if (found && found.corrected.low <= truth && truth <= found.corrected.high) covered += 1
  }
  expect(covered).toBeGreaterThan(0.92 * 300)
})

test('without labels everything is possible, without conversations nothing is said, and what does not fit is refused', () => {
  const open = judgeEstimate([{ said: 'held', n: 50, labelled: 0, trulyHeld: 0 }], { seed: 1 })
  expect((open?.corrected.high ?? 0) - (open?.corrected.low ?? 1)).toBeGreaterThan(0.9)
  expect(judgeEstimate([], { seed: 1 })).toBeUndefined()
  expect(() => judgeEstimate([{ said: 'held', n: 1, labelled: 2, trulyHeld: 0 }], { seed: 1 })).toThrow(RangeError)
})
