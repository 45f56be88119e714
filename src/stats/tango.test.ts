import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tango, tangoScore } from './tango.ts'

test('12 against 5 of 80 pairs: the difference lies between -.014742 and .194394', () => {
  const { low, high } = tango(12, 5, 80)
  expect(low).toBeCloseTo(-0.014742, 6)
  expect(high).toBeCloseTo(0.194394, 6)
})

test('at no difference the score is McNemar: z squared of 150 against 86 is 17.3559', () => {
  expect(tangoScore(150, 86, 500, 0) ** 2).toBeCloseTo(64 ** 2 / 236, 10)
  expect(tangoScore(150, 86, 500, 0) ** 2).toBeCloseTo(17.3559, 4)
})

test('without any flip there is still uncertainty, and less of it with more pairs', () => {
  const few = tango(0, 0, 30)
  const many = tango(0, 0, 1000)
  expect(few.low).toBeCloseTo(-0.113513, 6)
  expect(many.low).toBeCloseTo(-0.003827, 6)
  expect(few.high).toBeCloseTo(-few.low, 12)
})

const table = fc.tuple(fc.nat(60), fc.nat(60), fc.nat(200)).filter(([b, c, same]) => b + c + same > 0)

test('the interval contains the difference, and turns over when the versions change places', () => {
  fc.assert(
    fc.property(table, ([more, fewer, same]) => {
      const n = more + fewer + same
      const { low, high } = tango(more, fewer, n)
      const swapped = tango(fewer, more, n)
      expect(low - 1e-12 <= (more - fewer) / n && (more - fewer) / n <= high + 1e-12).toBe(true)
      expect(swapped.low).toBeCloseTo(-high, 9)
      expect(swapped.high).toBeCloseTo(-low, 9)
    }),
  )
})

test('the variance under each difference is the one of maximum likelihood', () => {
  const [b, c, n] = [12, 5, 80]
  for (const difference of [-0.1, 0.05, 0.2]) {
    const loss = (q: number) =>
      b * Math.log(q + difference) + c * Math.log(q) + (n - b - c) * Math.log(1 - 2 * q - difference)
    let best = 0
    for (let q = Math.max(0, -difference) + 1e-6; 2 * q + difference < 1; q += 1e-5) {
      if (best === 0 || loss(q) > loss(best)) best = q
    }
    const z = (b - c - n * difference) / Math.sqrt(n * (2 * best + difference * (1 - difference)))
    expect(tangoScore(b, c, n, difference)).toBeCloseTo(z, 3)
  }
})

test('more flips than pairs are refused', () => {
  expect(() => tango(3, 2, 4)).toThrow('needs n > 0 pairs of which more + fewer differ, got more=3, fewer=2, n=4')
})
