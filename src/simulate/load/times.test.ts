import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Times } from './times.ts'

function timesOf(durations: readonly number[], endless = 0): Times {
  const times = new Times()
  for (const ms of durations) times.add(ms)
  for (let left = endless; left > 0; left -= 1) times.addEndless()
  return times
}

test('of nothing there is no quantile', () => {
  const times = new Times()
  expect([times.n, times.meanMs, times.longestMs, times.quantile(0.5)]).toEqual([0, 0, 0, undefined])
})

test('every quantile is that of the sorted list, to half a percent', () => {
  const duration = fc.double({ min: 0.1, max: 1e6, noNaN: true })
  fc.assert(
    fc.property(
      fc.array(duration, { minLength: 1, maxLength: 200 }),
      fc.double({ min: 0.001, max: 1, noNaN: true }),
      (durations, q) => {
        const sorted = [...durations].sort((a, b) => a - b)
        const exact = sorted[Math.max(1, Math.ceil(q * sorted.length - 1e-9)) - 1] ?? Number.NaN
        expect(Math.abs((timesOf(durations).quantile(q) ?? Number.NaN) / exact - 1)).toBeLessThan(0.005)
      },
    ),
  )
})

test('what never came to an end is longer than everything else', () => {
  const times = timesOf([10, 10, 10], 1)
  expect([times.n, times.quantile(0.75), times.quantile(0.76)]).toEqual([4, 10, Number.POSITIVE_INFINITY])
  expect(times.meanMs).toBe(10)
})

test('no quantile lies outside of what was seen', () => {
  expect(timesOf([0]).quantile(1)).toBe(0)
  expect(timesOf([7.003, 7.004]).quantile(0.01)).toBeGreaterThanOrEqual(7.003)
  expect(timesOf([7.003, 7.004]).quantile(1)).toBeLessThanOrEqual(7.004)
})

test('a duration below nothing is a mistake of the caller', () => {
  expect(() => new Times().add(-1)).toThrow('a duration must be 0 or more, got -1')
  expect(() => new Times().add(Number.NaN)).toThrow(RangeError)
})
