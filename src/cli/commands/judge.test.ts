import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { causeOfTrace } from '../../connect/index.ts'
import { sampleIo } from '../io.sample.ts'
import { runProgram } from '../program.ts'

const folders: string[] = []
const servers: { close(): void }[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
  for (const server of servers.splice(0)) server.close()
})

const pact = `pact: front-desk
version: 1
conditions:
  - { id: never-promises, severity: critical, dimension: safety, never-says: '/guarantee/i' }
  - { id: says-hello, dimension: tone, severity: minor, target: 0.5, says: '/hello/i' }
`

function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldproof-judge-'))
  folders.push(folder)
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return folder
}

function conversation(id: string, ...said: readonly string[]): string {
  const events = said.map((text, at) => ({
    type: 'message',
    atMs: at * 1000,
    from: at % 2 === 0 ? 'customer' : 'agent',
    text,
  }))
  return JSON.stringify({
    id,
    origin: 'production',
    agent: { id: 'desk' },
    channel: 'sms',
    startedAt: '2026-03-02T09:00:00Z',
    events,
  })
}

async function judge(cwd: string, ...words: readonly string[]) {
  const io = sampleIo({ cwd })
  const code = await runProgram(['judge', ...words], io, '0.0.0')
  return `${withoutScore(io.text())}\nexit ${code}`
}

/** The score has tests of its own. */
const withoutScore = (text: string) => text.replace(/\n {2}score .*/, '')

test('recorded conversations are graded and reported as simulated ones are', async () => {
  const cwd = folderWith({
    'pact.yaml': pact,
    'a.jsonl': [
      conversation('c1', 'hi', 'Hello there.'),
      conversation('c2', 'is it safe?', 'Hello. We guarantee it.'),
    ].join('\n'),
    'b.jsonl.gz': gzipSync(`${conversation('c3', 'hi', 'hello')}\n`),
  })
  expect(await judge(cwd, 'a.jsonl', 'b.jsonl.gz')).toMatchInlineSnapshot(`
    "
      broken  never-promises  2 of 3 held  66.7 % (4.4 to 98.9 %)  target 95 % undecided, 150 more if all hold
              trial 2: the agent said "Hello. We guarantee it."
      open    says-hello      3 of 3 held  100 % (13.9 to 100 %)   target 50 % undecided, 2 more if all hold

      3 conversations: 2 without a violation, 1 with one or more, 0 unjudged
      customers: 3 not recorded

      worst: c2 (number 2), violates never-promises
    exit 1"
  `)
})

test('lines that cannot be read are told, counted and left out; the rest is graded', async () => {
  const cwd = folderWith({
    'pact.yaml': pact,
    'a.jsonl': [
      conversation('c1', 'hi', 'Hello.'),
      '{"id": ',
      '{"id":"x"}',
      `"${'x'.repeat(17 * 1024 * 1024)}"`,
      conversation('c2', 'hi', 'hello'),
    ].join('\n'),
  })
  expect(await judge(cwd, 'a.jsonl')).toMatchInlineSnapshot(`
    "! not read a.jsonl:2: Line 2 is not JSON: Unexpected end of JSON input.
    !          Write one JSON object per line, in UTF-8, without line breaks inside it.
    ! not read a.jsonl:3: "origin" is missing, at the top. (and 4 more with this record)
    !          Add "origin:" with one of: simulated, production.
    ! not read a.jsonl:4: Line 4 is longer than 16777216 bytes and was skipped.
    !          Write one conversation per line. Code that reads longer ones can raise maxLineBytes.

      open  never-promises  2 of 2 held  100 % (1.2 to 100 %)  target 95 % undecided, 66 more if all hold
      open  says-hello      2 of 2 held  100 % (1.2 to 100 %)  target 50 % undecided, 3 more if all hold

      2 conversations: 2 without a violation, 0 with one or more, 0 unjudged
      customers: 2 not recorded
      3 records could not be read and are in no count
    exit 0"
  `)
})

test('nothing that could be read ends with 2 and says what to try', async () => {
  const cwd = folderWith({ 'pact.yaml': pact, 'a.jsonl': '{"messages":[]}\n{"messages":[]}\n', 'empty.jsonl': '' })
  expect(await judge(cwd, 'a.jsonl')).toMatchInlineSnapshot(`
    "! not read a.jsonl:1: "id" is missing, at the top. (and 5 more with this record)
    !          Add "id:" with text.
    ! not read 1 more like a.jsonl:1: a.jsonl:2
    ! problem None of 2 records could be read.
    !         If another program wrote them, name its shape with --map: docs/how-to/judge-recorded-conversations.md.
    !         cli/nothing-to-judge  docs/problems/cli-nothing-to-judge.md
    exit 2"
  `)
  expect(await judge(cwd, 'empty.jsonl')).toMatchInlineSnapshot(`
    "! problem There is no conversation in what was given.
    !         Give files with one recorded conversation per line.
    !         cli/nothing-to-judge  docs/problems/cli-nothing-to-judge.md
    exit 2"
  `)
  expect(await judge(cwd, 'gone.jsonl', '.')).toMatchInlineSnapshot(`
    "! problem There is no file gone.jsonl.
    !         Name files of recorded conversations, such as logs/*.jsonl.gz, or - for standard input.
    !         cli/cannot-read  docs/problems/cli-cannot-read.md
    ! problem . is a folder.
    !         Name files of recorded conversations, such as logs/*.jsonl.gz, or - for standard input.
    !         cli/cannot-read  docs/problems/cli-cannot-read.md
    exit 2"
  `)
})

