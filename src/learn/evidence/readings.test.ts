import { expect, test } from 'vitest'
import type { Conversation } from '../../conversation/index.ts'
import { type Finding, parsePact } from '../../pact/index.ts'
import { readingTrouble } from './readings.ts'

const pact = parsePact(
  `pact: desk
version: 1
conditions:
  - { id: no-insults, dimension: tone, severity: critical, never-says: /fool/i }
  - id: kind
    dimension: tone
    rubric:
      question: Was it kind?
      levels:
        - { name: Cold, description: It was not., holds: false }
        - { name: Warm, description: It was., holds: true }
juries:
  default: { jurors: ['ollama:a', 'ollama:b', 'ollama:c'], rule: majority }
`,
  { file: 'pact.yaml', read: () => '' },
)
const conversation: Conversation = {
  ...{ id: 'c', origin: 'simulated', agent: { id: 'desk' }, channel: 'chat', startedAt: '2026-03-02T10:00:00Z' },
  events: [{ type: 'message', atMs: 0, from: 'agent', text: 'I am so sorry to hear that.' }],
}

const held: Finding = { condition: 'kind', outcome: 'held' }
const violated: Finding = { condition: 'kind', outcome: 'violated', because: 'as in the test', at: [0] }
const read = (levels: readonly number[], text = 'so sorry to hear') => ({
  quotes: [{ at: 0, text }],
  jurors: levels.map((level, at) => ({ juror: `ollama:${'abcd'[at]}`, level })),
})

function trouble(finding: Finding, insulted: Finding['outcome'] & ('held' | 'violated') = 'held') {
  const [rubric] = pact.rubrics
  if (rubric === undefined) throw new Error('the pact has no rubric')
  const insult: Finding =
    insulted === 'held'
      ? { condition: 'no-insults', outcome: 'held' }
      : { condition: 'no-insults', outcome: 'violated', because: 'it did', at: [0] }
  return readingTrouble(finding, { findings: [insult, finding] }, conversation, pact, rubric)
}

test('a finding stands when its quotes were said and its jurors chose it by their rule', () => {
  expect(trouble({ ...held, ...read([1, 1, 0]) })).toBeUndefined()
  expect(trouble({ ...violated, ...read([0, 1, 0]) })).toBeUndefined()
  expect(trouble({ ...violated, ...read([1, 1, 1]) }, 'violated')).toBeUndefined()
})

test('one that was made better, or given other words or other jurors, does not', () => {
  expect(trouble({ ...held, ...read([0, 1, 0]) })).toBe('was held, which is not what its jurors chose')
  expect(trouble({ ...held, ...read([1, 1, 1]) }, 'violated')).toBe('was held, which is not what its jurors chose')
  expect(trouble({ ...violated, ...read([1, 1, 0]) })).toBe('was violated, which is not what its jurors chose')
  expect(trouble({ ...held, ...read([1, 1, 1], 'what a lovely day') })).toBe(
    'rests on a quote that is not in event 0: "what a lovely day"',
  )
  expect(trouble({ ...held, ...read([1, 1, 1, 1]) })).toBe('was read by ollama:d, whom the pact does not name')
})
