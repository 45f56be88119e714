import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keyedRandom } from './random.ts'
import { type Spend, type SpendOptions, spend, type Tried } from './spend.ts'

/** Plays rounds until nothing more is to be played. */
function played(rates: readonly number[], options: SpendOptions, seed: number): Spend {
  let tried: readonly Tried[] = rates.map((_, index) => ({ id: `s${index}`, successes: 0, failures: 0 }))
  for (;;) {
    const plan = spend(tried, options)
    if (plan.finished) return plan
    tried = plan.each.map(({ id, successes, failures, next }, index) => {
      let passed = 0
      for (let trial = 0; trial < next; trial += 1) {
        if (keyedRandom(seed, id, successes + failures + trial).chance(rates[index] ?? 0)) passed += 1
      }
      return { id, successes: successes + passed, failures: failures + next - passed }
    })
  }
}

test('everything is tried before anything is tried again', () => {
  const tried = [
    { id: 'a', successes: 2, failures: 0 },
    { id: 'b', successes: 0, failures: 0 },
    { id: 'c', successes: 1, failures: 0 },
  ]

  expect(spend(tried, { target: 0.9, budget: 100, first: 2 }).each.map(({ id, next }) => [id, next])).toEqual([
    ['a', 0],
    ['b', 2],
    ['c', 1],
  ])
})

test('nothing is spent on what is decided, and first on what is nearly so', () => {
  const tried = [
    { id: 'proven', successes: 80, failures: 0 },
    { id: 'refuted', successes: 0, failures: 5 },
    { id: 'at the target', successes: 36, failures: 4 },
    { id: 'clean so far', successes: 30, failures: 0 },
  ]
  const { each, spent, finished } = spend(tried, { target: 0.9, budget: 1000, round: 25 })

  expect(each.map(({ id, state, next }) => [id, state, next])).toEqual([
    ['proven', 'proven', 0],
    ['refuted', 'refuted', 0],
    ['at the target', 'undecided', 15],
    ['clean so far', 'undecided', 10],
  ])
  expect([spent, finished]).toEqual([155, false])
})

test('a broken scenario costs a handful of trials, and what is saved goes where it decides', () => {
  const rates = [0, 0.2, 0.3, 1, 1, 1]
  const { each, spent } = played(rates, { target: 0.9, budget: 1000 }, 1)

  expect(each.map(({ state }) => state)).toEqual(['refuted', 'refuted', 'refuted', 'proven', 'proven', 'proven'])
  const trials = each.map(({ successes, failures }) => successes + failures)
  expect(Math.max(...trials.slice(0, 3))).toBeLessThan(Math.min(...trials.slice(3)) / 2)
  expect(spent).toBe(trials.reduce((a, b) => a + b, 0))
})

test('wrong decisions stay as rare as promised, although it looks after every round', () => {
  let wrong = 0
  for (let run = 0; run < 300; run += 1) {
    const { each } = played([0.9, 0.9, 0.9], { target: 0.9, budget: 600, alpha: 0.1 }, run)
    if (each.some(({ state }) => state === 'proven')) wrong += 1
  }
  expect(wrong / 300).toBeLessThanOrEqual(0.1)
})

test('of those it calls proven, no more are wrong on average than promised, also beside many that are right', () => {
  const rates = [0.9, 0.88, 0.89, 0.9, 1, 1, 1, 1, 1, 1]
  const shares = Array.from({ length: 150 }, (_, run) => {
    const { each } = played(rates, { target: 0.9, budget: 900, alpha: 0.1 }, run)
    const proven = each.flatMap(({ state }, index) => (state === 'proven' ? [rates[index] ?? 0] : []))
    return proven.filter((rate) => rate <= 0.9).length / Math.max(1, proven.length)
  })
  expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeLessThanOrEqual(0.1)
})

test('what is decided stays so while others are played', () => {
  const rates = [0, 0.5, 0.85, 0.95, 1, 1]
  let tried: readonly Tried[] = rates.map((_, index) => ({ id: `s${index}`, successes: 0, failures: 0 }))
  const decided = new Map<string, string>()
  for (;;) {
    const { each, finished } = spend(tried, { target: 0.9, budget: 1500 })
    for (const { id, state } of each) expect(state).toBe(decided.get(id) ?? state)
    for (const { id, state, next } of each) if (state !== 'undecided' && next === 0) decided.set(id, state)
    if (finished) break
    tried = each.map(({ id, successes, failures, next }, index) => {
      const outcomes = Array.from({ length: next }, (_, at) => keyedRandom(7, id, successes + failures + at))
      const passed = outcomes.filter((random) => random.chance(rates[index] ?? 0)).length
      return { id, successes: successes + passed, failures: failures + next - passed }
    })
  }
  expect(decided.size).toBeGreaterThanOrEqual(4)
})

test('what cannot be judged costs a dozen trials, holds up nothing, and ends undecided', () => {
  const tried = (unjudged: number) => [
    { id: 'mute', successes: 0, failures: 0, unjudged },
    { id: 'open', successes: 10, failures: 0 },
  ]
  const next = (unjudged: number) => spend(tried(unjudged), { target: 0.9, budget: 100 }).each.map((arm) => arm.next)

  expect([next(0), next(5), next(12)]).toEqual([
    [5, 0],
    [5, 10],
    [0, 10],
  ])
})

const anyTried = fc
  .array(fc.tuple(fc.nat(60), fc.nat(8)), { minLength: 1, maxLength: 8 })
  .map((counts) => counts.map(([successes, failures], index) => ({ id: `s${index}`, successes, failures })))

test('never more than the round and the budget, never to what is decided, and finished when there is nothing to do', () => {
  const options = fc.record({
    target: fc.double({ min: 0.5, max: 0.99, noNaN: true }),
    budget: fc.integer({ min: 1, max: 600 }),
    round: fc.integer({ min: 1, max: 50 }),
    first: fc.integer({ min: 1, max: 5 }),
  })
  fc.assert(
    fc.property(anyTried, options, (tried, given) => {
      const { each, spent, finished } = spend(tried, given)
      const next = each.reduce((sum, arm) => sum + arm.next, 0)

      expect(next).toBeLessThanOrEqual(Math.min(given.round, Math.max(0, given.budget - spent)))
      const isFresh = (arm: Tried) => arm.successes + arm.failures < given.first
      expect(each.filter((arm) => arm.state !== 'undecided' && arm.next > 0 && !isFresh(arm))).toEqual([])
      const isOpen = each.some((arm) => arm.state === 'undecided' || isFresh(arm))
      expect(finished).toBe(!isOpen || spent >= given.budget)
    }),
  )
})

test.each([
  [{ target: 1, budget: 10 }, 'target must be a fraction between 0 and 1, got 1'],
  [{ target: 0.9, budget: 0 }, 'budget must be a whole number of at least 1, got 0'],
])('refuses what cannot be asked (%#)', (options, message) => {
  expect(() => spend([{ id: 'a', successes: 0, failures: 0 }], options)).toThrow(new RangeError(message))
})
