import { expect, test } from 'vitest'
import { doseOffset } from './dose.ts'

const clean = { dose: 0, successes: 900, n: 1000 }
const near = { dose: 0.15, successes: 800, n: 1000 }

test('a step as large as the tested one costs as much again, and is as uncertain as one release to the next', () => {
  const { mean, sd } = doseOffset(clean, near, 0.3)
  expect(mean).toBeCloseTo(Math.log(9) - Math.log(4), 2)
  expect(sd).toBeCloseTo(0.52, 1)
})

test('no further step costs nothing and ventures nothing; a smaller one costs its share', () => {
  expect(doseOffset(clean, near, 0.15)).toEqual({ mean: 0, sd: 0 })
  const { mean } = doseOffset(clean, near, 0.3)
  expect(doseOffset(clean, near, 0.225).mean).toBeCloseTo(mean / 2, 9)
  expect(() => doseOffset(near, clean, 0.3)).toThrow('the second condition must be stronger than the first')
})
