import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mcnemar } from './mcnemar.ts'

test.each([
  [10, 2, 0.03857421875],
  [8, 1, 0.0390625],
  [59, 6, 4.964650327128617e-12],
  [121, 59, 4.434449263755176e-6],
  [150, 86, 3.715936139571442e-5],
])('%d broke and %d mended has an exact two-sided p of %d', (broke, mended, p) => {
  expect(mcnemar({ broke, mended }).pTwoSided / p).toBeCloseTo(1, 11)
})

test('says how surprising the breaks are, one-sided, two-sided and mid-p', () => {
  expect(mcnemar({ broke: 10, mended: 2 })).toEqual({
    broke: 10,
    mended: 2,
    pWorse: expect.closeTo(79 / 4096, 14),
    pTwoSided: expect.closeTo(158 / 4096, 14),
    pMid: expect.closeTo(92 / 4096, 14),
  })
  expect(mcnemar({ broke: 2, mended: 10 })).toMatchObject({
    pWorse: expect.closeTo(4083 / 4096, 14),
    pTwoSided: expect.closeTo(158 / 4096, 14),
  })
})

test('no flips, or as many each way, are no evidence of anything', () => {
  expect(mcnemar({ broke: 0, mended: 0 })).toMatchObject({ pWorse: 1, pTwoSided: 1, pMid: 1 })
  expect(mcnemar({ broke: 4, mended: 4 })).toMatchObject({ pTwoSided: 1, pMid: 1 })
  expect(() => mcnemar({ broke: -1, mended: 0 })).toThrow('broke must be a whole number of at least 0, got -1')
})

test('one more break never makes the new version look better', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.nat(200), (broke, mended) => {
      const before = mcnemar({ broke, mended }).pWorse
      expect(mcnemar({ broke: broke + 1, mended }).pWorse).toBeLessThanOrEqual(before + 1e-12)
    }),
  )
})
