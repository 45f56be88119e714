import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nonInferiority } from './non-inferiority.ts'

test('thirty pairs without any difference are not a pass: 159 more are needed', () => {
  expect(nonInferiority({ broke: 0, mended: 0, pairs: 30 }, { margin: 0.02 })).toEqual({
    broke: 0,
    mended: 0,
    pairs: 30,
    state: 'undecided',
    difference: 0,
    low: expect.closeTo(-0.113513393, 8),
    high: expect.closeTo(0.113513393, 8),
    margin: 0.02,
    confidence: 0.95,
    moreNeeded: 159,
  })
  expect(nonInferiority({ broke: 0, mended: 0, pairs: 189 }, { margin: 0.02 }).state).toBe('proven')
  expect(nonInferiority({ broke: 0, mended: 0, pairs: 188 }, { margin: 0.02 }).state).toBe('undecided')
})

test('60 of 60 against 58 of 60 shows nothing', () => {
  expect(nonInferiority({ broke: 2, mended: 0, pairs: 60 }, { margin: 0.02 }).state).toBe('undecided')
})

test('twenty breaks in four hundred pairs refute; a loss inside the margin is proven to be inside', () => {
  expect(nonInferiority({ broke: 20, mended: 0, pairs: 400 }, { margin: 0.02 })).toMatchObject({
    state: 'refuted',
    difference: -0.05,
    moreNeeded: 0,
  })
  expect(nonInferiority({ broke: 12, mended: 2, pairs: 4000 }, { margin: 0.02 }).state).toBe('proven')
})

test('a loss as large as the margin is never decided by more of the same', () => {
  expect(nonInferiority({ broke: 1, mended: 1, pairs: 10 }, { margin: 1e-6 })).toMatchObject({
    state: 'undecided',
    moreNeeded: null,
  })
})

const table = fc.tuple(fc.nat(40), fc.nat(40), fc.nat(400)).filter(([b, c, same]) => b + c + same > 0)
const worth = { refuted: 0, undecided: 1, proven: 2 }

test('one more break never turns a fail into a pass, nor undecided into proven, however it comes about', () => {
  fc.assert(
    fc.property(table, fc.constantFrom(0.01, 0.02, 0.05, 0.1), ([broke, mended, same], margin) => {
      const pairs = broke + mended + same
      const before = nonInferiority({ broke, mended, pairs }, { margin })
      const worse = [
        ...(same > 0 ? [{ broke: broke + 1, mended, pairs }] : []),
        ...(mended > 0 ? [{ broke: broke + 1, mended: mended - 1, pairs }] : []),
        { broke: broke + 1, mended, pairs: pairs + 1 },
      ]
      for (const comparison of worse) {
        expect(worth[nonInferiority(comparison, { margin }).state]).toBeLessThanOrEqual(worth[before.state])
      }
    }),
  )
})

test('a wider margin is never harder to prove', () => {
  fc.assert(
    fc.property(table, ([broke, mended, same]) => {
      const comparison = { broke, mended, pairs: broke + mended + same }
      if (nonInferiority(comparison, { margin: 0.02 }).state !== 'proven') return
      expect(nonInferiority(comparison, { margin: 0.05 }).state).toBe('proven')
    }),
  )
})
