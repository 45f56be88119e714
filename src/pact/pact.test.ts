import { expect, test } from 'vitest'
import { Problem, placeText, problemsIn } from '../problem.ts'
import type { AgentTerms } from './condition.ts'
import { neverSays } from './conditions/never-says.ts'
import { rawError } from './conditions/raw-error.ts'
import { reply } from './conditions/reply.ts'
import { parsePact } from './pact.ts'
import { pactJsonSchema } from './pact-schema.ts'

const agent: AgentTerms = { tools: [{ name: 'create_appointment' }], canaries: [] }
const files: Readonly<Record<string, string>> = {
  'tools.json': JSON.stringify([
    {
      type: 'function',
      function: { name: 'cancel_appointment', description: 'Cancels', parameters: { type: 'object' } },
    },
    { name: 'lookup', input_schema: { type: 'object' } },
  ]),
  'prompt.md': 'You are the receptionist.',
}
const read = (path: string): string => {
  const content = files[path]
  if (content !== undefined) return content
  throw new Problem({ code: 'pact/no-file', message: `There is no file "${path}".`, hint: 'Check the path.' })
}
const kinds = [neverSays, rawError, reply]
const parse = (text: string) => parsePact(text, { file: 'pact.yaml', agent, read, kinds })

function told(text: string): string[] {
  try {
    parse(text)
    return []
  } catch (thrown) {
    return problemsIn(thrown).map(
      ({ at, code, message, hint }) => `${at ? placeText(at) : ''} [${code}] ${message} ${hint}`,
    )
  }
}

const small = `
pact: salon
version: 3
conditions:
  - id: answers-in-time
    target: 0.99
    reply: { withinMs: 4000, measure: p95 }
  - id: promises-nothing
    severity: critical
    never-says: [guarantee, "/risk[- ]free/i"]
  - id: warm
    rubric:
      question: Is the agent warm?
      levels:
        - { name: cold, description: Curt or dismissive., holds: false }
        - { name: warm, description: Greets and thanks., holds: true }
`

test('a pact explains every promise in words', () => {
  const pact = parse(small)
  expect(pact.explain()).toMatchInlineSnapshot(`
    "salon
      answers-in-time (major, speed, target 99%): answers every turn; answers within 4000 ms (95th percentile of a conversation); gives the same answer at most 2 times in a row
      promises-nothing (critical, compliance, target 95%): the agent never says "guarantee" or /risk[- ]free/i
      warm (major, tone, target 95%): jurors who quote the conversation read "warm" for: Is the agent warm?"
  `)
  expect(pact.conditions.map(({ check: _, explain: __, ...rest }) => rest)).toMatchInlineSnapshot(`
    [
      {
        "dimension": "speed",
        "id": "answers-in-time",
        "kind": "reply",
        "selfEvident": false,
        "severity": "major",
        "target": 0.99,
      },
      {
        "dimension": "compliance",
        "id": "promises-nothing",
        "kind": "never-says",
        "selfEvident": true,
        "severity": "critical",
        "target": 0.95,
      },
    ]
  `)
  expect(pact.scoreWeights).toEqual({ compliance: 3, tone: 1, speed: 1 })
  expect(parse(small.replace('version: 3', 'version: 3\nscore: { tone: 0, safety: 2 }')).scoreWeights).toEqual({
    compliance: 3,
    safety: 2,
    speed: 1,
  })
})

test('the hash follows what the pact says, not how it is laid out', () => {
  const { hash } = parse(small)
  expect(hash).toMatch(/^[0-9a-f]{32}$/)
  expect(
    parse(`# a comment\n${small.replace('{ withinMs: 4000, measure: p95 }', '{ measure: p95, withinMs: 4000 }')}`).hash,
  ).toBe(hash)
  expect(parse(small.replace('4000', '4001')).hash).not.toBe(hash)
})

