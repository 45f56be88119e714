import { expect, test } from 'vitest'
import { mmd } from './mmd.ts'
import { type KeyedRandom, keyedRandom } from './random.ts'

/** An answer as a model might vary it: some letters are drawn anew. */
const answer = (random: KeyedRandom, text: string, noise: number) =>
  [...text].map((letter) => (random.chance(noise) ? random.pick([...'abcdefgh ']) : letter)).join('')
const prompts = ['we open at nine on weekdays', 'a cleaning costs eighty dollars', 'please call us for that']

function compare(seed: number, now: readonly string[], n = 6) {
  const random = keyedRandom(seed, 'answers')
  const some = (text: string) => Array.from({ length: n }, () => answer(random, text, 0.4))
  const asked = prompts.map((text, at) => ({ before: some(text), now: some(now[at] ?? '') }))
  return mmd(asked, { random: keyedRandom(seed, 'permutations'), permutations: 99 })
}

test('the same source is told from itself no more often than it may be', () => {
  const below = Array.from({ length: 200 }, (_, seed) => compare(seed, prompts)).filter(({ p }) => p <= 0.05)
  expect(below.length).toBeLessThanOrEqual(18)
})

test('another way to answer one prompt of three is told', () => {
  const told = Array.from({ length: 20 }, (_, seed) => compare(seed, [...prompts.slice(0, 2), 'i cannot help with it']))
  expect(told.filter(({ p }) => p <= 0.05).length).toBeGreaterThanOrEqual(18)
})

test('two answers that always agree against two that never do have the discrepancy that can be worked out by hand', () => {
  const { statistic, p, answers } = mmd([{ before: ['aa', 'aa'], now: ['bb', 'bb'] }], { random: keyedRandom(1) })
  expect([statistic, answers, p > 0.2]).toEqual([2, 4, true])
})

test('one answer on a side is too few', () => {
  expect(() => mmd([{ before: ['a', 'b'], now: ['a'] }], { random: keyedRandom(1) })).toThrow(RangeError)
})
