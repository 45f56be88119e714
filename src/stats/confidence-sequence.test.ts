import fc from 'fast-check'
import { expect, test } from 'vitest'
import { confidenceSequence } from './confidence-sequence.ts'
import { clopperPearson } from './exact-rate.ts'
import { keyedRandom } from './random.ts'

test.each([
  [96, 100, 0.8601599255918524, 0.9958411747230559],
  [995, 1000, 0.981996141128699, 0.999460695834156],
  [81, 263, 0.21609857957792178, 0.41140625535903935],
])('%d of %d lies between %d and %d at every look', (successes, n, low, high) => {
  const interval = confidenceSequence(successes, n)
  expect(interval.low).toBeCloseTo(low, 10)
  expect(interval.high).toBeCloseTo(high, 10)
  expect(interval).toMatchObject({ successes, n, rate: successes / n, method: 'confidence-sequence', confidence: 0.95 })
})

test('it contains the rate and is wider than an interval for a single look', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3000 }), fc.nat(), (n, pick) => {
      const successes = pick % (n + 1)
      const { low, rate, high } = confidenceSequence(successes, n)
      const once = clopperPearson(successes, n)
      expect(low <= rate && rate <= high).toBe(true)
      expect(high - low).toBeGreaterThan(once.high - once.low)
    }),
  )
})

test('looking after every trial it misses the truth less than 5 % of the time; a plain interval misses far more', () => {
  const missed = { sequence: 0, plain: 0 }
  const memo = new Map<string, { sequence: boolean; plain: boolean }>()
  const at = (k: number, n: number) => {
    const known = memo.get(`${k}/${n}`)
    if (known) return known
    const [sequence, plain] = [confidenceSequence(k, n), clopperPearson(k, n)].map(
      ({ low, high }) => low > 0.9 || high < 0.9,
    )
    const fresh = { sequence: sequence === true, plain: plain === true }
    memo.set(`${k}/${n}`, fresh)
    return fresh
  }
  for (let run = 0; run < 300; run += 1) {
    const random = keyedRandom(run, 'sequence')
    const any = { sequence: false, plain: false }
    for (let n = 1, k = 0; n <= 300; n += 1) {
      if (random.chance(0.9)) k += 1
      const miss = at(k, n)
      any.sequence ||= miss.sequence
      any.plain ||= miss.plain
    }
    if (any.sequence) missed.sequence += 1
    if (any.plain) missed.plain += 1
  }
  expect(missed.sequence / 300).toBeLessThan(0.05)
  expect(missed.plain / 300).toBeGreaterThan(0.1)
})
