import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { GradedTalk } from '../gap/graded-over.ts'
import { answerOf } from './answer.ts'
import { type Forecast, wholeConversations } from './forecast.ts'
import { foretell } from './foretell.ts'

/** So many of a kind who write so. */
function talks(
  side: GradedTalk['side'],
  n: number,
  held: number,
  { kind = 'price', writing = 'plain' }: { readonly kind?: string; readonly writing?: string } = {},
): readonly GradedTalk[] {
  const traits = [kind, 'chat', writing, 'well'] as const
  return Array.from({ length: n }, (_, at) => ({
    ...{ side, unit: `${side} ${kind} ${writing} ${at}`, cell: traits.join(), traits, held: at < held },
  }))
}

const ratesOf = (conversations: readonly GradedTalk[], more: Partial<Parameters<typeof foretell>[1]> = {}) => {
  const { rates, mix } = foretell({ conversations, byPromise: new Map() }, { seed: 1, ...more })
  const rate = rates[wholeConversations]
  if (rate === undefined) throw new Error('nothing was decided')
  return { ...rate, mix }
}

const test100 = [...talks('test', 80, 76), ...talks('test', 20, 8, { writing: 'with slips' })]

test('a way of writing that costs is expected as often as production has it', () => {
  const asTested = ratesOf([
    ...test100,
    ...talks('production', 80, 0),
    ...talks('production', 20, 0, { writing: 'with slips' }),
  ])
  const moreSlips = ratesOf([
    ...test100,
    ...talks('production', 20, 0),
    ...talks('production', 80, 0, { writing: 'with slips' }),
  ])
  const none = ratesOf([...test100, ...talks('production', 100, 0)])
  expect(asTested.asTested).toBeCloseTo(0.83, 1)
  expect(moreSlips.asTested).toBeLessThan(0.7)
  expect(none.asTested).toBeGreaterThan(0.87)
})

test('what production has and the test never had widens the forecast', () => {
  const known = ratesOf([...talks('test', 200, 180), ...talks('production', 100, 0)])
  const unknown = ratesOf([...talks('test', 200, 180), ...talks('production', 100, 0, { writing: 'in pieces' })])
  expect(unknown.high - unknown.low).toBeGreaterThan(1.2 * (known.high - known.low))
})

test('best and worst case lie as far apart as what no scenario has comes, and traffic can be given', () => {
  const given = new Map([
    ['price', 75],
    ['parking', 25],
  ])
  const { best, worst, uncovered, mix } = ratesOf(talks('test', 100, 90), { given })
  expect({ mix, uncovered, apart: best - worst }).toEqual({
    mix: 'given',
    uncovered: 0.25,
    apart: expect.closeTo(0.25, 9),
  })
  expect(ratesOf(talks('test', 100, 90)).mix).toBe('assumed')
})

/** What testers' customers come to, and what an ablation of twenty scenarios says that others cost. */
const clean = talks('test', 100, 95).map((each) => ({ ...each, persona: 'model-customer' }))
const cost = (mean: number) => ({ mean, low: mean, high: mean, scenarios: 20 })
const ablation = {
  ...{ madeAt: '2026-03-01T09:15:00.000Z', agent: 'salon-desk' },
  ablation: {
    ...{ clean: 0.95, all: 0.55, scenarios: 20, customers: 200, undecided: 0 },
    costs: (['noise', 'behaviours'] as const).map((factor) => {
      const alone = cost(factor === 'noise' ? 0.3 : 0.1)
      return { factor, points: alone, alone, leftOut: alone }
    }),
  },
}

