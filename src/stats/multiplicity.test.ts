import fc from 'fast-check'
import { expect, test } from 'vitest'
import { binomialTail } from './binomial.ts'
import { benjaminiHochberg, bonferroni, eBenjaminiHochberg, holm, taroneHolm } from './multiplicity.ts'
import { keyedRandom } from './random.ts'

const PUBLISHED = [
  0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
]
const count = (rejected: readonly boolean[]) => rejected.filter(Boolean).length

test('of the fifteen published p-values Benjamini-Hochberg rejects four, Bonferroni and Holm three', () => {
  expect(count(benjaminiHochberg(PUBLISHED))).toBe(4)
  expect(count(bonferroni(PUBLISHED))).toBe(3)
  expect(count(holm(PUBLISHED))).toBe(3)
})

test('answers come in the order of the questions', () => {
  expect(benjaminiHochberg([0.9, 0.001, 0.5, 0.02])).toEqual([false, true, false, true])
  expect(holm([0.9, 0.001, 0.5, 0.02])).toEqual([false, true, false, false])
  expect(eBenjaminiHochberg([1, 200, 0, 45])).toEqual([false, true, false, true])
})

test('e-values: two of four need 40 each, one alone needs 80', () => {
  expect(eBenjaminiHochberg([40, 40, 0, 0])).toEqual([true, true, false, false])
  expect(eBenjaminiHochberg([79, 1, 0, 0])).toEqual([false, false, false, false])
  expect(eBenjaminiHochberg([80, 1, 0, 0])).toEqual([true, false, false, false])
  expect(eBenjaminiHochberg([Infinity, Infinity, 1])).toEqual([true, true, false])
})

test('nothing to test is nothing to reject', () => {
  expect([benjaminiHochberg([]), holm([]), bonferroni([]), eBenjaminiHochberg([])]).toEqual([[], [], [], []])
})

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 })

test('Bonferroni is inside Holm is inside Benjamini-Hochberg, and the smaller p-values are the ones rejected', () => {
  fc.assert(
    fc.property(pValues, (ps) => {
      const [one, step, share] = [bonferroni(ps), holm(ps), benjaminiHochberg(ps)]
      for (const [at, p] of ps.entries()) {
        if (one[at]) expect(step[at]).toBe(true)
        if (step[at]) expect(share[at]).toBe(true)
        if (share[at]) expect(ps.every((other, i) => other > p || share[i])).toBe(true)
      }
    }),
  )
})

test('a test that could never have been rejected costs the others nothing', () => {
  const hopeless = Array.from({ length: 1000 }, () => ({ p: 1, least: 1 }))
  const found = { p: 2 ** -7, least: 2 ** -7 }
  expect(taroneHolm([...hopeless, found], 0.05).at(-1)).toBe(true)
  expect(holm([...hopeless, found].map(({ p }) => p)).at(-1)).toBe(false)
  expect(taroneHolm([])).toEqual([])
})

test('where every test could have been rejected, it is Holm', () => {
  fc.assert(
    fc.property(pValues, (ps) => {
      expect(taroneHolm(ps.map((p) => ({ p, least: 0 })))).toEqual(holm(ps))
    }),
  )
})

test('of sign tests on coins, a rejection among any of them is as rare as asked for', () => {
  const sizes = [3, 5, 6, 8, 9, 12, 4, 7]
  let wrong = 0
  const rounds = 4000
  const random = keyedRandom(5, 'coins')
  for (let round = 0; round < rounds; round += 1) {
    const tests = sizes.map((n) => {
      let heads = 0
      for (let coin = 0; coin < n; coin += 1) heads += random.int(2)
      return { p: binomialTail(heads, n, 0.5), least: 2 ** -n }
    })
    if (taroneHolm(tests).some(Boolean)) wrong += 1
  }
  expect(wrong / rounds).toBeLessThan(0.05)
  expect(wrong).toBeGreaterThan(0)
})
