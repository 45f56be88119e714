import { expect, test } from 'vitest'
import { play } from './customers.ts'

const seeds = Array.from({ length: 60 }, (_, seed) => seed)
const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length

test('an agent that asks for what is missing gets it from every customer, in hardly more turns than it needs', () => {
  const plays = seeds.map((seed) => play(seed, false))

  expect(plays.filter(({ delivered }) => !delivered)).toEqual([])
  expect(mean(plays.map(({ turns }) => turns))).toBeLessThanOrEqual(1.15 * mean(plays.map(({ least }) => least)))
})

test('an agent that asks badly still gets it in the end', () => {
  expect(seeds.map((seed) => play(seed, true)).filter(({ delivered }) => !delivered)).toEqual([])
})
