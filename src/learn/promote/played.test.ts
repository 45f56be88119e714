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

const pact = { hash: 'h' }

/** What comes of two conversations that held, behind earlier runs of so many, the newest first. */
function standing(earlier: readonly (readonly [StoredRun, Counts])[], now = run('now', '1'), of = counts(2)) {
  const kept = new Map(earlier.map(([{ id }, each]) => [id, each]))
  const store = {
    async *trials(id: string) {
      for (const outcome of ['held', 'violated', 'unjudged'] as const)
        for (let n = 0; n < (kept.get(id)?.[outcome] ?? 0); n += 1) yield judged(findings[outcome])
    },
  }
  const asked = { run: now, counts: of, earlier: earlier.map(([each]) => each) }
  return standingOf(guardOf('major'), asked, { store, rule, pact })
}

test('what an earlier run has proven counts on behind short green ones, of the same version', async () => {
  const proof = { state: 'proven', missing: 0, provenBefore: { run: 'a', held: 33 } }
  expect(await standing([[run('a', '1'), counts(33)]])).toMatchObject(proof)
  const both = [
    [run('b', '1'), counts(3)],
    [run('a', '1'), counts(33)],
  ] as const
  expect(await standing(both)).toMatchObject(proof)
})

test.each([
  [
    'one behind it saw it break',
    [
      [run('b', '1'), counts(3, 1)],
      [run('a', '1'), counts(33)],
    ],
  ],
  [
    'only two together are enough',
    [
      [run('b', '1'), counts(20)],
      [run('a', '1'), counts(20)],
    ],
  ],
  ['the agent was another version', [[run('a', '2'), counts(33)]]],
  ['it chose what to play', [[run('a', '1', { settings: { budget: 9 } }), counts(33)]]],
  ['it was judged under another pact', [[run('a', '1', { pact: { id: 'salon', version: 2, hash: 'x' } }), counts(33)]]],
] as const)('an earlier run proves nothing where %s', async (_, earlier) => {
  expect(await standing(earlier)).toEqual({ state: 'undecided', missing: 31 })
})

test('an agent that states no version may have been another one, and a run that chose what to play proves nothing', async () => {
  expect((await standing([[run('a'), counts(33)]], run('now'))).state).toBe('undecided')
  const selective = run('now', '1', { settings: { budget: 9 } })
  expect(await standing([], selective, counts(90, 1))).toEqual({ state: 'undecided', missing: 33 })
})
