import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mcnemar } from './mcnemar.ts'
import { signFlip } from './sign-flip.ts'

test('eight scenarios, of which six lost: 6 of 256 sign patterns are as bad', () => {
  expect(signFlip([-0.2, -0.1, 0, -0.4, -0.2, 0.1, -0.3, -0.2], { seed: 1 })).toEqual({
    difference: expect.closeTo(-0.1625, 12),
    scenarios: 8,
    pWorse: 6 / 256,
    pTwoSided: 12 / 256,
    least: 1 / 128,
    method: 'exact',
  })
})

test('with one run of each scenario it is McNemar', () => {
  const differences = [...Array.from({ length: 10 }, () => -1), 1, 1, 0, 0, 0]
  const { pWorse, pTwoSided } = mcnemar({ broke: 10, mended: 2 })
  expect(signFlip(differences, { seed: 1 })).toMatchObject({
    pWorse: expect.closeTo(pWorse, 12),
    pTwoSided: expect.closeTo(pTwoSided, 12),
  })
})

test('above twenty scenarios patterns are drawn: the same for the same seed, near the exact answer, never 0', () => {
  const drawn = signFlip([...Array.from({ length: 18 }, () => -1), ...Array.from({ length: 7 }, () => 1)], { seed: 9 })
  expect(drawn.method).toBe('draws')
  expect(
    signFlip([...Array.from({ length: 18 }, () => -1), ...Array.from({ length: 7 }, () => 1)], { seed: 9 }),
  ).toEqual(drawn)
  expect(Math.abs(drawn.pWorse - mcnemar({ broke: 18, mended: 7 }).pWorse)).toBeLessThan(0.005)
  const near = [...Array.from({ length: 40 }, () => -1), 0.001]
  expect(signFlip(near, { seed: 9 })).toMatchObject({ pWorse: 1 / 10_000, method: 'draws' })
})

test('where all scenarios differ one way, or few differ, nothing has to be drawn', () => {
  const lost = Array.from({ length: 40 }, () => -1)
  expect(signFlip(lost, { seed: 9 })).toMatchObject({ pWorse: 2 ** -40, least: 2 ** -40, method: 'exact' })
  expect(signFlip(lost.map(Math.abs), { seed: 9 })).toMatchObject({ pWorse: 1, pTwoSided: 2 ** -39, method: 'exact' })
  const still = Array.from({ length: 100 }, () => 0)
  expect(signFlip([...still, -1, -1, 1], { seed: 9 })).toMatchObject({ pWorse: 0.5, least: 1 / 8, method: 'exact' })
})

test('the exact test agrees with counting every pattern one by one', () => {
  const difference = fc.integer({ min: -5, max: 5 }).map((fifths) => fifths / 5)
  fc.assert(
    fc.property(fc.array(difference, { minLength: 1, maxLength: 9 }), (differences) => {
      const observed = differences.reduce((sum, value) => sum + value, 0)
      let worse = 0
      for (let pattern = 0; pattern < 2 ** differences.length; pattern += 1) {
        const sum = differences.reduce((total, value, at) => total + ((pattern >> at) & 1 ? value : -value), 0)
        if (sum <= observed + 1e-9) worse += 1
      }
      expect(signFlip(differences, { seed: 1 }).pWorse).toBe(worse / 2 ** differences.length)
    }),
  )
})

test('no difference anywhere is no evidence, and no scenarios are refused', () => {
  expect(signFlip([0, 0, 0], { seed: 1 })).toMatchObject({ pWorse: 1, pTwoSided: 1 })
  expect(() => signFlip([], { seed: 1 })).toThrow('a sign-flip test needs at least one difference')
})
