import fc from 'fast-check'
import { expect, test } from 'vitest'
import { betaCdf, betaQuantile, betaQuantilePair, logBeta, logBetaCdf, logBetaTail } from './beta.ts'
import { logGamma } from './gamma.ts'
import { studentQuantile } from './student.ts'

test.each([
  [0.025, 59, 1, 0.9393910990496601],
  [0.025, 2.5, 7.5, 0.04930192297659401],
  [0.05, 99_900, 101, 0.9988193140308266],
  [0.975, 0.5, 60.5, 0.04083392286689846],
  [1e-6, 3, 997, 1.829070356506214e-5],
])('the %d quantile of Beta(%d, %d) is %d to 12 digits', (probability, a, b, x) => {
  expect(betaQuantile(probability, a, b) / x).toBeCloseTo(1, 12)
})

test.each([
  [0.5, 0.5, 0.5, 0.5],
  [0.95, 60, 1, 0.04606979898695195],
  [0.01, 0.5, 60.5, 0.7288816845164208],
  [0.999, 99_900, 101, 0.5265622018550697],
  [0.7, 1000, 0.5, 4.077044556545247e-157],
])('P(X <= %d) for Beta(%d, %d) is %d to 12 digits', (x, a, b, probability) => {
  expect(betaCdf(x, a, b) / probability).toBeCloseTo(1, 12)
})

test.each([
  [0.975, 1, 12.706204736174694],
  [0.975, 4, 2.7764451051977934],
  [0.975, 39, 2.022690920036761],
  [0.995, 7, 3.4994832973504924],
  [0.001, 2.5, -13.822193110865964],
  [0.6, 100, 0.25402218245822766],
])('the %d quantile of t with %d degrees of freedom is %d', (probability, freedom, t) => {
  expect(studentQuantile(probability, freedom) / t).toBeCloseTo(1, 12)
})

test('log gamma is the log of the factorial, and of the square root of pi at one half', () => {
  expect(logGamma(171)).toBeCloseTo(706.5730622457874, 11)
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 14)
  expect(logBeta(1, 1)).toBeCloseTo(0, 14)
  expect(logBeta(3, 997)).toBeCloseTo(logBeta(997, 3), 14)
})

const shape = fc.double({ min: 0.3, max: 500, noNaN: true })
const inside = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true })

test('quantile and cumulative probability undo each other, and the two tails add up to one', () => {
  fc.assert(
    fc.property(inside, shape, shape, (p, a, b) => {
      const { x, rest } = betaQuantilePair(p, a, b)
      const back = x < rest ? betaCdf(x, a, b) : 1 - betaCdf(rest, b, a)
      expect(back).toBeCloseTo(p, 10)
      expect(x + rest).toBeCloseTo(1, 14)
    }),
  )
  fc.assert(
    fc.property(inside, shape, shape, (x, a, b) => {
      expect(Math.exp(logBetaCdf(x, a, b)) + Math.exp(logBetaTail(x, a, b))).toBeCloseTo(1, 12)
    }),
  )
})

test('refuses parameters that no beta distribution has', () => {
  expect(() => betaQuantile(0.5, 0, 1)).toThrow('a and b must be above 0, got 0 and 1')
  expect(() => betaQuantile(2, 1, 1)).toThrow('probability must be from 0 to 1, got 2')
  expect(() => studentQuantile(1, 4)).toThrow('probability must be between 0 and 1, got 1')
})
