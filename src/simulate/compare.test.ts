import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Finding } from '../pact/index.ts'
import { type ComparedTrial, compareRuns } from './compare.ts'

const conditions = [
  { id: 'books', severity: 'critical' },
  { id: 'polite', severity: 'minor' },
] as const
const options = { conditions, margin: 0.02 }

type Word = 'held' | 'violated' | 'unjudged' | 'not-applicable'

function aTrial(id: string, scenario: string, books: Word, polite: Word = 'held'): ComparedTrial {
  const findings = [finding('books', books), finding('polite', polite)]
  return { id, scenario, verdict: { conversation: id, pact: { id: 'salon', version: 1, hash: 'f00d' }, findings } }
}

function finding(condition: string, outcome: Word): Finding {
  if (outcome === 'violated') return { condition, outcome, because: 'it did', at: [0] }
  return outcome === 'unjudged' ? { condition, outcome, because: 'no record' } : { condition, outcome }
}

async function* stream(trials: readonly ComparedTrial[]) {
  yield* trials
}

const compared = (old: readonly ComparedTrial[], fresh: readonly ComparedTrial[]) =>
  compareRuns(stream(old), stream(fresh), options)

/** So many scenarios with one trial each. */
const once = (n: number, outcome: (index: number) => Word = () => 'held') =>
  Array.from({ length: n }, (_, index) => aTrial(`t${index}`, `s${index}`, outcome(index)))

test('a run compared with itself has no flips, and is proven only when there are enough pairs', async () => {
  const few = await compared(once(60), once(60))
  expect(few.overall).toMatchObject({ pairs: 60, broke: 0, mended: 0, method: 'mcnemar', state: 'undecided' })
  expect(few.state).toBe('undecided')
  const needed = few.overall?.moreNeeded ?? 0
  const enough = await compared(once(60 + needed), once(60 + needed))
  expect(enough.state).toBe('proven')
  expect((await compared(once(59 + needed), once(59 + needed))).state).toBe('undecided')
})

test('a condition that held in all trials of a scenario and breaks in all is refuted whatever the averages', async () => {
  const old = Array.from({ length: 600 }, (_, index) => aTrial(`t${index}`, `s${index % 200}`, 'held'))
  const fresh = old.map((trial) => (trial.scenario === 's7' ? aTrial(trial.id, 's7', 'violated') : trial))
  const comparison = await compared(old, fresh)
  expect(comparison.hardBreaks).toEqual([{ condition: 'books', scenario: 's7', before: 3, now: 3 }])
  expect(comparison.state).toBe('refuted')
})

test('one that is not critical is no hard break, and neither is one that broke in some trials', async () => {
  const old = [aTrial('a', 's', 'held'), aTrial('b', 's', 'held')]
  expect(
    (await compared(old, [aTrial('a', 's', 'held', 'violated'), aTrial('b', 's', 'held', 'violated')])).hardBreaks,
  ).toEqual([])
  expect((await compared(old, [aTrial('a', 's', 'violated'), aTrial('b', 's', 'held')])).hardBreaks).toEqual([])
})

test('repeats are compared by the means of scenarios, never as if they were independent', async () => {
  const five = (outcome: (scenario: number, repeat: number) => Word) =>
    Array.from({ length: 50 }, (_, index) =>
      aTrial(`t${index}`, `s${Math.floor(index / 5)}`, outcome(Math.floor(index / 5), index % 5)),
    )
  const comparison = await compared(
    five(() => 'held'),
    five((scenario, repeat) => (scenario < 2 && repeat > 0 ? 'violated' : 'held')),
  )
  // Eight of fifty pairs broke, which as single runs would be beyond chance; but they are two scenarios.
  expect(comparison.overall).toMatchObject({ broke: 8, mended: 0, scenarios: 10, method: 'sign-flip', pWorse: 0.25 })
  expect(comparison.state).not.toBe('proven')
})

