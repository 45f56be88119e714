import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anytimeRange } from './anytime-range.ts'
import { certifyCounts } from './certification.ts'
import { keyedRandom } from './random.ts'

test.each([
  [0, 0, 0, 1],
  [35, 0, 0.9065, 1],
  [0, 5, 0, 0.4936],
  [90, 10, 0.7835, 0.9736],
])('%d held and %d violated lie between %d and %d', (successes, failures, low, high) => {
  const range = anytimeRange(successes, failures)

  expect(range.low).toBeCloseTo(low, 4)
  expect(range.high).toBeCloseTo(high, 4)
})

const counts = fc.tuple(fc.nat(200), fc.nat(60)).filter(([a, b]) => a + b > 0)
const fraction = fc.double({ min: 0.02, max: 0.98, noNaN: true })

test('it says what the gate says: proven where the target lies below it, refuted where above', () => {
  fc.assert(
    fc.property(counts, fraction, ([successes, failures], target) => {
      const { low, high } = anytimeRange(successes, failures)
      const seen = successes / (successes + failures)
      fc.pre([low, high, seen].every((end) => Math.abs(end - target) > 1e-9))
      const { state } = certifyCounts(successes, failures, { target })
      const range = low > target ? 'proven' : high < target ? 'refuted' : 'undecided'

      expect(low <= seen && seen <= high).toBe(true)
      expect(range).toBe(state)
    }),
  )
})

test('looked at after every trial, each end is ever wrong less often than one time in twenty', () => {
  const memo = new Map<string, { readonly low: number; readonly high: number }>()
  const rangeOf = (successes: number, failures: number) => {
    const key = `${successes}/${failures}`
    const range = memo.get(key) ?? anytimeRange(successes, failures)
    memo.set(key, range)
    return range
  }
  const missed = { above: 0, below: 0 }
  for (let run = 0; run < 300; run += 1) {
    const random = keyedRandom(run, 'range')
    const ever = { above: false, below: false }
    for (let n = 1, successes = 0; n <= 200; n += 1) {
      if (random.chance(0.9)) successes += 1
      const { low, high } = rangeOf(successes, n - successes)
      ever.above ||= low > 0.9
      ever.below ||= high < 0.9
    }
    if (ever.above) missed.above += 1
    if (ever.below) missed.below += 1
  }

  expect(missed.above / 300).toBeLessThanOrEqual(0.05)
  expect(missed.below / 300).toBeLessThanOrEqual(0.05)
})
