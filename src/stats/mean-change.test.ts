import { expect, test } from 'vitest'
import { meanChange } from './mean-change.ts'
import { keyedRandom } from './random.ts'

test('nineteen in twenty intervals hold the true change, also where few scenarios change', () => {
  for (const [scenarios, lose] of [
    [8, 0.1],
    [20, 0.05],
    [40, 0.3],
  ] as const) {
    let held = 0
    for (let seed = 0; seed < 400; seed += 1) {
      const random = keyedRandom(seed, 'changes', scenarios)
      const changes = Array.from({ length: scenarios }, () => (random.chance(lose) ? -1 : random.chance(0.02) ? 1 : 0))
      const truth = -lose + (1 - lose) * 0.02
      const { low, high } = meanChange(changes)
      if (low <= truth && truth <= high) held += 1
    }
    expect(held / 400).toBeGreaterThanOrEqual(0.94)
  }
})

test('scenarios that all stayed as they were are no certainty, and fewer are less of one', () => {
  const [three, thirty] = [3, 30].map((n) => meanChange(Array.from({ length: n }, () => 0)))
  expect(three).toMatchObject({ mean: 0, low: expect.closeTo(-0.88, 2), high: expect.closeTo(0.88, 2) })
  expect(thirty?.high).toBeLessThan(0.1)
  expect(() => meanChange([])).toThrow('at least one scenario')
})