test('what was unjudged on either side is in no count and is said', async () => {
  const old = [aTrial('a', 'a', 'held'), aTrial('b', 'b', 'unjudged'), aTrial('c', 'c', 'held')]
  const fresh = [aTrial('a', 'a', 'held'), aTrial('b', 'b', 'violated'), aTrial('c', 'c', 'not-applicable')]
  const { overall, conditions: lines, pairs } = await compared(old, fresh)
  expect(pairs).toBe(3)
  expect(overall).toMatchObject({ pairs: 2, undecidedPairs: 1 })
  expect(lines[0]).toMatchObject({ id: 'books', pairs: 1, undecidedPairs: 2, broke: 0 })
})

test('trials that only one run has are counted and not compared', async () => {
  const comparison = await compared(once(5), [...once(3), aTrial('new', 's9', 'violated')])
  expect(comparison).toMatchObject({ pairs: 3, onlyOld: 2, onlyNew: 1, overall: { pairs: 3, broke: 0 } })
})

test('runs with no trial in common, or nothing decided, give no number', async () => {
  const apart = await compared(once(2), [aTrial('x', 'x', 'held')])
  expect(apart).toMatchObject({ pairs: 0, conditions: [], notCompared: ['books', 'polite'], state: 'undecided' })
  expect(apart.overall).toBeUndefined()
})

test('scenarios that passed sometimes in the old run are named, the least predictable first', async () => {
  const old = ['held', 'violated', 'held', 'violated', 'held', 'held', 'held', 'violated'] as const
  const trials = old.map((word, index) => aTrial(`t${index}`, index < 4 ? 'coin' : 'mostly', word))
  const { flaky } = await compared(trials, [])
  expect(flaky.map(({ scenario, successes, n }) => [scenario, successes, n])).toEqual([
    ['coin', 2, 4],
    ['mostly', 3, 4],
  ])
})

test('one condition in thirty that looks worse by chance is not called worse', async () => {
  const many = Array.from({ length: 30 }, (_, index) => ({ id: `c${index}`, severity: 'minor' as const }))
  const trials = (broken: number): ComparedTrial[] =>
    Array.from({ length: 100 }, (_, index) => ({
      id: `t${index}`,
      scenario: `s${index}`,
      verdict: {
        conversation: `t${index}`,
        pact: { id: 'p', version: 1, hash: 'f' },
        findings: many.map(({ id }) => finding(id, id === 'c3' && index < broken ? 'violated' : 'held')),
      },
    }))
  const lineOf = async (broken: number) =>
    (await compareRuns(stream(trials(0)), stream(trials(broken)), { conditions: many, margin: 0.02 })).conditions[3]
  expect(await lineOf(6)).toMatchObject({
    broke: 6,
    pWorse: expect.closeTo(1 / 64, 9),
    state: 'undecided',
    corrected: true,
  })
  expect(await lineOf(12)).toMatchObject({ broke: 12, state: 'refuted', corrected: false })
})

test('swapping the runs swaps breaks and mends, and turns the difference around', async () => {
  const word = fc.constantFrom<Word>('held', 'violated', 'unjudged', 'not-applicable')
  const pair = fc.tuple(fc.integer({ min: 0, max: 5 }), word, word)
  await fc.assert(
    fc.asyncProperty(fc.array(pair, { maxLength: 40 }), async (pairs) => {
      const old = pairs.map(([scenario, before], index) => aTrial(`t${index}`, `s${scenario}`, before))
      const fresh = pairs.map(([scenario, , now], index) => aTrial(`t${index}`, `s${scenario}`, now))
      const there = (await compared(old, fresh)).overall
      const back = (await compared(fresh, old)).overall
      expect(back?.broke).toBe(there?.mended)
      expect(back?.mended).toBe(there?.broke)
      expect(back?.pairs).toBe(there?.pairs)
      if (there !== undefined) {
        expect(back?.difference).toBeCloseTo(-there.difference, 12)
        expect(there.low).toBeLessThanOrEqual(there.difference + 1e-9)
        expect(there.high).toBeGreaterThanOrEqual(there.difference - 1e-9)
      }
    }),
  )
})