test('every mistake of every condition is told at once, in the order of the file', () => {
  const text = `
pact: salon
version: 3
socre: { speed: 1 }
conditions:
  - id: in time
    reply: { withinMs: soon, mesure: p95 }
  - id: a
    dimension: sped
    reply: {}
  - id: a
    never-says: "/(?=x)/"
  - id: b
    severity: criticla
    nevr-says: x
  - id: c
  - id: d
    reply: {}
    raw-error: {}
  - id: e
    target: 95
    rubric:
      question: Warm?
      levels: [{ name: cold, description: x, holds: true }]
      jury: senior
  - id: f
    rubric:
      question: Warm?
      jury: senior
      levels: [{ name: cold, description: x, holds: false }, { name: warm, description: x, holds: true }]
`
  expect(told(text)).toMatchInlineSnapshot(`
    [
      "pact.yaml:4:1 [document/unknown-key] "socre" is not a key that is known here. Did you mean "score"? Known keys here: pact, version, score, agent, juries, conditions.",
      "pact.yaml:6:9 [pact/invalid] "id" must be one word of letters, digits, dots and dashes. Change this value accordingly.",
      "pact.yaml:7:24 [pact/invalid] "withinMs" must be a number, but is the text "soon". Write a number here.",
      "pact.yaml:7:30 [document/unknown-key] "mesure" is not a key that is known here. Did you mean "measure"? Known keys here: withinMs, measure, answered, sameAnswers.",
      "pact.yaml:9:16 [pact/unknown-dimension] The dimension "sped" has no weight in the score. Did you mean "speed"? Use one of resolution, accuracy, compliance, safety, tone, speed, or add it under "score:".",
      "pact.yaml:12:17 [pact/broken-pattern] "never-says" is a pattern that cannot be read: invalid or unsupported Perl syntax: \`(?=\`. Write it without look-arounds and back-references: patterns run in linear time, which rules them out.",
      "pact.yaml:14:15 [pact/invalid] "severity" cannot be the text "criticla". Did you mean "critical"? Write one of: critical, major, minor.",
      "pact.yaml:15:5 [document/unknown-key] "nevr-says" is not a key that is known here. Did you mean "never-says"? Known keys here: id, dimension, severity, target, never-says, raw-error, reply, rubric.",
      "pact.yaml:16:5 [pact/not-one-kind] Condition "c" does not say what is promised. Add one of these keys with its options: never-says, raw-error, reply, rubric.",
      "pact.yaml:17:5 [pact/not-one-kind] Condition "d" makes several promises at once: raw-error, reply. Split it into several conditions, each with an id of its own.",
      "pact.yaml:21:13 [pact/invalid] "target" must be at most 1. Write a number that is at most 1.",
      "pact.yaml:24:15 [pact/invalid] "levels" must have at least 2 items. Write at least 2 items.",
      "pact.yaml:24:15 [pact/invalid] "levels" every level holds, so the rubric cannot be violated. Change this value accordingly.",
      "pact.yaml:29:13 [pact/unknown-jury] The rubric is to be read by the jury "senior", which the pact does not name. Add "senior:" under "juries:", with its jurors.",
    ]
  `)
})

test('what the pact says of the agent is added to what is known of it', () => {
  const pact = parse(`
pact: salon
version: 1
agent:
  toolsFile: tools.json
  tools: [{ name: create_appointment, writes: true }]
  instructions: prompt.md
  canaries: [blue-heron-42]
conditions: [{ id: a, reply: {} }]
`)
  expect(pact.agent).toEqual({
    tools: [
      { name: 'create_appointment', writes: true },
      { name: 'cancel_appointment', description: 'Cancels', parameters: { type: 'object' } },
      { name: 'lookup', parameters: { type: 'object' } },
    ],
    canaries: ['blue-heron-42'],
    instructions: 'You are the receptionist.',
  })
})

test('a file that is not there is told where it is named', () => {
  expect(
    told('pact: a\nversion: 1\nagent:\n  instructions: nowhere.md\nconditions: [{ id: a, reply: {} }]\n'),
  ).toMatchInlineSnapshot(`
    [
      "pact.yaml:4:17 [pact/no-file] There is no file "nowhere.md". Check the path.",
    ]
  `)
})

test('the JSON Schema wants exactly one kind per condition', () => {
  const schema = JSON.parse(JSON.stringify(pactJsonSchema()))
  const { oneOf, properties } = schema.properties.conditions.items
  expect(oneOf).toContainEqual({ required: ['never-says'] })
  expect(properties.reply.description).toMatch(/^Every message is answered/)
})
