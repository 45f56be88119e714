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
    traits: fc.tuple(fc.constantFrom('booking', 'price', 'parking'), fc.constantFrom('chat', 'sms')),
    held: fc.boolean(),
    weight: fc.constantFrom(1, 2, 20),
  })
  fc.assert(
    fc.property(fc.array(finding, { minLength: 2, maxLength: 40 }), (found) => {
      const findings = found.map((each) => ({ ...each, cell: each.traits.join() }))
      const gap = gapOf(findings, { seed: 1, draws: 20, traits: ['kind', 'channel'] })
      if (gap === null) return
      const { mix, uncovered, behaviour, judge, gap: whole } = gap.parts
      expect(Math.abs(mix + uncovered + behaviour + judge - whole)).toBeLessThan(1e-12)
      const sum = (values: readonly number[]) => values.reduce((total, each) => total + each, 0)
      expect(Math.abs(sum(gap.traits.map((each) => each.mix.points)) - mix)).toBeLessThan(1e-12)
      const told = sum(gap.traits.map((each) => each.uncovered.points)) + gap.together.points
      expect(Math.abs(told - uncovered)).toBeLessThan(1e-12)
      expect(gapSentences(gap)[0]).toContain('findings in the test')
      const plain = gapOf(findings, { seed: 1, draws: 1 })
      expect(plain?.parts).toEqual(gap.parts)
      expect(plain?.traits[0]?.both.points).toBeCloseTo(mix + uncovered, 12)
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
      "The judge’s part is not measured: there are no labels, so it counts as nothing.",
    ]
  `)
})

test('the most of what no scenario has is named, each with its part of the points and what to do', () => {
  const far = { side: 'production', traits: ['near no scenario'] } as const
  const gap = gapOf(
    [
      ...many(100, 95, { side: 'test', cell: 'booking' }),
      ...many(50, 45, { side: 'production', cell: 'booking' }),
      ...many(30, 6, { ...far, cell: 'far, by day', called: 'insurance policy' }),
      ...many(15, 12, { ...far, cell: 'far, at night', called: 'parking' }),
      ...many(5, 0, { ...far, cell: 'far, once' }),
    ],
    { seed: 7 },
  )
  expect(gap && gapSentences(gap)[2]).toMatchInlineSnapshot(
    `"Of what no scenario has, the most is about: "insurance policy" is 30.0 % of production and 21.0 points (13.4 to 29.6); "parking" is 15.0 % of production and 1.5 points (-1.6 to 5.1). "fieldproof coverage --draft scenarios/drafts.yaml" drafts scenarios for it."`,
  )
  const of = gap?.called.map(({ called, n, rate, uncovered }) => [called, n, rate, uncovered.points])
  expect(of).toEqual([
    ['insurance policy', 30, 0.2, expect.closeTo(0.21, 9)],
    ['parking', 15, 0.8, expect.closeTo(0.015, 9)],
  ])
  expect(gap?.parts.uncovered).toBeCloseTo(0.21 + 0.015 + 0.045, 9)
})

/** Ninety in a hundred held as judged; of labels every other verdict of each kind, right as often as said. */
const labelled = (side: 'test' | 'production', right: { readonly ofHeld: number; readonly ofViolated: number }) =>
  Array.from({ length: 200 }, (_, at): Graded => {
    const held = at < 180
    const isRight = (at % 10) / 10 < (held ? right.ofHeld : right.ofViolated)
    const truth = at % 20 < 10 ? { truth: isRight ? held : !held } : {}
    return { side, unit: `${side} ${at}`, cell: 'booking', held, ...truth }
  })

test('a judge that is kinder than people is a part of the gap of its own, as uncertain as its labels are few', () => {
  const gap = gapOf(
    [...labelled('test', { ofHeld: 0.8, ofViolated: 1 }), ...labelled('production', { ofHeld: 1, ofViolated: 1 })],
    { seed: 7 },
  )
  expect(gap?.parts).toMatchObject({
    gap: 0,
    judge: expect.closeTo(0.18, 9),
    behaviour: expect.closeTo(-0.18, 9),
    uncovered: 0,
  })
  expect(gap?.n.test).toEqual({ findings: 200, units: 200, labels: 100 })
  expect(gap?.intervals.judge.low).toBeGreaterThan(0.05)
  expect(gap?.intervals.judge.high).toBeLessThan(0.3)
  expect(gap && gapSentences(gap)[1]).toMatchInlineSnapshot(
    `"Of it, −18 are the same kinds of customers faring better (-27.9 to -8.8); 18 are judges who see the test better than people do (10.5 to 26.5)."`,
  )
})

test('labels that were asked for more often count less', () => {
  const said = (at: number, truth: boolean, speaksFor: number): Graded => {
    return { side: 'test', unit: `${at}`, cell: 'booking', held: true, truth, speaksFor }
  }
  const gap = gapOf(
    [
      ...[1, 2, 3, 4].map((at) => said(at, false, 1)),
      ...[5, 6].map((at) => said(at, true, 8)),
      ...many(9, 9, { side: 'production', cell: 'booking' }),
    ],
    { seed: 1, draws: 50 },
  )
  expect(gap?.parts.judge).toBeCloseTo(0.2, 9)
})

test('a side whose labels leave one of its verdicts out is taken at its word, and that is said', () => {
  const onlyHeld = labelled('production', { ofHeld: 0.8, ofViolated: 1 }).map(({ truth, ...each }) =>
    each.held && truth !== undefined ? { ...each, truth } : each,
  )
  const gap = gapOf([...labelled('test', { ofHeld: 1, ofViolated: 1 }), ...onlyHeld], { seed: 7 })
  expect(gap?.parts.judge).toBe(0)
  expect(gap?.corrected).toEqual({ test: true, production: false })
  expect(gap && gapSentences(gap).at(-1)).toMatchInlineSnapshot(
    `"The judge’s part is half measured: production’s verdicts are taken as they are until some of those called held and some of those called violated are labelled."`,
  )
})

test('the same customers on a harder channel, and new ones there, are told apart', () => {
  const on = (side: Graded['side'], n: number, held: number, kind: string, channel: string) =>
    many(n, held, { side, cell: `${kind} ${channel}`, traits: [kind, channel] })
  const gap = gapOf(
    [
      ...on('test', 80, 76, 'booking', 'chat'),
      ...on('test', 20, 12, 'booking', 'sms'),
      ...on('production', 20, 19, 'booking', 'chat'),
      ...on('production', 60, 36, 'booking', 'sms'),
      ...on('production', 20, 4, 'parking', 'sms'),
    ],
    { seed: 7, traits: ['kind', 'channel'] },
  )
  expect(gap && gapSentences(gap)[1]).toMatchInlineSnapshot(
    `"Of it, 19 are the channels they come on (11.0 to 28.9); 10 are traffic that no scenario has (4.3 to 15.8)."`,
  )
})

test('without anything on a side there is no gap', () => {
  expect(gapOf(many(5, 5, { side: 'test', cell: 'booking' }), { seed: 1 })).toBeNull()
})
