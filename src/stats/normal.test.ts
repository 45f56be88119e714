import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalCdf, normalQuantile } from './normal.ts'

test.each([
  [0.5, 0],
  [0.6, 0.2533471031357997],
  [0.975, 1.959963984540054],
  [0.999, 3.090232306167813],
  [1e-5, -4.264890793922825],
  [1e-20, -9.262340089798409],
])('the normal quantile at %d is %d to 13 digits', (probability, z) => {
  expect(normalQuantile(probability)).toBeCloseTo(z, 13)
})

test.each([
  [-10, 7.61985302416047e-24],
  [-5, 2.866515718791933e-7],
  [-2.6, 0.004661188023718747],
  [-1, 0.15865525393145707],
  [0, 0.5],
  [1.96, 0.9750021048517795],
  [6, 0.9999999990134123],
])('P(Z <= %d) is %d to 13 digits, also in the tails', (z, probability) => {
  expect(normalCdf(z) / probability).toBeCloseTo(1, 12)
})

test('quantile and cumulative probability undo each other', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-30, max: 0.999999, noNaN: true }), (p) => {
      expect(normalCdf(normalQuantile(p)) / p).toBeCloseTo(1, 11)
    }),
  )
})

test('the ends are infinite, and what is no probability is refused', () => {
  expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity])
  expect(() => normalQuantile(1.5)).toThrow('probability must be from 0 to 1, got 1.5')
})
