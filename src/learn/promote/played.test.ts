import { expect, test } from 'vitest'
import type { Conversation } from '../../conversation/index.ts'
import type { Finding } from '../../pact/index.ts'
import { parseScenarios } from '../../simulate/index.ts'
import type { StoredRun } from '../../store/index.ts'
import type { Counts } from '../counts.ts'
import { type Guard, guardOutcome, guardState, guardsAmong, provingPlays } from './guard.ts'
import { standingOf } from './played.ts'

const rule = { target: 0.9, certainty: 0.95 }
const scenarios = parseScenarios(
  'scenarios:\n  - { id: g, tags: [regression, "guards:kind"], script: [{ say: Hi }] }\n',
  'g.yaml',
)
const guardOf = (severity: 'critical' | 'major'): Guard => {
  const [guard] = guardsAmong(scenarios, [{ id: 'kind', severity }])
  return guard ?? expect.fail()
}
const counts = (held: number, violated = 0, unjudged = 0): Counts => ({ held, violated, unjudged })

const conversation: Conversation = {
  ...{ id: 'c', origin: 'simulated', agent: { id: 'desk' }, channel: 'chat', startedAt: '2026-03-02T10:00:00Z' },
  events: [],
}
const findings: Readonly<Record<keyof Counts, Finding>> = {
  held: { condition: 'kind', outcome: 'held' },
  violated: { condition: 'kind', outcome: 'violated', because: 'so', at: [] },
  unjudged: { condition: 'kind', outcome: 'unjudged', because: 'so' },
}
const judged = (finding: Finding | undefined, circumstances: Conversation['circumstances'] = {}) => ({
  conversation: { ...conversation, circumstances },
  verdict: {
    ...{ conversation: 'c', pact: { id: 'salon', version: 1, hash: 'h' } },
    findings: finding === undefined ? [] : [finding],
  },
})

test('where the promise did not come up it was not broken, and where nothing is said nobody knows', () => {
  expect(guardOutcome(judged({ condition: 'kind', outcome: 'not-applicable' }), 'kind')).toBe('held')
  expect(guardOutcome(judged(undefined), 'kind')).toBe('unjudged')
})

test('controls and conversations under faults that the scenario is not about say nothing', () => {
  const slow = { id: 'slow', explain: 'slow' }
  expect(guardOutcome(judged(findings.violated, { control: true }), 'kind')).toBeUndefined()
  expect(guardOutcome(judged(findings.held, { faults: [slow] }), 'kind')).toBeUndefined()
  expect(guardOutcome(judged(findings.held, { faults: [{ ...slow, always: true }] }), 'kind')).toBe('held')
})

test('a fix is shown by 33 that hold, a few that break take more, and a critical promise must not break once', () => {
  const state = (severity: 'critical' | 'major', of: Counts) => guardState(guardOf(severity), of, rule).state
  expect(provingPlays(rule)).toBe(33)
  expect(state('major', counts(32))).toBe('undecided')
  expect(state('major', counts(33))).toBe('proven')
  expect(state('major', counts(33, 1))).toBe('undecided')
  expect(state('major', counts(90, 1))).toBe('proven')
  expect(state('critical', counts(90, 1))).toBe('refuted')
  expect(guardState({ ...guardOf('major'), severity: undefined as never }, counts(90), rule)).toEqual({
    ...{ state: 'undecided', missing: null },
  })
})

const run = (id: string, version?: string, changes: Partial<StoredRun> = {}): StoredRun => ({
  ...{ id, startedAt: '2026-03-02T09:00:00.000Z', agent: { id: 'desk', ...(version && { version }) } },
  ...{ planned: 40, kept: 40, seed: 1, pact: { id: 'salon', version: 1, hash: 'h' }, settings: {}, ...changes },
})

test.each([
  ['of the same version', [['a', counts(33)]], '1', 'a'],
  [
    'behind one that is short too',
    [
      ['b', counts(3)],
      ['a', counts(33)],
    ],
    '1',
    'a',
  ],
  [
    'before one that saw it break',
    [
      ['b', counts(3, 1)],
      ['a', counts(33)],
    ],
    '1',
    undefined,
  ],
  [
    'that only together are enough',
    [
      ['b', counts(20)],
      ['a', counts(20)],
    ],
    '1',
    undefined,
  ],
  ['of an agent that states no version', [['a', counts(33)]], undefined, undefined],
] as const)(
  'a short green run leaves proven what was proven by an earlier run %s',
  async (_, earlier, version, found) => {
    const kept = new Map<string, Counts>(earlier)
    const store = {
      async *trials(id: string) {
        for (const outcome of ['held', 'violated', 'unjudged'] as const)
          for (let n = 0; n < (kept.get(id)?.[outcome] ?? 0); n += 1) yield judged(findings[outcome])
      },
    }
    const runs = earlier.map(([id]) => run(id, version))
    const asked = (others: readonly StoredRun[]) =>
      standingOf(
        guardOf('major'),
        { run: run('now', version), counts: counts(2), earlier: others },
        { store, rule, pact: { hash: 'h' } },
      )
    expect((await asked(runs)).provenBefore?.run).toBe(found)
    const elsewhere = [
      { settings: { budget: 9 } },
      { pact: { id: 'salon', version: 2, hash: 'other' } },
      { agent: { id: 'desk', version: '2' } },
    ]
    for (const change of elsewhere)
      expect((await asked(runs.map((each) => ({ ...each, ...change })))).state).toBe('undecided')
  },
)
