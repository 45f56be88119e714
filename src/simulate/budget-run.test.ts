import { expect, test } from 'vitest'
import type { Conversation } from '../conversation/index.ts'
import type { Verdict } from '../pact/index.ts'
import { keyedRandom } from '../stats/index.ts'
import type { TrialRecord } from '../store/index.ts'
import { budgetCounts } from './budget-outcome.ts'
import { type BudgetPlan, budgetPlan } from './budget-plan.ts'
import { runWithin } from './budget-run.ts'
import { aScenario, aStage, customerWho, plainPersona } from './stage.sample.ts'

const rates: Readonly<Record<string, number>> = { sound: 1, broken: 0, near: 0.85 }
const personas = ['ana', 'ben', 'cleo'].map((id) => ({ ...plainPersona, id }))

const planOf = (trials: number, target = 0.8): BudgetPlan =>
  budgetPlan(
    {
      scenarios: Object.keys(rates).map((id) => aScenario({ id })),
      personas,
      channels: ['chat', 'sms'],
      repeats: 1,
      seed: 3,
      persona: () => plainPersona,
    },
    { trials, target },
  )

/** Passes as often as its scenario's rate says, by the seed of the conversation. */
function graded({ id, circumstances }: Conversation): Verdict {
  const passes = keyedRandom(circumstances?.seed ?? 0, 'passes').chance(rates[circumstances?.scenario ?? ''] ?? 1)
  return {
    conversation: id,
    pact: { id: 'p', version: 1, hash: 'h' },
    findings: [
      passes ? { condition: 'c', outcome: 'held' } : { condition: 'c', outcome: 'violated', because: 'no', at: [] },
    ],
  }
}

function memory() {
  const kept = new Map<string, TrialRecord>()
  return {
    kept,
    save: async (trial: TrialRecord) => void kept.set(trial.id, trial),
    async *trialIds() {
      yield* kept.keys()
    },
    async *trials() {
      yield* kept.values()
    },
  }
}

async function play(plan: BudgetPlan, store = memory(), stopAfter = Infinity, concurrency = 8) {
  const stop = new AbortController()
  let played = 0
  await runWithin({
    id: 'r',
    plan,
    stage: aStage((message) => message, customerWho('hello')),
    judge: graded,
    concurrency,
    signal: stop.signal,
    store,
    onTrial() {
      played += 1
      if (played === stopAfter) stop.abort()
    },
  })
  const counts = budgetCounts(plan)
  for (const trial of store.kept.values()) counts.add(trial)
  return { played, store, outcome: counts.outcome() }
}

test('what is decided is left alone, and what is near the target gets the rest of the budget', async () => {
  const { outcome } = await play(planOf(150))

  expect(outcome.scenarios.map(({ scenario, state }) => [scenario, state])).toEqual([
    ['sound', 'proven'],
    ['broken', 'refuted'],
    ['near', 'undecided'],
  ])
  const [sound = 0, broken = 0, near = 0] = outcome.scenarios.map(({ clean, violating }) => clean + violating)
  expect([broken, sound + broken + near, outcome.spent]).toEqual([5, 150, 150])
  expect(near).toBeGreaterThan(100)
  expect(outcome.scenarios[1]?.violated).toMatchObject([{ condition: 'c', n: 5, order: 1 }])
})

test('the rate over all scenarios is of the first conversations of each, whatever was had later', async () => {
  const [short, long] = [await play(planOf(15)), await play(planOf(150))]

  expect(long.outcome.even).toEqual(short.outcome.even)
  expect(long.outcome.even).toMatchObject({ n: 15, clusters: 3 })
})

test('a run that was stopped goes on as if it had not been', async () => {
  const plan = planOf(120)
  const whole = await play(plan)
  const stopped = await play(plan, memory(), 37)
  expect(stopped.outcome.finished).toBe(false)
  const resumed = await play(plan, stopped.store)

  expect(resumed.outcome).toEqual(whole.outcome)
  expect(stopped.played + resumed.played).toBe(whole.played)
})

test('the same trials are played one by one and side by side', async () => {
  const [one, many] = [await play(planOf(90), memory(), Infinity, 1), await play(planOf(90), memory(), Infinity, 50)]

  expect([...one.store.kept.keys()].sort()).toEqual([...many.store.kept.keys()].sort())
})

test('of a round that was stopped, only conversations before the first that is missing are counted', () => {
  const plan = planOf(90)
  const counts = budgetCounts(plan)
  const trial = (turn: number) => {
    const { id, index, scenario } = plan.trialAt(0, turn)
    const findings = [{ condition: 'c', outcome: 'held' as const }]
    return {
      id,
      index,
      scenario: scenario.id,
      verdict: { conversation: id, pact: { id: 'p', version: 1, hash: 'h' }, findings },
    }
  }
  for (const turn of [0, 1, 3, 4]) counts.add(trial(turn))

  expect(counts.outcome().scenarios[0]).toMatchObject({ clean: 2, violating: 0 })
  expect(counts.outcome()).not.toHaveProperty('even')
})

test('each conversation has a persona and a channel of its own draw, every one as often, and no trial comes twice', () => {
  const plan = planOf(1800)
  const trials = [...plan.trials()].filter(({ scenario }) => scenario.id === 'near')
  const who = trials.map(({ persona, channel }) => `${persona.id} ${channel}`)
  const often = [...new Set(who)].map((cell) => who.filter((each) => each === cell).length)

  expect(often).toHaveLength(6)
  expect(Math.min(...often)).toBeGreaterThan(70)
  expect(Math.max(...often)).toBeLessThan(130)
  expect(who.slice(0, 6)).not.toEqual([...new Set(who)])
  expect(new Set(trials.map(({ id }) => id)).size).toBe(600)
  expect(plan.trialAt(2, 41)).toEqual(trials[41])
})