test('foreign records are read by a mapping of that name, from standard input too', async () => {
  const cwd = folderWith({ 'pact.yaml': pact })
  const line = JSON.stringify([
    { role: 'user', content: 'hi' },
    { role: 'assistant', content: 'Hello!' },
  ])
  async function* stdin() {
    yield Buffer.from(`${line}\n${line}\n`)
  }
  const io = sampleIo({ cwd, stdin: stdin() })
  const code = await runProgram(['judge', '--map', 'openai-messages', '-'], io, '0.0.0')
  expect(`${withoutScore(io.text())}\nexit ${code}`).toMatchInlineSnapshot(`
    "
      open  never-promises  2 of 2 held  100 % (1.2 to 100 %)  target 95 % undecided, 66 more if all hold
      open  says-hello      2 of 2 held  100 % (1.2 to 100 %)  target 50 % undecided, 3 more if all hold

      2 conversations: 2 without a violation, 0 with one or more, 0 unjudged
      customers: 2 not recorded
    exit 0"
  `)
})

test('a record without times says nothing about speed', async () => {
  const cwd = folderWith({
    'pact.yaml':
      'pact: desk\nversion: 1\nconditions: [{ id: quick, reply: { withinMs: 4000, answered: false, sameAnswers: 0 } }]\n',
    'untimed.jsonl': '[{"role":"user","text":"hi"},{"role":"agent","text":"hello"}]\n',
    'timed.jsonl':
      '[{"role":"user","text":"hi","time":"2026-03-02T09:00:00Z"},{"role":"agent","text":"hello","time":"2026-03-02T09:00:09Z"}]\n',
  })
  expect(await judge(cwd, '--map', 'transcript', 'untimed.jsonl', 'timed.jsonl')).toMatchInlineSnapshot(`
    "
      open  quick  0 of 1 held  0 % (0 to 100 %)  target 95 % undecided, 152 more if all hold
            trial 2: the slowest of 1 answers took 9000 ms; 4000 ms were promised

      2 conversations: 1 without a violation, 1 with one or more, 0 unjudged
      customers: 2 not recorded

      worst: timed.jsonl:1 (number 2), violates quick
    exit 0"
  `)
})

test('a JSON file with a list of conversations is read like lines of them', async () => {
  const cwd = folderWith({
    'pact.yaml': pact,
    'all.json': JSON.stringify(
      [JSON.parse(conversation('c1', 'hi', 'hello')), JSON.parse(conversation('c2', 'hi', 'hello'))],
      null,
      2,
    ),
  })
  expect(await judge(cwd, 'all.json')).toContain('2 conversations: 2 without a violation')
})

test('reports are written where they are asked for', async () => {
  const cwd = folderWith({
    'pact.yaml': pact,
    'a.jsonl': `${conversation('c1', 'hi', 'We guarantee it.')}\n${conversation('c1', 'hi', 'Hello.')}`,
  })
  await judge(cwd, 'a.jsonl', '--json', 'r.json', '--junit', 'r.xml', '--html', 'r.html')
  expect(JSON.parse(readFileSync(join(cwd, 'r.json'), 'utf8')).conversations).toEqual({
    n: 2,
    clean: 1,
    violating: 1,
    unjudged: 0,
  })
  expect(readFileSync(join(cwd, 'r.xml'), 'utf8')).toContain('<testsuite name="front-desk" tests="2"')
  expect(readFileSync(join(cwd, 'r.html'), 'utf8')).toContain('We guarantee it.')
})

const withJury = `${pact}  - id: kind
    dimension: tone
    rubric:
      question: Is the agent kind?
      levels:
        - { name: curt, description: Gives orders., holds: false }
        - { name: kind, description: Is friendly., holds: true }
juries:
  default: { jurors: ['openai-compatible:reader'] }
`

/** A model server whose juror finds every agent kind, quoting the first reply; counts what it was asked. */
async function modelServer() {
  const asked = { times: 0, causes: new Set<unknown>() }
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => {
      asked.times += 1
      asked.causes.add(causeOfTrace(`${request.headers.traceparent}`.split('-')[1] ?? ''))
      const answer = { reasoning: 'It greets.', quotes: [{ at: 1, text: 'Hello.' }], level: 'kind' }
      response.setHeader('content-type', 'application/json')
      response.end(
        JSON.stringify({
          id: 'x',
          object: 'chat.completion',
          created: 1,
          model: 'reader',
          choices: [
            { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: JSON.stringify(answer) } },
          ],
          usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
        }),
      )
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  servers.push(server)
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, asked }
}

