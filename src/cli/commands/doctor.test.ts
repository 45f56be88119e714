import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { sampleIo } from '../io.sample.ts'
import { runProgram } from '../program.ts'
import { nodeCheck } from './doctor.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldproof-doctor-'))
  folders.push(folder)
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

const pact = `pact: desk
version: 1
conditions:
  - { id: no-errors, raw-error: {} }
`
const scenarios = `scenarios:
  - { id: hours, goal: { want: know the hours, kind: ask } }
  - { id: booking, goal: { want: book, kind: book }, expect: { told: ['9:00'] } }
`
const project = (agent: string, more = '') => ({
  'fieldproof.yaml': `project: desk\nagent:\n${agent}\n${more}`,
  'pact.yaml': pact,
  'scenarios/a.yaml': scenarios,
})

/** What doctor prints, without what differs from machine to machine. */
async function doctor(cwd: string, env: Record<string, string> = {}, ...words: readonly string[]): Promise<string> {
  const io = sampleIo({ cwd, env: { PATH: process.env.PATH, ...env } })
  const code = await runProgram(['doctor', ...words], io, '0.0.0')
  return `${io.text()}\nexit ${code}`
    .replaceAll(`${relative(process.cwd(), cwd)}/`, '')
    .replaceAll(cwd, 'CWD')
    .replace(/version \d+\.\d+\.\d+/, 'version N')
    .replace(/in \d+ ms/g, 'in N ms')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
}

test('a project in order: everything is looked at, and what would not be seen is named', async () => {
  const cwd = folderWith({
    ...project('  module: { file: agent.mjs }', 'verifiers:\n  log: { module: { file: agent.mjs, export: log } }\n'),
    'agent.mjs': 'export default () => "Good\\nmorning."\nexport const log = () => [{ id: 1 }]\n',
  })
  expect(await doctor(cwd)).toMatchInlineSnapshot(`
    "  ok       node                  version N
      ok       project               desk
      ok       pact                  desk version 1: 1 promise
      ok       scenarios             2, played by 1 persona: 2 trials
      ok       store                 .fieldproof/runs.db
      ok       agent                 function default of agent.mjs: answered in N ms: "Good morning."
      ok       verifier log          log of agent.mjs: 1 record now
      gap      verifier log          no scenario expects a change that it would see
                                     Expect one: changes: [{ verifier: log, added: { … } }]. Until then it only shows unexpected changes.
      gap      expectations          1 of 2 scenarios do not say what must come of them: hours
                                     Add "expect:" with changes, told, calls or handoff, so that success can be seen.

      7 ok, 0 wrong, 2 gaps
    exit 0"
  `)
})

test('an agent that cannot be reached, a verifier that fails and a store that cannot be written are each told', async () => {
  const cwd = folderWith({
    ...project(
      '  http: { url: "http://127.0.0.1:1/chat", reply: $.reply }',
      'store: agent.mjs/runs.db\nverifiers:\n  log: { module: { file: agent.mjs, export: log } }\n',
    ),
    'agent.mjs': 'export const log = () => { throw new Error("the log is locked") }\n',
  })
  expect(await doctor(cwd)).toMatchInlineSnapshot(`
    "  ok       node                  version N
      ok       project               desk
      ok       pact                  desk version 1: 1 promise
      ok       scenarios             2, played by 1 persona: 2 trials
      wrong    store                 CWD/agent.mjs/runs.db: the store cannot be opened for writing (Failed to open database: unable to open database file)
                                     Check that the folder exists and that you may write there, or name another file with --store. (docs/problems/store-cannot-open.md)
      wrong    agent                 The agent cannot be reached: connect ECONNREFUSED 127.0.0.1:PORT (POST http://127.0.0.1:PORT/chat, reply at $.reply)
                                     Start the agent, and compare its address and port with the settings under agent. (docs/problems/connect-agent-unreachable.md)
      wrong    verifier log          log of agent.mjs: the log is locked
                                     Run the same request or query by hand, with the values of a trial.
      gap      verifier log          no scenario expects a change that it would see
                                     Expect one: changes: [{ verifier: log, added: { … } }]. Until then it only shows unexpected changes.
      gap      expectations          1 of 2 scenarios do not say what must come of them: hours
                                     Add "expect:" with changes, told, calls or handoff, so that success can be seen.

      4 ok, 3 wrong, 2 gaps
    exit 2"
  `)
})

