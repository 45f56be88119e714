import fc from 'fast-check'
import { expect, test } from 'vitest'
import { binomialCdf, binomialPmf, binomialTail } from './binomial.ts'

test('binomial probabilities agree with known values, also when tiny', () => {
  expect(binomialCdf(3, 100, 0.01)).toBeCloseTo(0.9816259635553504, 12)
  expect(binomialTail(3, 106, 0.04)).toBeCloseTo(0.800887721772644, 12)
  expect(binomialPmf(150, 236, 0.5) / 8.225466219559586e-6).toBeCloseTo(1, 11)
  expect(binomialTail(59, 65, 0.5) / 2.482325163564308e-12).toBeCloseTo(1, 12)
})

test('cumulative probability is the sum of the single ones, and the tail is the rest', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(60), fc.double({ min: 0, max: 1, noNaN: true }), (n, k, p) => {
      let sum = 0
      for (let i = 0; i <= Math.min(k, n); i += 1) sum += binomialPmf(i, n, p)
      expect(binomialCdf(k, n, p)).toBeCloseTo(sum, 11)
      expect(binomialCdf(k, n, p) + binomialTail(k + 1, n, p)).toBeCloseTo(1, 11)
    }),
  )
})
