import { expect, test } from 'vitest'
import { type Sprt, sprt, sprtNext } from './sprt.ts'

const RATES = { acceptable: 0.01, unacceptable: 0.05 }
const after = (test: Sprt, passes: number, failures: number): Sprt => {
  let current = test
  for (let n = 0; n < failures; n += 1) current = sprtNext(current, false)
  for (let n = 0; n < passes; n += 1) current = sprtNext(current, true)
  return current
}

test('a clean run shows 1 % rather than 5 % after 72 trials', () => {
  expect(sprt(RATES)).toMatchObject({ state: 'undecided', n: 0, moreNeeded: 72, finished: false })
  expect(after(sprt(RATES), 71, 0)).toMatchObject({ state: 'undecided', moreNeeded: 1 })
  expect(after(sprt(RATES), 72, 0)).toMatchObject({ state: 'proven', moreNeeded: 0, finished: true })
})

test('two failures at once refute, and nothing changes after that', () => {
  const refuted = after(sprt(RATES), 0, 2)
  expect(refuted).toMatchObject({ state: 'refuted', n: 2, failures: 2, finished: true })
  expect(after(refuted, 500, 0)).toBe(refuted)
})

test('at the cap it stays undecided and says that it is finished', () => {
  expect(after(sprt({ ...RATES, cap: 50 }), 60, 0)).toMatchObject({
    state: 'undecided',
    n: 50,
    finished: true,
    moreNeeded: 0,
  })
  expect(sprt({ ...RATES, cap: 50 }).moreNeeded).toBeNull()
})

test('rates the wrong way round are refused', () => {
  expect(() => sprt({ acceptable: 0.05, unacceptable: 0.01 })).toThrow(
    'the acceptable failure rate must be the lower one, got 0.05 and 0.01',
  )
})

/** Mean length and chance of refuting, exactly, from the states the test itself gives to counts. */
function operating(failureRate: number): { trials: number; refuted: number } {
  const result = { trials: 0, refuted: 0 }
  let running: readonly (readonly [Sprt, number])[] = [[sprt({ ...RATES, cap: 2000 }), 1]]
  while (running.length > 0) {
    const reached = running.flatMap(([test, chance]) => [
      [sprtNext(test, true), chance * (1 - failureRate)] as const,
      [sprtNext(test, false), chance * failureRate] as const,
    ])
    result.trials += sumOf(running)
    result.refuted += sumOf(reached.filter(([{ state }]) => state === 'refuted'))
    running = merged(reached.filter(([{ finished }, chance]) => !finished && chance > 1e-14))
  }
  return result
}

function sumOf(states: readonly (readonly [Sprt, number])[]): number {
  return states.reduce((sum, [, chance]) => sum + chance, 0)
}

/** Two ways to the same count of failures are one state. */
function merged(states: readonly (readonly [Sprt, number])[]): readonly (readonly [Sprt, number])[] {
  const byFailures = new Map<number, readonly [Sprt, number]>()
  for (const [test, chance] of states) {
    byFailures.set(test.failures, [test, chance + (byFailures.get(test.failures)?.[1] ?? 0)])
  }
  return [...byFailures.values()]
}

test.each([
  [0.001, 75.0],
  [0.005, 89.4],
  [0.01, 112.6],
  [0.02, 155.6],
  [0.05, 78.7],
  [0.1, 29.6],
])('at a failure rate of %d it takes %d trials on average', (failureRate, trials) => {
  expect(operating(failureRate).trials).toBeCloseTo(trials, 1)
})

test('it errs at most 5 % of the time at either rate', () => {
  expect(operating(0.01).refuted).toBeLessThan(0.05)
  expect(operating(0.05).refuted).toBeGreaterThan(0.95)
})