test('a selector for the reply that finds nothing is told with what the answer holds', async () => {
  const server = createServer((request, response) => {
    request.resume()
    response.setHeader('content-type', 'application/json').end('{"output":{"text":"hi"}}')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  try {
    const { port } = server.address() as AddressInfo
    const cwd = folderWith(project(`  http: { url: "http://127.0.0.1:${port}/chat", reply: $.reply }`))
    expect(await doctor(cwd)).toMatchInlineSnapshot(`
      "  ok       node                  version N
        ok       project               desk
        ok       pact                  desk version 1: 1 promise
        ok       scenarios             2, played by 1 persona: 2 trials
        ok       store                 .fieldproof/runs.db
        wrong    agent                 The selector $.reply finds nothing in the answer.
                                       The answer holds $.output.text (text). (docs/problems/connect-selector-finds-nothing.md)
        gap      actions               neither tools nor verifiers are known: only words will be judged
                                       Name the tools of the agent under "agent: tools:", and say under "verifiers:" where deeds can be read.
        gap      expectations          1 of 2 scenarios do not say what must come of them: hours
                                       Add "expect:" with changes, told, calls or handoff, so that success can be seen.

        5 ok, 1 wrong, 2 gaps
      exit 2"
    `)
  } finally {
    server.close()
  }
})

test('every mistake in the files is told at once, and nothing is started', async () => {
  const cwd = folderWith({
    'fieldproof.yaml': 'project: desk\nagent: { module: { file: agent.mjs } }\n',
    'pact.yaml': 'pact: desk\nversion: 1\nconditions: [{ id: x, says: "a", severty: major }]\n',
    'scenarios/a.yaml': 'scenarios: [{ id: hours }]\n',
  })
  expect(await doctor(cwd)).toMatchInlineSnapshot(`
    "  ok       node                  version N
      wrong    project               scenarios/a.yaml:1:13: A scenario needs a goal, or a script, or both.
                                     Write "goal: { want: ..., kind: ask }". (docs/problems/scenario-invalid.md)
      wrong    project               pact.yaml:3:34: "severty" is not a key that is known here.
                                     Did you mean "severity"? Known keys here: id, dimension, severity, target, says, never-says, tool-call-as-text, raw-error, reply, limits, leak, language, channel, escalation, claim, capability, tools, state, resolved, grounded, answers, consistent, refusal-holds, checkpoints, once, failure-told, retries, degraded, recovers, fails-closed, rubric. (docs/problems/document-unknown-key.md)
      skipped  everything else       not looked at

      1 ok, 2 wrong, 0 gaps
    exit 2"
  `)
})

test('a command that does not get ready is told with what it wrote; a preparation that fails too', async () => {
  const broken = folderWith(
    project('  module: { file: agent.mjs }', 'start: { command: [node, -e, "console.error(1 + 1)"] }\n'),
  )
  expect(await doctor(broken)).toMatchInlineSnapshot(`
    "  ok       node                  version N
      ok       project               desk
      ok       pact                  desk version 1: 1 promise
      ok       scenarios             2, played by 1 persona: 2 trials
      ok       store                 .fieldproof/runs.db
      wrong    start                 "node -e console.error(1 + 1)" ended before it was ready. It wrote:
          2
                                     Run the command by hand. It has to print one line of JSON, such as {"agent":"http://127.0.0.1:PORT"}, and go on running. (docs/problems/connect-start-failed.md)
      skipped  agent, verifiers      not looked at
      gap      actions               neither tools nor verifiers are known: only words will be judged
                                     Name the tools of the agent under "agent: tools:", and say under "verifiers:" where deeds can be read.
      gap      expectations          1 of 2 scenarios do not say what must come of them: hours
                                     Add "expect:" with changes, told, calls or handoff, so that success can be seen.

      5 ok, 1 wrong, 2 gaps
    exit 2"
  `)
  const unprepared = folderWith({
    ...project('  module: { file: agent.mjs }', 'prepare: { module: { file: agent.mjs } }\n'),
    'agent.mjs': 'export default () => "hi"\nexport const prepare = () => { throw new Error("no free office") }\n',
  })
  expect(await doctor(unprepared)).toMatchInlineSnapshot(`
    "  ok       node                  version N
      ok       project               desk
      ok       pact                  desk version 1: 1 promise
      ok       scenarios             2, played by 1 persona: 2 trials
      ok       store                 .fieldproof/runs.db
      wrong    prepare               no free office
                                     See what the backend says to this request; it is what every trial begins with.
      skipped  agent, verifiers      not looked at
      gap      actions               neither tools nor verifiers are known: only words will be judged
                                     Name the tools of the agent under "agent: tools:", and say under "verifiers:" where deeds can be read.
      gap      expectations          1 of 2 scenarios do not say what must come of them: hours
                                     Add "expect:" with changes, told, calls or handoff, so that success can be seen.

      5 ok, 1 wrong, 2 gaps
    exit 2"
  `)
})

test('models of juries are asked once, unless they are not wanted', async () => {
  const cwd = folderWith({
    ...project('  module: { file: agent.mjs }\n  tools: tools.json'),
    'agent.mjs': 'export default () => "hi"\n',
    'tools.json': '[{"name":"create_booking"},{"name":"find_slots"}]',
    'pact.yaml': `${pact}  - id: kind
    rubric:
      question: Kind?
      levels:
        - { name: curt, description: Curt., holds: false }
        - { name: kind, description: Kind., holds: true }
juries: { default: { jurors: ['anthropic:some-model'] } }
`,
  })
  expect(await doctor(cwd)).toMatchInlineSnapshot(`
    "  ok       node                  version N
      ok       project               desk
      ok       pact                  desk version 1: 2 promises
      ok       scenarios             2, played by 1 persona: 2 trials
      ok       store                 .fieldproof/runs.db
      ok       agent                 function default of agent.mjs: answered in N ms: "hi"
      wrong    model anthropic:some-model  Model "anthropic:some-model" needs a key, and the environment variable ANTHROPIC_API_KEY is not set.
                                     Set ANTHROPIC_API_KEY, name another variable with "apiKeyEnv", or use a model that needs no key, for example ollama:llama3.2. (docs/problems/model-no-key.md)
      gap      actions               nothing verifies what these tools change: create_booking
                                     Add a verifier that reads the backend, or expect their calls in scenarios.
      gap      expectations          1 of 2 scenarios do not say what must come of them: hours
                                     Add "expect:" with changes, told, calls or handoff, so that success can be seen.

      6 ok, 1 wrong, 2 gaps
    exit 2"
  `)
  expect(await doctor(cwd, {}, '--no-jury')).toMatch(/0 wrong[\s\S]*exit 0$/)
})

test('a Node that is too old is told', () => {
  expect([...nodeCheck('18.19.0')]).toEqual([
    { state: 'wrong', about: 'node', found: 'version 18.19.0 is too old', todo: 'Install Node 20 or later.' },
  ])
})
