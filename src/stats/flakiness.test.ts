import fc from 'fast-check'
import { expect, test } from 'vitest'
import { binomialCdf } from './binomial.ts'
import { chanceOfAtMost, flakiness, shownByRetrying } from './flakiness.ts'

test('three of five is flaky: it surely neither always passes nor always fails', () => {
  expect(flakiness(3, 5)).toEqual({
    successes: 3,
    n: 5,
    rate: 0.6,
    low: expect.closeTo(0.209416664076, 9),
    high: expect.closeTo(0.905609672656, 9),
    method: 'jeffreys',
    confidence: 0.95,
    surelyPasses: expect.closeTo(0.00010672090217, 11),
    surelyFlawed: expect.closeTo(0.97142433196, 9),
    state: 'flaky',
  })
})

test('a few runs decide nothing, many clean ones do', () => {
  const states = [
    [1, 1],
    [4, 5],
    [60, 60],
    [0, 60],
    [0, 5],
    [30, 60],
  ].map(([k = 0, n = 1]) => flakiness(k, n).state)
  expect(states).toEqual(['unclear', 'unclear', 'passing', 'failing', 'unclear', 'flaky'])
})

test('run up to three times until it passes, a 60 % scenario shows 93.6 %', () => {
  expect(shownByRetrying(0.6, 3)).toBeCloseTo(0.936, 12)
})

test('with scenarios all alike the reference is the binomial; with certain ones they only shift it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.nat(30), fc.double({ min: 0, max: 1, noNaN: true }), (n, k, p) => {
      const alike = Array.from({ length: n }, () => p)
      expect(chanceOfAtMost(k, alike)).toBeCloseTo(binomialCdf(k, n, p), 10)
      expect(chanceOfAtMost(k + 2, [...alike, 1, 1, 0])).toBeCloseTo(binomialCdf(k, n, p), 10)
    }),
  )
  expect([chanceOfAtMost(-1, [0.5]), chanceOfAtMost(0, [])]).toEqual([0, 1])
})