test('what an ablation found to cost is expected where the test had none of it, as often as it is known to come', () => {
  const foretold = (more: Partial<Parameters<typeof foretell>[1]>, production: readonly GradedTalk[] = []) => {
    const { rates, brought } = foretell(
      { conversations: [...clean, ...production], byPromise: new Map() },
      { seed: 1, ...more },
    )
    return { asTested: rates[wholeConversations]?.asTested ?? 0, brought }
  }
  const [none, all] = [foretold({}), foretold({ brought: { ablation } })]
  const given = foretold({
    brought: { ablation, given: new Map([['noise', 0.1] as const, ['behaviours', 0] as const]) },
  })
  const half = talks('production', 50, 0).concat(talks('production', 50, 0, { writing: 'with slips' }))
  const counted = foretold({ brought: { ablation } }, half)
  expect(none.asTested).toBeCloseTo(0.945, 1)
  expect(all.asTested).toBeLessThan(0.75)
  expect(given.asTested).toBeGreaterThan(0.9)
  expect(counted.asTested).toBeGreaterThan(all.asTested)
  expect(
    counted.brought?.map(({ what, shares, production, test: had, ablated }) => [
      what,
      shares,
      production,
      had,
      ablated,
    ]),
  ).toEqual([
    ['behaviours', 'simulated', 1, 0, ablation.madeAt],
    ['writing: with slips', 'counted', 0.5, 0, ablation.madeAt],
  ])
  expect(none.brought).toEqual([])
})

test('a promise is asked only of customers who bring it up', () => {
  const greeted = [...talks('test', 50, 50), ...talks('test', 50, 50, { kind: 'booking' })]
  const booked = talks('test', 50, 40, { kind: 'booking' })
  const given = new Map([
    ['price', 90],
    ['booking', 9],
    ['parking', 1],
  ])
  const source = { conversations: greeted, byPromise: new Map([['booked', booked]]) }
  const { rates } = foretell(source, { seed: 1, given })
  // Of a hundred customers nine want to book and, if they are as others, half of one who is new.
  expect(rates.booked?.uncovered).toBeCloseTo(0.5 / 9.5, 9)
  const { rates: none } = foretell(source, { seed: 1, given: new Map([['price', 1]]) })
  expect(Object.keys(none)).toEqual([wholeConversations])
})

test('a mix that an earlier forecast foresaw teaches nothing of how much tests flatter', () => {
  const conversations = [
    ...talks('test', 200, 190),
    ...talks('test', 200, 80, { kind: 'booking' }),
    ...talks('production', 100, 95),
    ...talks('production', 900, 360, { kind: 'booking' }),
  ]
  const source = { conversations, byPromise: new Map() }
  const made = (more: Partial<Parameters<typeof foretell>[1]>): Forecast => ({
    ...{ madeAt: '2026-03-02T09:15:00.000Z', run: 'r', agent: 'salon-desk' },
    ...foretell(source, { seed: 1, ...more }),
  })
  const forecast = made({})
  const answer = answerOf(source, forecast, { answeredAt: '2026-04-02T09:15:00.000Z', seed: 1 })
  const { offset, rate } = made({ answered: [{ forecast, answer }] }).rates[wholeConversations] ?? {}
  expect(offset?.mean).toBeCloseTo(0, 0)
  expect(Math.abs(offset?.mean ?? 1)).toBeLessThan(0.15)
  expect(rate).toBeCloseTo(0.455, 1)
})

test('whatever came, the interval holds the forecast, worst lies below best, and the same seed gives the same', () => {
  const some = fc.record({
    side: fc.constantFrom('test' as const, 'production' as const),
    n: fc.integer({ min: 1, max: 20 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    kind: fc.constantFrom('price', 'booking'),
    writing: fc.constantFrom('plain', 'with slips'),
  })
  fc.assert(
    fc.property(fc.array(some, { minLength: 1, maxLength: 6 }), (groups) => {
      const conversations = groups.flatMap(({ side, n, share, ...of }) => talks(side, n, Math.round(share * n), of))
      if (!conversations.some(({ side }) => side === 'test')) return
      const { rate, low, high, best, worst } = ratesOf(conversations)
      expect(low <= rate && rate <= high && worst <= best + 1e-12).toBe(true)
      expect(ratesOf(conversations).rate).toBe(rate)
    }),
    { numRuns: 15 },
  )
})