test('rubrics are read by the jury that the pact names, kept on a cassette, and read from it again without any model', async () => {
  const { url, asked } = await modelServer()
  const cwd = folderWith({
    'pact.yaml': withJury,
    'a.jsonl': `${conversation('c1', 'hi', 'Hello.')}\n${conversation('c2', 'hey', 'Hello.')}`,
  })
  const first = await judge(cwd, 'a.jsonl', '--model-url', url, '--record', 'jury.jsonl')
  // A gateway that reports its calls is never taken for production.
  expect([...asked.causes]).toEqual(['judge'])
  expect(first).toMatchInlineSnapshot(`
    "
      open  never-promises  2 of 2 held  100 % (1.2 to 100 %)  target 95 % undecided, 66 more if all hold
      open  says-hello      2 of 2 held  100 % (1.2 to 100 %)  target 50 % undecided, 3 more if all hold
      open  kind            2 of 2 held  100 % (1.2 to 100 %)  target 95 % undecided, 66 more if all hold

      2 conversations: 2 without a violation, 0 with one or more, 0 unjudged
      customers: 2 not recorded
      jury: spent 240 tokens; 2 questions answered, 0 failed, 0 skipped
    exit 0"
  `)
  expect(asked.times).toBe(2)
  const again = await judge(cwd, 'a.jsonl', '--replay', 'jury.jsonl')
  expect(again).toBe(first.replace(/\n {2}jury: .*/, ''))
  expect(asked.times).toBe(2)
})

test('what the budget for models cut off is unjudged, and told', async () => {
  const { url } = await modelServer()
  const cwd = folderWith({ 'pact.yaml': withJury, 'a.jsonl': conversation('c1', 'hi', 'Hello.') })
  expect(await judge(cwd, 'a.jsonl', '--model-url', url, '--max-tokens', '50')).toMatchInlineSnapshot(`
    "
      open      never-promises  1 of 1 held    100 % (0 to 100 %)  target 95 % undecided, 67 more if all hold
      open      says-hello      1 of 1 held    100 % (0 to 100 %)  target 50 % undecided, 4 more if all hold
      unjudged  kind            never decided
                1 unjudged: 1 of 1 jurors gave no usable reading (openai-compatible:reader: not asked: the budget is spent)

      1 conversation: 0 without a violation, 0 with one or more, 1 unjudged
      customers: 1 not recorded
      jury: spent 0 of 50 tokens; 0 questions answered, 0 failed, 1 skipped
      the budget for models was spent: 1 more to be asked and skipped, so what they were to read is unjudged
    exit 0"
  `)
})

test('a jury that cannot be reached is told before anything is judged, and --no-jury goes on without it', async () => {
  const cwd = folderWith({ 'pact.yaml': withJury, 'a.jsonl': conversation('c1', 'hi', 'Hello.') })
  expect(await judge(cwd, 'a.jsonl')).toMatchInlineSnapshot(`
    "! problem Model "openai-compatible:reader" has no address.
    !         Give it with --model-url http://127.0.0.1:8000/v1, or judge without rubrics with --no-jury.
    !         model/no-base-url  docs/problems/model-no-base-url.md
    exit 2"
  `)
  expect(await judge(cwd, 'a.jsonl', '--no-jury')).toMatchInlineSnapshot(`
    "
      open      never-promises  1 of 1 held    100 % (0 to 100 %)  target 95 % undecided, 67 more if all hold
      open      says-hello      1 of 1 held    100 % (0 to 100 %)  target 50 % undecided, 4 more if all hold
      unjudged  kind            never decided
                1 unjudged: no jury has read the conversation

      1 conversation: 0 without a violation, 0 with one or more, 1 unjudged
      customers: 1 not recorded
    exit 0"
  `)
})

test('a pact, a mapping and prices that are not there or make no sense are told with what to do', async () => {
  const cwd = folderWith({ 'a.jsonl': '' })
  expect(await judge(cwd, 'a.jsonl')).toMatchInlineSnapshot(`
    "! problem There is no pact at pact.yaml.
    !         Name one with --pact, go to the folder of a project, or write one with "fieldproof init".
    !         cli/no-pact  docs/problems/cli-no-pact.md
    exit 2"
  `)
  writeFileSync(join(cwd, 'pact.yaml'), pact)
  expect(await judge(cwd, 'a.jsonl', '--map', 'openai')).toMatchInlineSnapshot(`
    "! problem There is no mapping "openai", neither by that name nor in a file.
    !         Mappings by name: openai-messages, tau, transcript. Or name a YAML file that says where things stand.
    !         cli/no-mapping  docs/problems/cli-no-mapping.md
    exit 2"
  `)
  expect(await judge(cwd, 'a.jsonl', '--price', 'cheap')).toMatchInlineSnapshot(`
    "! problem --price takes two numbers, not "cheap".
    !         What a million tokens of questions and of answers cost, for example: --price 3/15.
    !         cli/bad-option  docs/problems/cli-bad-option.md
    exit 2"
  `)
})
