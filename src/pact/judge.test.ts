import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { arbitraryCompleteConversation, arbitraryConversation } from '../conversation/conversation.arbitrary.ts'
import type { Conversation, ErrorEvent } from '../conversation/index.ts'
import type { ConditionKind } from './condition.ts'
import { receptionist } from './conditions/condition.conformance.ts'
import { conditionKinds } from './conditions/index.ts'
import { said } from './conditions/said.sample.ts'
import { judge } from './judge.ts'
import { judgeWithJury } from './judge-with-jury.ts'
import { answer, juror } from './jury/jury.sample.ts'
import { loadPact, type Pact, parsePact } from './pact.ts'

const text = `
pact: desk
version: 2
conditions:
  - { id: promises-nothing, severity: critical, dimension: tone, never-says: guarantee }
  - { id: answers, reply: {} }
`
const parse = (source: string, kinds?: readonly ConditionKind[]): Pact =>
  parsePact(source, { file: 'pact.yaml', agent: receptionist, read: (path) => path, ...(kinds ? { kinds } : {}) })
const pact = parse(text)
const lies = said('customer: does it work?', 'agent: We guarantee it.')
const failed = (culprit: ErrorEvent['culprit']): ErrorEvent => ({
  type: 'error',
  atMs: 9000,
  culprit,
  code: 'disconnected',
  message: 'the line broke',
})

test('a verdict says under which pact it was given, and one finding per condition', () => {
  expect(judge(pact, lies)).toEqual({
    conversation: 'said',
    pact: { id: 'desk', version: 2, hash: pact.hash },
    findings: [
      { condition: 'promises-nothing', outcome: 'violated', because: 'the agent said "We guarantee it."', at: [1] },
      { condition: 'answers', outcome: 'held' },
    ],
  })
})

const findings = (conversation: Conversation) => judge(pact, conversation).findings

test('a record with gaps is unjudged, whatever it shows', () => {
  const because = 'the record is incomplete: truncated, late'
  expect(findings({ ...lies, gaps: ['truncated', 'late'] })).toEqual([
    { condition: 'promises-nothing', outcome: 'unjudged', because },
    { condition: 'answers', outcome: 'unjudged', because },
  ])
  expect(findings({ ...lies, gaps: [] })).toEqual(findings(lies))
})

test('when something other than the agent failed, only what proves itself still counts', () => {
  for (const culprit of ['simulator', 'judge', 'infrastructure'] as const) {
    const because = `the ${culprit} failed, not the agent: disconnected: the line broke`
    expect(findings({ ...lies, events: [...lies.events, failed(culprit)] })).toEqual([
      { condition: 'promises-nothing', outcome: 'violated', because: 'the agent said "We guarantee it."', at: [1] },
      { condition: 'answers', outcome: 'unjudged', because },
    ])
    const polite = said('customer: hi', 'agent: Hello!', failed(culprit))
    expect(findings(polite).map(({ outcome }) => outcome)).toEqual(['unjudged', 'unjudged'])
  }
})

test('when the agent failed, it counts against the agent', () => {
  expect(findings(said('customer: hi', failed('agent')))).toEqual([
    { condition: 'promises-nothing', outcome: 'not-applicable' },
    {
      condition: 'answers',
      outcome: 'violated',
      because: '1 of 1 customer turns got no answer: the agent failed (disconnected: the line broke)',
      at: [0, 1],
    },
  ])
})

test('a conversation in which the simulated customer was lost says nothing for the agent', () => {
  const lost = {
    ...said('customer: hi', 'agent: Hm?'),
    circumstances: { ending: { outcome: 'inconclusive' as const } },
  }
  expect(findings(lost)).toEqual([
    {
      condition: 'promises-nothing',
      outcome: 'unjudged',
      because: 'the simulated customer was lost: it did not understand the agent',
    },
    {
      condition: 'answers',
      outcome: 'unjudged',
      because: 'the simulated customer was lost: it did not understand the agent',
    },
  ])
})

