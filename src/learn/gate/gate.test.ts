import { expect, test } from 'vitest'
import type { Json } from '../../conversation/index.ts'
import type { Outcome } from '../../pact/index.ts'
import type { StoredRun } from '../../store/index.ts'
import { type GateOptions, gateOf } from './gate.ts'

const run: StoredRun = {
  ...{ id: 'run', startedAt: '2026-03-02T09:00:00.000Z', agent: { id: 'desk' }, planned: 80, kept: 80, seed: 1 },
  ...{ pact: { id: 'salon', version: 1, hash: 'h' }, settings: {} },
}

async function* trials(outcomes: readonly Outcome['outcome'][], culprit?: 'judge' | 'agent'): GateOptions['trials'] {
  for (const [index, outcome] of outcomes.entries()) {
    const { id, startedAt } = { id: `c${index}`, startedAt: '2026-03-02T09:00:00.000Z' }
    const error = { type: 'error', atMs: 0, culprit, code: 'x', message: 'x' } as const
    const events = culprit === undefined ? [] : [{ ...error, culprit }]
    const conversation = { id, startedAt, channel: 'chat', origin: 'simulated', agent: { id: 'desk' }, events } as const
    const finding = { condition: 'kind', outcome, because: 'so', at: [] } as const
    yield {
      ...{ index, scenario: 'any', conversation },
      verdict: { conversation: id, pact: run.pact, findings: [finding] },
    }
  }
}

const many = (n: number, outcome: Outcome['outcome']) => Array.from({ length: n }, () => outcome)
const asked = (outcomes: readonly Outcome['outcome'][], culprit?: 'judge' | 'agent', settings: Json = {}) =>
  gateOf({
    ...{ run: { ...run, settings }, trials: trials(outcomes, culprit), pact: { hash: 'h' }, scenarios: [] },
    ...{ store: { runs: async () => [], trials: () => trials([]) }, rule: { target: 0.9, certainty: 0.95 } },
    promises: [{ id: 'kind', severity: 'major', target: 0.95 }],
  })

test('what would be proven without the unjudged ones is undecided, and says that they are to be judged', async () => {
  expect(await asked([...many(70, 'held'), ...many(10, 'unjudged')])).toEqual({
    ...{ state: 'undecided', unreliable: false, conversations: 80, ownFailures: 0 },
    parts: [
      {
        ...{ kind: 'target', name: 'kind', state: 'undecided', missing: null },
        counts: { held: 70, violated: 0, unjudged: 10 },
        why: '70 of 70 held, target 95 %, 10 unjudged: judge them',
      },
    ],
  })
  expect((await asked(many(80, 'held'))).state).toBe('proven')
  expect((await asked(many(80, 'unjudged'))).state).toBe('undecided')
})

test('failures on our own side make a gate unreliable, those of the agent do not', async () => {
  const { state, unreliable, ownFailures } = await asked(many(80, 'held'), 'judge')
  expect({ state, unreliable, ownFailures }).toEqual({ state: 'undecided', unreliable: true, ownFailures: 80 })
  expect((await asked(many(80, 'held'), 'agent')).state).toBe('proven')
})

test('a promise that never came up, and a run that was stopped, prove nothing', async () => {
  const never = await asked(many(80, 'not-applicable'))
  expect(never.parts[0]?.why).toBe('came up in none of 80 conversations: add a scenario in which it does')
  expect(never.state).toBe('undecided')
  expect((await asked(many(79, 'held'))).parts[0]?.why).toBe('79 of 80 conversations were kept: resume it')
})

test('a run that played only what was asked for proves nothing of the pact, and may refute', async () => {
  const { state, parts } = await asked(many(80, 'held'), undefined, { tags: ['easy'], scenarios: ['any'] })
  expect([state, parts[0]?.why]).toEqual([
    'undecided',
    'it played only what was asked for (--tag easy --scenario any): play all scenarios',
  ])
  expect((await asked(many(80, 'violated'), undefined, { tags: ['easy'] })).state).toBe('refuted')
})
