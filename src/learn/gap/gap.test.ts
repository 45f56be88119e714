import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Graded } from '../graded.ts'
import { gapOf } from './gap.ts'
import { gapSentences } from './words.ts'

const many = (n: number, held: number, rest: Omit<Graded, 'held' | 'unit'>): readonly Graded[] =>
  Array.from({ length: n }, (_, at) => ({ ...rest, unit: `${rest.side} ${rest.cell} ${at}`, held: at < held }))

test('every draw adds up, and so does what is told of them', () => {
  const finding = fc.record({
    side: fc.constantFrom('test' as const, 'production' as const),
    unit: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    cell: fc.constantFrom('x', 'y', 'z'),
    held: fc.boolean(),
    weight: fc.constantFrom(1, 2, 20),
  })
  fc.assert(
    fc.property(fc.array(finding, { minLength: 2, maxLength: 40 }), (findings) => {
      const gap = gapOf(findings, { seed: 1, draws: 20 })
      if (gap === null) return
      const { mix, uncovered, behaviour, judge, gap: whole } = gap.parts
      expect(Math.abs(mix + uncovered + behaviour + judge - whole)).toBeLessThan(1e-12)
      expect(gapSentences(gap)[0]).toContain('findings in the test')
    }),
  )
})

test('a gap is told by its causes, with what was not looked at', () => {
  const gap = gapOf(
    [
      ...many(100, 95, { side: 'test', cell: 'booking' }),
      ...many(50, 40, { side: 'production', cell: 'booking' }),
      ...many(50, 20, { side: 'production', cell: 'insurance' }),
    ],
    { seed: 7 },
  )
  expect(gap && gapSentences(gap)).toMatchInlineSnapshot(`
    [
      "Production does 60.0 % where the test does 95.0 %: a gap of 35 points (24.0 to 45.0, 95 % intervals), from 100 findings in the test and 100 in production.",
      "Of it, 20 are traffic that no scenario has (10.0 to 29.7); 15 are the same kinds of customers faring worse (3.4 to 26.1).",
      "Nobody labelled any of these verdicts, so what judges make of it is not known and counts as nothing.",
    ]
  `)
})

test('a judge that is kinder than people is a part of the gap of its own', () => {
  const labelled = (side: 'test' | 'production', rightOfHeld: number) =>
    Array.from(
      { length: 100 },
      (_, at): Graded => ({
        side,
        unit: `${side} ${at}`,
        cell: 'booking',
        held: at < 90,
        truth: at < rightOfHeld,
      }),
    )
  const gap = gapOf([...labelled('test', 70), ...labelled('production', 90)], { seed: 7 })
  expect(gap?.parts).toMatchObject({
    gap: 0,
    judge: expect.closeTo(0.2, 9),
    behaviour: expect.closeTo(-0.2, 9),
    uncovered: 0,
  })
  expect(gap?.n.test).toEqual({ findings: 100, units: 100, labels: 100 })
})

test('without anything on a side there is no gap', () => {
  expect(gapOf(many(5, 5, { side: 'test', cell: 'booking' }), { seed: 1 })).toBeNull()
})