test('a check that fails is unjudged, never a pass', () => {
  const broken: ConditionKind = {
    kind: 'broken',
    summary: 'fails',
    example: 'id: broken\nbroken: {}',
    options: conditionKinds[0]?.options as ConditionKind['options'],
    create: () => ({
      explain: () => 'fails',
      check: () => {
        throw new Error('index out of range')
      },
    }),
  }
  const withBroken = parse('pact: p\nversion: 1\nconditions: [{ id: a, broken: x }]', [broken])
  expect(judge(withBroken, lies).findings).toEqual([
    { condition: 'a', outcome: 'unjudged', because: 'the check failed: index out of range' },
  ])
})

let everything: Pact

beforeAll(async () => {
  const items = conditionKinds.map(({ example }) => `  - ${example.replaceAll('\n', '\n    ')}`)
  everything = await loadPact(`pact: everything\nversion: 1\nconditions:\n${items.join('\n')}\n`, {
    file: 'pact.yaml',
    agent: receptionist,
    read: () => 'cleaning: $120\nwhitening: $300\n',
  })
})

test('a verdict is the same for simulated and production conversations', () => {
  fc.assert(
    fc.property(arbitraryCompleteConversation, (conversation) => {
      const simulated = judge(everything, { ...conversation, origin: 'simulated' })
      expect(judge(everything, { ...conversation, origin: 'production' })).toEqual(simulated)
    }),
  )
})

test('judging changes nothing and always says the same', () => {
  fc.assert(
    fc.property(arbitraryConversation, (conversation) => {
      const before = JSON.stringify(conversation)
      const verdict = judge(everything, conversation)
      expect(judge(everything, conversation)).toEqual(verdict)
      expect(JSON.stringify(conversation)).toBe(before)
      expect(verdict.findings.map(({ condition }) => condition)).toEqual(everything.conditions.map(({ id }) => id))
    }),
  )
})

const warm = parse(`${text}
  - id: warm
    rubric:
      question: Is the agent warm?
      levels:
        - { name: Cold, description: Curt., holds: false }
        - { name: Warm, description: Kind., holds: true }
`)
const kindTalk = said('customer: my tooth hurts', 'agent: I am sorry to hear that.')
const reader = juror('reader', () => answer('Warm', 1, 'I am sorry to hear that.'))

test('a rubric nobody has read is unjudged', async () => {
  expect(judge(warm, kindTalk).findings[2]).toEqual({
    condition: 'warm',
    outcome: 'unjudged',
    because: 'no jury has read the conversation',
  })
  expect((await judgeWithJury(warm, kindTalk, {})).findings[2]).toEqual({
    condition: 'warm',
    outcome: 'unjudged',
    because: 'there is no jury named "default"',
  })
})

test('a jury reads the rubrics, and cannot lift what code saw violated', async () => {
  const { findings: read } = await judgeWithJury(warm, kindTalk, { default: { jurors: [reader] } })
  expect(read.map(({ outcome }) => outcome)).toEqual(['held', 'held', 'held'])

  const flattering = said(
    'customer: my tooth hurts',
    'agent: I am sorry to hear that.',
    'customer: ok',
    'agent: I guarantee relief.',
  )
  const { findings: capped } = await judgeWithJury(warm, flattering, { default: { jurors: [reader] } })
  expect(capped[2]).toMatchObject({
    outcome: 'violated',
    because: 'jurors read it as kept, but "promises-nothing" was violated: the agent said "I guarantee relief."',
    score: 0,
  })
})

test('a conversation that code cannot judge is put before no juror', async () => {
  let asked = 0
  const counting = juror('counting', () => {
    asked++
    return answer('Warm', 1, 'I am sorry to hear that.')
  })
  const broken = { ...kindTalk, events: [...kindTalk.events, failed('infrastructure')] }
  const { findings: read } = await judgeWithJury(warm, broken, { default: { jurors: [counting] } })
  expect([asked, ...read.map(({ outcome }) => outcome)]).toEqual([0, 'unjudged', 'unjudged', 'unjudged'])
})
