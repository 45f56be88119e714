import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gapParts } from './gap.ts'
import { type TraitCell, traitParts } from './gap-traits.ts'

const share = fc.double({ min: 0, max: 1, noNaN: true })
const cell = fc.record({
  at: fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('x', 'y'), fc.constantFrom('p', 'q')),
  testWeight: fc.constantFrom(0, 1, 5),
  weight: fc.constantFrom(0, 1, 7),
  testRate: share,
  rate: share,
  truth: share,
})

test('what traits contribute adds up to the mix and the uncovered part, and their order does not matter', () => {
  fc.assert(
    fc.property(fc.uniqueArray(cell, { minLength: 1, maxLength: 12, selector: ({ at }) => at.join() }), (cells) => {
      const [parts, whole] = [traitParts(cells, 3), gapParts(cells)]
      expect(parts === null).toBe(whole === null)
      if (parts === null || whole === null) return
      const sum = (values: readonly number[]) => values.reduce((total, each) => total + each, 0)
      expect(Math.abs(sum(parts.mix) - whole.mix)).toBeLessThan(1e-12)
      expect(Math.abs(sum(parts.uncovered) + parts.together - whole.uncovered)).toBeLessThan(1e-12)
      const turned = traitParts(
        cells.map((each) => ({ ...each, at: each.at.toReversed() })),
        3,
      )
      for (const [at, part] of parts.mix.entries()) expect(turned?.mix[2 - at]).toBeCloseTo(part, 12)
    }),
  )
})

test('each trait gets what it brings: a channel that is harder, customers with what no scenario has', () => {
  const on = (kind: string, channel: string, testWeight: number, weight: number, rate: number): TraitCell => {
    return { at: [kind, channel], testWeight, weight, rate, ...(testWeight > 0 && { testRate: rate }) }
  }
  const parts = traitParts(
    [
      on('booking', 'chat', 40, 10, 0.9),
      on('price', 'chat', 40, 10, 0.9),
      on('booking', 'sms', 10, 20, 0.5),
      on('price', 'sms', 10, 20, 0.5),
      on('parking', 'sms', 0, 20, 0.1),
      on('booking', 'email', 0, 10, 0.3),
      on('parking', 'email', 0, 10, 0.3),
    ],
    2,
  )
  // Within what is covered, texts go from 20 to 67 of 100 and lose 40 points of 100 each.
  const round = (values: readonly number[] = []) => values.map((value) => Math.round(1000 * value) / 1000 + 0)
  expect(round(parts?.mix)).toEqual([0, 0.187])
  // A fifth comes to park and is 53 points worse; a tenth writes mail, a tenth does both: 33 points each.
  expect(round(parts?.uncovered)).toEqual([0.123, 0.05])
  expect(parts?.together).toBe(0)
})
