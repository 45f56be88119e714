import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type GapCell, gapParts } from './gap.ts'

const fraction = fc.double({ min: 0, max: 1, noNaN: true })
const weight = fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 1000, noNaN: true }))
const maybe = fc.option(fraction, { nil: undefined })
const cell: fc.Arbitrary<GapCell> = fc
  .record({ testWeight: weight, testRate: maybe, testTruth: maybe, weight, rate: maybe, truth: maybe })
  .map(
    (values) =>
      Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as unknown as GapCell,
  )

test('the parts add up to the gap, whatever the numbers are', () => {
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1, maxLength: 20 }), (cells) => {
      const parts = gapParts(cells)
      if (parts === null) return
      const { gap, mix, uncovered, behaviour, judge, test: suite, production } = parts
      expect(Math.abs(mix + uncovered + behaviour + judge - gap)).toBeLessThan(1e-12)
      expect(suite - production).toBe(gap)
    }),
    { numRuns: 1000 },
  )
})

test('each cause alone is found where it is, and nowhere else', () => {
  const same = { testWeight: 1, testRate: 0.9, weight: 1, rate: 0.9 }
  expect(gapParts([same, { testWeight: 3, testRate: 0.5, weight: 1, rate: 0.5 }])).toMatchObject({
    mix: expect.closeTo(-0.1, 12),
    uncovered: 0,
    behaviour: 0,
    judge: 0,
  })
  expect(gapParts([same, { testWeight: 0, weight: 1, rate: 0.5 }])).toEqual({
    test: 0.9,
    production: 0.7,
    gap: expect.closeTo(0.2, 12),
    mix: 0,
    uncovered: expect.closeTo(0.2, 12),
    behaviour: 0,
    judge: 0,
    uncoveredShare: 0.5,
  })
  expect(gapParts([{ ...same, rate: 0.6 }])).toMatchObject({ mix: 0, uncovered: 0, behaviour: expect.closeTo(0.3, 12) })
  expect(gapParts([{ ...same, testTruth: 0.7, truth: 0.8 }])).toMatchObject({
    gap: 0,
    behaviour: expect.closeTo(-0.1, 12),
    judge: expect.closeTo(0.1, 12),
  })
})

test('what the suite could not decide is uncovered, and what production lacks differs in its share alone', () => {
  expect(
    gapParts([
      { testWeight: 1, testRate: 1, weight: 1, rate: 0.8 },
      { testWeight: 1, weight: 1, rate: 0.4 },
    ]),
  ).toMatchObject({
    uncoveredShare: 0.5,
    uncovered: expect.closeTo(0.2, 12),
    behaviour: expect.closeTo(0.2, 12),
    mix: 0,
  })
  expect(
    gapParts([
      { testWeight: 1, testRate: 1, weight: 1, rate: 1 },
      { testWeight: 1, testRate: 0.5, weight: 0 },
    ]),
  ).toMatchObject({ mix: expect.closeTo(-0.25, 12), behaviour: 0, uncovered: 0 })
})

test('without anything decided on one side there is no gap', () => {
  expect(gapParts([])).toBeNull()
  expect(gapParts([{ testWeight: 1, testRate: 1, weight: 1 }])).toBeNull()
  expect(gapParts([{ testWeight: 0, weight: 1, rate: 1 }])).toBeNull()
  expect(() => gapParts([{ testWeight: -1, weight: 1 }])).toThrow('weights must be numbers from 0, got -1')
  expect(() => gapParts([{ testWeight: 1, testRate: 1.2, weight: 1 }])).toThrow('rates must be from 0 to 1, got 1.2')
})
