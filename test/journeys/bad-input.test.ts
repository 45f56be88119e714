import { once } from 'node:events'
import { createWriteStream, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { openSqliteFile } from '../../src/sqlite.ts'
import { openStore } from '../../src/store/index.ts'
import { everything, removeSpoiled, spoiled } from './spoiled-project.ts'

afterAll(removeSpoiled)

const closing: (() => void)[] = []
afterAll(() => {
  for (const close of closing) close()
})

/** At most so many conversations at the same time, of an agent that takes its time and tells who came. */
const concurrency = 4
const slow = {
  'fieldproof.yaml': `project: corner-salon
agent: { id: desk, module: { file: agent.mjs } }
runs: { concurrency: ${concurrency} }
`,
  'agent.mjs': `import { appendFileSync } from 'node:fs'
export default async () => {
  appendFileSync('started.log', 'x')
  await new Promise((done) => setTimeout(done, 20))
  return 'A haircut is $35.'
}
`,
}

/** Has the program write down how much memory it took at most. */
const measured = {
  'measure.cjs':
    "process.on('exit', () => require('node:fs').writeFileSync('memory.log', String(process.resourceUsage().maxRSS)))\n",
}
const measuring = { env: { NODE_OPTIONS: '--require ./measure.cjs' } }
const megabytesOf = (folder: string) => Number(readFileSync(join(folder, 'memory.log'), 'utf8')) / 1024

/** One letter for every conversation that the slow agent has seen begin. */
function plays(folder: string): string {
  const file = join(folder, 'started.log')
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

function sizeOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0
}

/** All trials that are kept, oldest run first, as text. */
async function trialsIn(folder: string): Promise<readonly string[]> {
  const store = await openStore(join(folder, '.fieldproof/runs.db'))
  const kept: string[] = []
  for (const { id } of await store.runs()) for await (const trial of store.trials(id)) kept.push(JSON.stringify(trial))
  await store.close()
  return kept.sort()
}

function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0)
  } catch {
    return false
  }
}

/** A run that finds its store in the hands of another process. It waits for ten seconds, so it is begun early. */
const inUse = (async () => {
  const project = spoiled()
  await project.run('simulate')
  const holder = openSqliteFile(join(project.folder, '.fieldproof/runs.db'))
  holder.exec('begin immediate')
  const told = await project.start(['simulate']).ended
  holder.close()
  return told
})()

/** The address of a server that answers so. */
async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** An address at which nobody listens any more. */
async function nobody(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return `http://127.0.0.1:${port}`
}

/** A project whose agent is at this address. */
const talkingTo = (url: string, more = '') => ({
  'fieldproof.yaml': `project: corner-salon\nagent: { id: desk, http: { url: '${url}/chat'${more} } }\n`,
})

test('YAML that does not parse is told with its line and how to write it', async () => {
  expect(
    await spoiled({ 'fieldproof.yaml': 'project: corner-salon\nagent:\n\tid: desk\n' }).run('simulate'),
  ).toMatchInlineSnapshot(`
    "! problem fieldproof.yaml:3:1: A tab is used for indentation, which YAML does not allow.
    !         Indent with two spaces instead.
    !         document/not-yaml  docs/problems/document-not-yaml.md
    exit 2"
  `)
  expect(
    await spoiled({ 'pact.yaml': 'pact: salon\nversion: 1\nversion: 2\nconditions: []\n' }).run('simulate'),
  ).toMatchInlineSnapshot(`
    "! problem pact.yaml:3:1: This key stands twice in the same mapping.
    !         Keep one of them; the other would be ignored.
    !         document/not-yaml  docs/problems/document-not-yaml.md
    ! problem pact.yaml:4:13: "conditions" must not be empty.
    !         Fill it in, or remove the key.
    !         pact/invalid  docs/problems/pact-invalid.md
    exit 2"
  `)
  expect(
    await spoiled({
      'scenarios/prices.yaml': 'scenarios:\n  - { id: haircut, script: [{ say: "What is a haircut? }] }\n',
    }).run('simulate'),
  ).toMatchInlineSnapshot(`
    "! problem scenarios/prices.yaml:2:36: The quote that opens here is never closed.
    !         Close it at the end of the text; text with an apostrophe fits between double quotes.
    !         document/not-yaml  docs/problems/document-not-yaml.md
    exit 2"
  `)
  expect(
    await spoiled({ 'pact.yaml': 'pact: salon\nversion: 1\nconditions:\n  - id: a: b\n   says: x\n' }).run('simulate'),
  ).toMatchInlineSnapshot(`
    "! problem pact.yaml:4:9: A second ": " makes this line a mapping inside a value.
    !         Put the whole value in quotes when the colon belongs to the text.
    !         document/not-yaml  docs/problems/document-not-yaml.md
    ! problem pact.yaml:5:1: A closing quote or bracket is missing here.
    !         Close what was opened; text with an apostrophe fits between double quotes.
    !         document/not-yaml  docs/problems/document-not-yaml.md
    exit 2"
  `)
  expect(await spoiled({ 'pact.yaml': '\n' }).run('simulate')).toMatchInlineSnapshot(`
    "! problem pact.yaml:1:1: The document is empty; it must be a mapping (lines of "key: value").
    !         Write a mapping (lines of "key: value") here.
    !         pact/invalid  docs/problems/pact-invalid.md
    exit 2"
  `)
  expect(await spoiled({ 'scenarios/prices.yaml': '\n' }).run('simulate')).toMatchInlineSnapshot(`
    "! problem scenarios/prices.yaml:1:1: The document is empty; it must be a mapping (lines of "key: value").
    !         Write a mapping (lines of "key: value") here.
    !         scenario/invalid  docs/problems/scenario-invalid.md
    exit 2"
  `)
  expect(await spoiled({ 'fieldproof.yaml': '\n' }).run('simulate')).toMatchInlineSnapshot(`
    "! problem fieldproof.yaml:1:1: The document is empty; it must be a mapping (lines of "key: value").
    !         Write a mapping (lines of "key: value") here.
    !         project/invalid  docs/problems/project-invalid.md
    exit 2"
  `)
  expect(await spoiled({ 'fieldproof.yaml': '[1, 2]\n' }).run('simulate')).toMatchInlineSnapshot(`
    "! problem fieldproof.yaml:1:1: The document must be a mapping (lines of "key: value"), but is a list.
    !         Write a mapping (lines of "key: value") here.
    !         project/invalid  docs/problems/project-invalid.md
    exit 2"
  `)
  expect(
    await spoiled({ 'pact.yaml': Buffer.from('pact: salon\nversion: 1\n# caf\xe9\nconditions: []\n', 'latin1') }).run(
      'simulate',
    ),
  ).toMatchInlineSnapshot(`
    "! problem pact.yaml:3: pact.yaml is not UTF-8 text.
    !         Save the file as UTF-8. In YAML, odd characters can be written as "\\u00e9".
    !         document/not-text  docs/problems/document-not-text.md
    exit 2"
  `)
})

test('a key that is misspelt is told with the one that was meant, in every file', async () => {
  expect(
    await spoiled({
      'fieldproof.yaml': 'project: x\nagnet: { id: desk, module: { file: agent.mjs } }\nruns: { repeat: 3 }\n',
    }).run('simulate'),
  ).toMatchInlineSnapshot(`
    "! problem fieldproof.yaml:2:1: "agnet" is not a key that is known here.
    !         Did you mean "agent"? Known keys here: project, start, agent, agents, prepare, changes, backends, mcp, faults, faultFiles, verifiers, pact, scenarios, personas, wording, channels, runs, regressions, suite, store, observe.
    !         document/unknown-key  docs/problems/document-unknown-key.md
    ! problem fieldproof.yaml:3:9: "repeat" is not a key that is known here.
    !         Did you mean "repeats"? Known keys here: seed, repeats, budget, target, concurrency, maxTurns, quietMs, startsAt, faults, control, pace.
    !         document/unknown-key  docs/problems/document-unknown-key.md
    exit 2"
  `)
  expect(
    await spoiled({
      'fieldproof.yaml': 'project: x\nagent: { id: desk, module: { file: agent.mjs } }\npersonas: [own.yaml]\n',
      'pact.yaml':
        'pact: salon\nversion: 1\nconditions:\n  - { id: a, sais: x }\n  - { id: b, says: x, severty: minor }\n',
      'scenarios/prices.yaml': 'scenarios:\n  - { id: haircut, scrpt: [{ say: hi }] }\n',
      'scenarios/more.yaml':
        'scenarios:\n  - { id: shave, script: [{ sya: hi }] }\n  - { id: shave, goal: { want: a shave } }\n',
      'own.yaml': 'id: own\nwriting: { typo: 0.2 }\ncorrections: 5\n',
    }).run('simulate'),
  ).toMatchInlineSnapshot(`
    "! problem scenarios/more.yaml:2:29: "sya" is not a key that is known here.
    !         Did you mean "say"? Known keys here: say, afterMs, meanwhile, expect, simulate.
    !         document/unknown-key  docs/problems/document-unknown-key.md
    ! problem scenarios/more.yaml:3:18: "kind" is missing in "goal".
    !         Add "kind:" with text.
    !         scenario/invalid  docs/problems/scenario-invalid.md
    ! problem scenarios/prices.yaml:2:20: "scrpt" is not a key that is known here.
    !         Did you mean "script"? Known keys here: id, title, tags, goal, facts, events, script, expect, given, history, personas, channels, faults, recorded, repeats, maxTurns, startsAt, timeZone.
    !         document/unknown-key  docs/problems/document-unknown-key.md
    ! problem pact.yaml:4:14: "sais" is not a key that is known here.
    !         Did you mean "says"? Known keys here: id, dimension, severity, target, says, never-says, tool-call-as-text, raw-error, reply, limits, leak, language, channel, escalation, claim, capability, tools, state, resolved, grounded, answers, consistent, refusal-holds, checkpoints, once, failure-told, retries, degraded, recovers, fails-closed, rubric.
    !         document/unknown-key  docs/problems/document-unknown-key.md
    ! problem pact.yaml:5:23: "severty" is not a key that is known here.
    !         Did you mean "severity"? Known keys here: id, dimension, severity, target, says, never-says, tool-call-as-text, raw-error, reply, limits, leak, language, channel, escalation, claim, capability, tools, state, resolved, grounded, answers, consistent, refusal-holds, checkpoints, once, failure-told, retries, degraded, recovers, fails-closed, rubric.
    !         document/unknown-key  docs/problems/document-unknown-key.md
    ! problem own.yaml:2:12: "typo" is not a key that is known here.
    !         Did you mean "typos"? Known keys here: typos, lowercase, noPunctuation, abbreviations, fillers, emoji.
    !         document/unknown-key  docs/problems/document-unknown-key.md
    ! problem own.yaml:3:14: "corrections" must be at most 1.
    !         Write a number that is at most 1.
    !         persona/invalid  docs/problems/persona-invalid.md
    exit 2"
  `)
})

test('what a project needs and does not have is told', async () => {
  expect(await spoiled({ 'scenarios/prices.yaml': '' }).run('simulate')).toMatchInlineSnapshot(`
    "! problem fieldproof.yaml:1:1: No scenario file matches scenarios/**/*.yaml.
    !         Paths are read from the folder of the project file. Write one with "fieldproof init", or correct the pattern.
    !         project/no-scenarios  docs/problems/project-no-scenarios.md
    exit 2"
  `)
  expect(await spoiled({ 'scenarios/prices.yaml': 'scenarios: []\n' }).run('simulate')).toMatchInlineSnapshot(`
    "! problem scenarios/prices.yaml:1:12: "scenarios" must not be empty.
    !         Fill it in, or remove the key.
    !         scenario/invalid  docs/problems/scenario-invalid.md
    exit 2"
  `)
  expect(await spoiled({ 'pact.yaml': '' }).run('simulate')).toMatchInlineSnapshot(`
    "! problem pact.yaml: pact.yaml cannot be read.
    !         Check the name; paths are read from the folder of the file that names them. "fieldproof init" writes a new project.
    !         project/file-missing  docs/problems/project-file-missing.md
    exit 2"
  `)
  expect(await spoiled({ 'fieldproof.yaml': '' }).run('simulate')).toMatchInlineSnapshot(`
    "! problem There is no project at fieldproof.yaml.
    !         Go to a folder with a fieldproof.yaml, name one, or write one with "fieldproof init".
    !         cli/no-project  docs/problems/cli-no-project.md
    exit 2"
  `)
  expect(await spoiled({ 'agent.mjs': '' }).run('simulate')).toMatchInlineSnapshot(`
    "! corner-salon: 3 trials against function default of agent.mjs
    ! problem The module agent.mjs is not there.
    !         Paths are read from the folder of the project file. Correct the path, or write the module.
    !         connect/module-missing  docs/problems/connect-module-missing.md
    exit 2"
  `)
  expect(await spoiled({ 'agent.mjs': 'export default 3\n' }).run('simulate')).toMatchInlineSnapshot(`
    "! corner-salon: 3 trials against function default of agent.mjs
    ! problem The module agent.mjs exports no function named "default".
    !         It exports no functions at all. Write "export default function (…) {…}" in it.
    !         connect/export-missing  docs/problems/connect-export-missing.md
    exit 2"
  `)
})

test('an agent that nobody has started is told as such, by a run and by the doctor', async () => {
  const project = spoiled(talkingTo(await nobody()))
  expect(await project.run('simulate')).toMatchInlineSnapshot(`
    "! corner-salon: 3 trials against POST http://127.0.0.1:<port>/chat, reply at $.reply
    ! problem All 3 trials failed before the agent gave one answer. The last one: The agent cannot be reached: connect ECONNREFUSED 127.0.0.1:<port>.
    !         Start the agent, and compare its address and port with the settings under agent. "fieldproof doctor" tries it with one message.
    !         connect/agent-unreachable  docs/problems/connect-agent-unreachable.md
    exit 2"
  `)
  expect(await project.run('doctor')).toMatchInlineSnapshot(`
    "  ok       node                  version 20.20.2
      ok       project               corner-salon
      ok       pact                  salon version 1: 1 promise
      ok       scenarios             1, played by 1 persona: 3 trials
      ok       store                 .fieldproof/runs.db
      wrong    agent                 The agent cannot be reached: connect ECONNREFUSED 127.0.0.1:<port> (POST http://127.0.0.1:<port>/chat, reply at $.reply)
                                     Start the agent, and compare its address and port with the settings under agent. (docs/problems/connect-agent-unreachable.md)
      gap      actions               neither tools nor verifiers are known: only words will be judged
                                     Name the tools of the agent under "agent: tools:", and say under "verifiers:" where deeds can be read.
      gap      expectations          1 of 1 scenarios do not say what must come of them: haircut
                                     Add "expect:" with changes, told, calls or handoff, so that success can be seen.

      5 ok, 1 wrong, 2 gaps
    exit 2"
  `)
})

test('an agent of which no answer can be read is told with what it said, and nothing is held against anyone', async () => {
  const answers: Record<string, RequestListener> = {
    status500: (_, response) => response.writeHead(500).end('<html><body><h1>Oops</h1></body></html>'),
    html: (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome</html>'),
    halfJson: (_, response) => response.end('{"reply": "A haircut'),
    notUtf8: (_, response) => response.end(Buffer.from('{"reply": "caf\xe9"}', 'latin1')),
    brokenGzip: (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('{"reply": "$35"}'),
    forbidden: (_, response) => response.writeHead(403).end('no key'),
    notFound: (_, response) => response.writeHead(404).end('Cannot POST /chat'),
    moved: (_, response) => response.writeHead(302, { location: '/login' }).end(),
  }
  const told: Record<string, string> = {}
  for (const [name, answer] of Object.entries(answers)) {
    told[name] = await spoiled(talkingTo(await serving(answer))).run('simulate')
  }
  expect(told).toMatchInlineSnapshot(`
    {
      "brokenGzip": "! corner-salon: 3 trials against POST http://127.0.0.1:<port>/chat, reply at $.reply
    ! problem All 3 trials failed before the agent gave one answer. The last one: The answer cannot be unpacked.
    !         Compare format and the selectors under agent with an answer of the agent. "fieldproof doctor" tries it with one message.
    !         connect/agent-unreadable  docs/problems/connect-agent-unreadable.md
    exit 2",
      "forbidden": "! corner-salon: 3 trials against POST http://127.0.0.1:<port>/chat, reply at $.reply
    ! problem All 3 trials failed before the agent gave one answer. The last one: The agent answered with status 403: "no key".
    !         Compare method, path, headers and body with what the agent expects; 401 and 403 mean a missing key. "fieldproof doctor" tries it with one message.
    !         connect/agent-refuses  docs/problems/connect-agent-refuses.md
    exit 2",
      "halfJson": "! corner-salon: 3 trials against POST http://127.0.0.1:<port>/chat, reply at $.reply
    ! problem All 3 trials failed before the agent gave one answer. The last one: The answer is not JSON: "{"reply": "A haircut".
    !         Compare format and the selectors under agent with an answer of the agent. "fieldproof doctor" tries it with one message.
    !         connect/agent-unreadable  docs/problems/connect-agent-unreadable.md
    exit 2",
      "html": "! corner-salon: 3 trials against POST http://127.0.0.1:<port>/chat, reply at $.reply
    ! problem All 3 trials failed before the agent gave one answer. The last one: The answer is not JSON: "<html>Welcome</html>".
    !         Compare format and the selectors under agent with an answer of the agent. "fieldproof doctor" tries it with one message.
    !         connect/agent-unreadable  docs/problems/connect-agent-unreadable.md
    exit 2",
      "moved": "! corner-salon: 3 trials against POST http://127.0.0.1:<port>/chat, reply at $.reply
    ! problem All 3 trials failed before the agent gave one answer. The last one: The agent answered with status 302.
    !         Compare method, path, headers and body with what the agent expects; 401 and 403 mean a missing key. "fieldproof doctor" tries it with one message.
    !         connect/agent-refuses  docs/problems/connect-agent-refuses.md
    exit 2",
      "notFound": "! corner-salon: 3 trials against POST http://127.0.0.1:<port>/chat, reply at $.reply
    ! problem All 3 trials failed before the agent gave one answer. The last one: The agent answered with status 404: "Cannot POST /chat".
    !         Compare method, path, headers and body with what the agent expects; 401 and 403 mean a missing key. "fieldproof doctor" tries it with one message.
    !         connect/agent-refuses  docs/problems/connect-agent-refuses.md
    exit 2",
      "notUtf8": "! corner-salon: 3 trials against POST http://127.0.0.1:<port>/chat, reply at $.reply
    ! problem All 3 trials failed before the agent gave one answer. The last one: The answer is not UTF-8 text.
    !         Compare format and the selectors under agent with an answer of the agent. "fieldproof doctor" tries it with one message.
    !         connect/agent-unreadable  docs/problems/connect-agent-unreadable.md
    exit 2",
      "status500": "! corner-salon: 3 trials against POST http://127.0.0.1:<port>/chat, reply at $.reply
    ! problem All 3 trials failed before the agent gave one answer. The last one: The agent answered with status 500: "<html><body><h1>Oops</h1></body></html>".
    !         Compare method, path, headers and body with what the agent expects; 401 and 403 mean a missing key. "fieldproof doctor" tries it with one message.
    !         connect/agent-refuses  docs/problems/connect-agent-refuses.md
    exit 2",
    }
  `)
})

test('an agent that never answers is given up in time', async () => {
  const url = await serving(() => {})
  expect(await spoiled(talkingTo(url, ', timeoutMs: 200')).run('simulate')).toMatchInlineSnapshot(`
    "! corner-salon: 3 trials against POST http://127.0.0.1:<port>/chat, reply at $.reply
    ! problem All 3 trials failed before the agent gave one answer. The last one: No complete answer within 200 ms.
    !         See what the agent waits for; if it may take this long, raise timeoutMs. "fieldproof doctor" tries it with one message.
    !         connect/agent-too-slow  docs/problems/connect-agent-too-slow.md
    exit 2"
  `)
})

test('a selector that finds nothing is told with what the answer holds', async () => {
  const url = await serving((_, response) => response.end('{"id": 7, "messages": [{"text": "A haircut is $35."}]}'))
  const project = spoiled(talkingTo(url, ', reply: $.text'))
  expect(await project.run('simulate')).toMatchInlineSnapshot(`
    "! corner-salon: 3 trials against POST http://127.0.0.1:<port>/chat, reply at $.text
    ! problem All 3 trials failed before the agent gave one answer. The last one: The selector $.text finds nothing in the answer. The answer holds $.id (number), $.messages[0].text (text).
    !         Compare format and the selectors under agent with an answer of the agent. "fieldproof doctor" tries it with one message.
    !         connect/agent-unreadable  docs/problems/connect-agent-unreadable.md
    exit 2"
  `)
  expect(await project.run('doctor')).toMatchInlineSnapshot(`
    "  ok       node                  version 20.20.2
      ok       project               corner-salon
      ok       pact                  salon version 1: 1 promise
      ok       scenarios             1, played by 1 persona: 3 trials
      ok       store                 .fieldproof/runs.db
      wrong    agent                 The selector $.text finds nothing in the answer.
                                     The answer holds $.id (number), $.messages[0].text (text). (docs/problems/connect-selector-finds-nothing.md)
      gap      actions               neither tools nor verifiers are known: only words will be judged
                                     Name the tools of the agent under "agent: tools:", and say under "verifiers:" where deeds can be read.
      gap      expectations          1 of 1 scenarios do not say what must come of them: haircut
                                     Add "expect:" with changes, told, calls or handoff, so that success can be seen.

      5 ok, 1 wrong, 2 gaps
    exit 2"
  `)
  expect(await spoiled(talkingTo(url, ", reply: '$.messages[*'")).run('simulate')).toMatchInlineSnapshot(`
    "! problem fieldproof.yaml:2:71: Not a selector. Write names and indices from the root: $.reply, $.messages[*].text.
    !         Change this value accordingly.
    !         project/invalid  docs/problems/project-invalid.md
    exit 2"
  `)
})

test('backends that cannot be read or prepared are told, and nothing is held against the agent', async () => {
  const agent = 'agent: { id: desk, module: { file: agent.mjs } }'
  const nobodyThere = await nobody()
  const broken = await serving((_, response) => response.writeHead(503).end('down for repair'))
  const empty = await serving((_, response) => response.end('{"rows": []}'))
  const told: Record<string, string> = {}
  const settings = {
    nobodyThere: `verifiers: { bookings: { http: { url: '${nobodyThere}/bookings' } } }`,
    status503: `verifiers: { bookings: { http: { url: '${broken}' } } }`,
    otherShape: `verifiers: { bookings: { http: { url: '${empty}', records: '$.bookings[*]' } } }`,
    noDatabase: "verifiers: { bookings: { sql: { sqlite: none.db, query: 'select * from bookings', key: id } } }",
    prepare: `prepare: { http: { url: '${broken}' } }`,
    prepareModule: 'prepare: { module: { file: agent.mjs } }',
  }
  for (const [name, setting] of Object.entries(settings)) {
    told[name] = await spoiled({ 'fieldproof.yaml': `project: corner-salon\n${agent}\n${setting}\n` }).run('simulate')
  }
  expect(told).toMatchInlineSnapshot(`
    {
      "noDatabase": "! corner-salon: 3 trials against function default of agent.mjs
    ! problem All 3 trials failed, and the agent was never reached. The last one: select * from bookings: Failed to open database: unable to open database file.
    !         Run "fieldproof doctor" to see which part does not work.
    !         simulate/nothing-works  docs/problems/simulate-nothing-works.md
    exit 2",
      "nobodyThere": "! corner-salon: 3 trials against function default of agent.mjs
    ! problem All 3 trials failed, and the agent was never reached. The last one: GET http://127.0.0.1:<port>/bookings: fetch failed: connect ECONNREFUSED 127.0.0.1:<port>.
    !         Run "fieldproof doctor" to see which part does not work.
    !         simulate/nothing-works  docs/problems/simulate-nothing-works.md
    exit 2",
      "otherShape": "! corner-salon: 3 trials against function default of agent.mjs
    ! problem Verifier bookings: The selector $.bookings[*] finds nothing in the answer.
    !         Correct its "records". The answer holds $.rows (empty list).
    !         connect/selector-finds-nothing  docs/problems/connect-selector-finds-nothing.md
    exit 2",
      "prepare": "! corner-salon: 3 trials against function default of agent.mjs
    ! problem All 3 trials failed, and the agent was never reached. The last one: preparing the trial: POST http://127.0.0.1:<port>: status 503: down for repair.
    !         Run "fieldproof doctor" to see which part does not work.
    !         simulate/nothing-works  docs/problems/simulate-nothing-works.md
    exit 2",
      "prepareModule": "! corner-salon: 3 trials against function default of agent.mjs
    ! problem The module agent.mjs exports no function named "prepare".
    !         It exports: default. Name one of them, or add the missing one.
    !         connect/export-missing  docs/problems/connect-export-missing.md
    exit 2",
      "status503": "! corner-salon: 3 trials against function default of agent.mjs
    ! problem All 3 trials failed, and the agent was never reached. The last one: GET http://127.0.0.1:<port>: status 503: down for repair.
    !         Run "fieldproof doctor" to see which part does not work.
    !         simulate/nothing-works  docs/problems/simulate-nothing-works.md
    exit 2",
    }
  `)
})

test('a start command that ends, is not there or never gets ready is told with what it wrote', async () => {
  const starting = (command: string) => ({
    'fieldproof.yaml': `project: corner-salon\nstart: { command: [${command}], timeoutMs: 1000 }\nagent: { id: desk, http: { url: '{{start.agent}}' } }\n`,
  })
  const withPath = { PATH: process.env.PATH }
  const told = {
    ends: await spoiled(starting(`node, -e, 'console.error("port 80 is taken"); process.exit(1)'`)).run('simulate', {
      env: withPath,
    }),
    missing: await spoiled(starting('no-such-program')).run('simulate', { env: withPath }),
    neverReady: await spoiled(starting(`node, -e, 'console.log("listening"); setInterval(() => {}, 1000)'`)).run(
      'simulate',
      { env: withPath },
    ),
    otherNames: await spoiled(
      starting(`node, -e, 'console.log(JSON.stringify({ url: "http://127.0.0.1:9" })); setInterval(() => {}, 1000)'`),
    ).run('simulate', { env: withPath }),
  }
  expect(told).toMatchInlineSnapshot(`
    {
      "ends": "! problem "node -e console.error("port 80 is taken"); process.exit(1)" ended before it was ready. It wrote:
    ! port 80 is taken
    !         Run the command by hand. It has to print one line of JSON, such as {"agent":"http://127.0.0.1:<port>"}, and go on running.
    !         connect/start-failed  docs/problems/connect-start-failed.md
    exit 2",
      "missing": "! problem "no-such-program" cannot be started: spawn no-such-program ENOENT.
    !         Run the command by hand. It has to print one line of JSON, such as {"agent":"http://127.0.0.1:<port>"}, and go on running.
    !         connect/start-failed  docs/problems/connect-start-failed.md
    exit 2",
      "neverReady": "! problem "node -e console.log("listening"); setInterval(() => {}, 1000)" was not ready within 1 s.
    !         Run the command by hand. It has to print one line of JSON, such as {"agent":"http://127.0.0.1:<port>"}, and go on running.
    !         connect/start-failed  docs/problems/connect-start-failed.md
    exit 2",
      "otherNames": "! problem The placeholder {{start.agent}} names no value.
    !         Known here: start.url.
    !         connect/unknown-placeholder  docs/problems/connect-unknown-placeholder.md
    exit 2",
    }
  `)
})

test('a store that is damaged, newer, in use or out of reach is told, and left as it is', async () => {
  const noise = 'my holiday pictures, all of them, in one long text that is no database at all'
  const corrupt = spoiled({ '.fieldproof/runs.db': noise })
  expect(await corrupt.run('simulate')).toMatchInlineSnapshot(`
    "! problem <folder>/.fieldproof/runs.db: this file is not a Fieldproof store, or it is damaged (file is not a database)
    !         Move the file away and run again, or name another file with --store. A copy from a backup works as it is.
    !         store/corrupt  docs/problems/store-corrupt.md
    exit 2"
  `)
  expect(readFileSync(join(corrupt.folder, '.fieldproof/runs.db'), 'utf8')).toBe(noise)

  const newer = spoiled()
  await newer.run('simulate')
  const database = openSqliteFile(join(newer.folder, '.fieldproof/runs.db'))
  database.exec("insert into kysely_migration values ('9999-later', '2030-01-01')")
  database.close()
  expect(await newer.run('show')).toMatchInlineSnapshot(`
    "! problem <folder>/.fieldproof/runs.db: this store was written by a newer version of Fieldproof
    !         Install the newer version, or name another file with --store.
    !         store/newer  docs/problems/store-newer.md
    exit 2"
  `)

  const cut = spoiled()
  await cut.start(['simulate']).ended
  const file = join(cut.folder, '.fieldproof/runs.db')
  expect(sizeOf(`${file}-wal`)).toBe(0)
  writeFileSync(file, readFileSync(file).fill(0xff, 4096))
  expect(await cut.run('show')).toMatchInlineSnapshot(`
    "! problem <folder>/.fieldproof/runs.db: this file is not a Fieldproof store, or it is damaged (database disk image is malformed)
    !         Move the file away and run again, or name another file with --store. A copy from a backup works as it is.
    !         store/corrupt  docs/problems/store-corrupt.md
    exit 2"
  `)
  expect(await cut.run('simulate')).toMatchInlineSnapshot(`
    "! problem <folder>/.fieldproof/runs.db: this file is not a Fieldproof store, or it is damaged (database disk image is malformed)
    !         Move the file away and run again, or name another file with --store. A copy from a backup works as it is.
    !         store/corrupt  docs/problems/store-corrupt.md
    exit 2"
  `)

  const blocked = spoiled({ '.fieldproof': 'a file where the folder should be' })
  expect(await blocked.run('simulate')).toMatchInlineSnapshot(`
    "! problem <folder>/.fieldproof/runs.db: the store cannot be opened for writing (Failed to open database: unable to open database file)
    !         Check that the folder exists and that you may write there, or name another file with --store.
    !         store/cannot-open  docs/problems/store-cannot-open.md
    exit 2"
  `)
  expect(await spoiled().run('simulate --store nowhere/runs.db')).toMatchInlineSnapshot(`
    "! problem <folder>/nowhere/runs.db: the store cannot be opened for writing (Failed to open database: unable to open database file)
    !         Check that the folder exists and that you may write there, or name another file with --store.
    !         store/cannot-open  docs/problems/store-cannot-open.md
    exit 2"
  `)
  expect(await spoiled().run('simulate --store scenarios')).toMatchInlineSnapshot(`
    "! problem <folder>/scenarios: the store cannot be opened for writing (Failed to open database: unable to open database file)
    !         Check that the folder exists and that you may write there, or name another file with --store.
    !         store/cannot-open  docs/problems/store-cannot-open.md
    exit 2"
  `)
})

test('patterns that would hang others are read in linear time, and what cannot be is told with its place', async () => {
  const bait = 'a'.repeat(1_000_000)
  const agent = `export default () => '${bait}!'\n`
  const pact = (pattern: string) => `pact: salon\nversion: 1\nconditions:\n  - { id: trap, never-says: '${pattern}' }\n`
  expect(await spoiled({ 'agent.mjs': agent, 'pact.yaml': pact('/^(a+)+$/') }).run('simulate')).toMatchInlineSnapshot(`
    "! corner-salon: 3 trials against function default of agent.mjs

      open  trap  3 of 3 held  100 % (0 to 100 %)  target 95 % undecided, 65 more if all hold

      3 conversations: 3 without a violation, 0 with one or more, 0 unjudged
      score 100 of 100 (16 to 100), pass
      intervals speak of scenarios like these, targets of these scenarios themselves
      customers: 3 satisfied
    exit 0"
  `)
  expect(
    await spoiled({ 'agent.mjs': agent, 'pact.yaml': pact('/(a|aa)+b|(x+x+)+y|(.*)*z/') }).run('simulate'),
  ).toMatchInlineSnapshot(`
    "! corner-salon: 3 trials against function default of agent.mjs

      open  trap  3 of 3 held  100 % (0 to 100 %)  target 95 % undecided, 65 more if all hold

      3 conversations: 3 without a violation, 0 with one or more, 0 unjudged
      score 100 of 100 (16 to 100), pass
      intervals speak of scenarios like these, targets of these scenarios themselves
      customers: 3 satisfied
    exit 0"
  `)
  const told: Record<string, string> = {}
  for (const pattern of ['/(a)\\1/', '/a(?=b)/', '/(?<!a)b/', '/(unclosed/', '/a{1,100000}/', '/[z-a]/']) {
    told[pattern] = await spoiled({ 'pact.yaml': pact(pattern) }).run('simulate')
  }
  expect(told).toMatchInlineSnapshot(`
    {
      "/(?<!a)b/": "! problem pact.yaml:4:29: "never-says" is a pattern that cannot be read: invalid named capture: \`(?<!a)b\`.
    !         Write it without look-arounds and back-references: patterns run in linear time, which rules them out.
    !         pact/broken-pattern  docs/problems/pact-broken-pattern.md
    exit 2",
      "/(a)\\1/": "! problem pact.yaml:4:29: "never-says" is a pattern that cannot be read: invalid escape sequence: \`\\1\`.
    !         Write it without look-arounds and back-references: patterns run in linear time, which rules them out.
    !         pact/broken-pattern  docs/problems/pact-broken-pattern.md
    exit 2",
      "/(unclosed/": "! problem pact.yaml:4:29: "never-says" is a pattern that cannot be read: missing closing ): \`(unclosed\`.
    !         Mend the pattern, or write plain words without slashes.
    !         pact/broken-pattern  docs/problems/pact-broken-pattern.md
    exit 2",
      "/[z-a]/": "! problem pact.yaml:4:29: "never-says" is a pattern that cannot be read: invalid character class range: \`z-a\`.
    !         Mend the pattern, or write plain words without slashes.
    !         pact/broken-pattern  docs/problems/pact-broken-pattern.md
    exit 2",
      "/a(?=b)/": "! problem pact.yaml:4:29: "never-says" is a pattern that cannot be read: invalid or unsupported Perl syntax: \`(?=\`.
    !         Write it without look-arounds and back-references: patterns run in linear time, which rules them out.
    !         pact/broken-pattern  docs/problems/pact-broken-pattern.md
    exit 2",
      "/a{1,100000}/": "! problem pact.yaml:4:29: "never-says" is a pattern that cannot be read: invalid repeat count: \`{1,100000}\`.
    !         Mend the pattern, or write plain words without slashes.
    !         pact/broken-pattern  docs/problems/pact-broken-pattern.md
    exit 2",
    }
  `)
})

test('Ctrl-C ends a run cleanly and says how to go on, and going on loses and repeats nothing', async () => {
  const project = spoiled({
    ...slow,
    'scenarios/prices.yaml': 'scenarios:\n  - { id: haircut, repeats: 60, script: [{ say: What is a haircut? }] }\n',
  })
  const first = project.start(['simulate'])
  await project.until(() => plays(project.folder).length >= 20)
  first.child.kill('SIGINT')
  const stopped = (await first.ended).replaceAll(/\b\d+ of 60/g, 'some of 60').split('\n')
  expect(stopped.slice(-3).join('\n')).toMatchInlineSnapshot(`
    "Stopped after some of 60 trials; they are kept. To do the rest:
      npx fieldproof simulate --resume <run>
    exit 130"
  `)
  const kept = await trialsIn(project.folder)
  expect(kept.length).toBeGreaterThan(0)
  expect(kept.length).toBeLessThan(60)

  const second = project.start(['simulate', '--resume'])
  expect(await second.ended).toMatchInlineSnapshot(`
    "corner-salon: 60 trials against function default of agent.mjs

      open  tells-the-price  60 of 60 held  100 % (0 to 100 %)  target 95 % undecided, 8 more if all hold

      60 conversations: 60 without a violation, 0 with one or more, 0 unjudged
      score 100 of 100 (16 to 100), pass
      intervals speak of scenarios like these, targets of these scenarios themselves
      customers: 60 satisfied
    exit 0"
  `)
  const all = await trialsIn(project.folder)
  expect(all.length).toBe(60)
  expect(all.filter((trial) => kept.includes(trial))).toEqual(kept)
  // Only what Ctrl-C cut short was said to the agent twice.
  const twice = plays(project.folder).length - 60
  expect(twice).toBeLessThanOrEqual(concurrency)
})

test('SIGTERM ends a run as Ctrl-C does, and a second Ctrl-C ends it at once with what it started', async () => {
  const hanging = {
    ...slow,
    'agent.mjs': `import { appendFileSync } from 'node:fs'
export default () => { appendFileSync('started.log', 'x'); return new Promise((done) => setTimeout(done, 60000)) }
`,
  }
  const asked = spoiled(hanging)
  const ended = asked.start(['simulate'])
  await asked.until(() => plays(asked.folder).length >= 1)
  ended.child.kill('SIGTERM')
  expect(await ended.ended).toMatchInlineSnapshot(`
    "corner-salon: 3 trials against function default of agent.mjs
    Stopping. Ctrl-C again ends at once.

      unused  tells-the-price  never came up

      0 conversations: 0 without a violation, 0 with one or more, 0 unjudged
    Stopped before any trial was kept.
    exit 130"
  `)

  const starting = spoiled({
    'fieldproof.yaml': `project: corner-salon\nstart: { command: [node, start.mjs] }\nagent: { id: desk, http: { url: '{{start.agent}}' } }\n`,
    'start.mjs': `import { writeFileSync } from 'node:fs'
process.on('SIGTERM', () => writeFileSync('asked.log', ''))
writeFileSync('started.log', String(process.pid))
setInterval(() => {}, 1000)
`,
  })
  const twice = starting.start(['simulate'])
  await starting.until(() => plays(starting.folder).length > 0)
  twice.child.kill('SIGINT')
  // It was asked to end and does not; the first Ctrl-C waits for it.
  await starting.until(() => existsSync(join(starting.folder, 'asked.log')))
  twice.child.kill('SIGINT')
  expect(await twice.ended).toMatchInlineSnapshot(`
    "Stopping. Ctrl-C again ends at once.
    exit 130"
  `)
  await starting.until(() => !isRunning(Number(readFileSync(join(starting.folder, 'started.log'), 'utf8'))))
})

test('Ctrl-C ends the wait for recorded conversations, and what was read is judged', async () => {
  const judging = spoiled().start(['judge', '-'])
  judging.child.stdin.write('not JSON\n')
  await judging.printed('not read')
  judging.child.kill('SIGINT')
  expect(await judging.ended).toMatchInlineSnapshot(`
    "not read standard input:1: Line 1 is not JSON: Unexpected token 'o', "not JSON" is not valid JSON.
             Write one JSON object per line, in UTF-8, without line breaks inside it.
    Stopping. Ctrl-C again ends at once.

      unused  tells-the-price  never came up

      0 conversations: 0 without a violation, 0 with one or more, 0 unjudged
      1 record could not be read and is in no count
    exit 130"
  `)
})

test('a reader that closes its end ends the program quietly; a disk that is full is told', async () => {
  const project = spoiled()
  await project.run('simulate')
  const unread = project.start(['show', 'latest', '0'])
  unread.child.stdout.destroy()
  expect(await unread.ended).toMatchInlineSnapshot(`"exit 0"`)
  expect(await project.start([], { shell: 'fieldproof show > /dev/full' }).ended).toMatchInlineSnapshot(`
    "The output cannot be written: ENOSPC: no space left on device, write
    exit 2"
  `)
})

test('a report that cannot be written costs no result', async () => {
  const project = spoiled()
  const told: Record<string, string> = {}
  for (const option of [
    '--json nowhere/run.json',
    '--junit scenarios',
    '--html scenarios',
    '--html nowhere/run.html',
  ]) {
    const lines = (await project.run(`simulate ${option}`)).split('\n')
    told[option] = lines.slice(lines.findIndex((line) => line.startsWith('! problem'))).join('\n')
  }
  expect(told).toMatchInlineSnapshot(`
    {
      "--html nowhere/run.html": "! problem <folder>/nowhere/run.html.part cannot be written: ENOENT: no such file or directory, open '<folder>/nowhere/run.html.part'.
    !         Name a file in a folder that exists and may be written to. A simulated run is kept: "fieldproof report" tells of it again.
    !         cli/cannot-write  docs/problems/cli-cannot-write.md
    exit 2",
      "--html scenarios": "! problem <folder>/scenarios cannot be written: EISDIR: illegal operation on a directory, open '<folder>/scenarios'.
    !         Name a file in a folder that exists and may be written to. A simulated run is kept: "fieldproof report" tells of it again.
    !         cli/cannot-write  docs/problems/cli-cannot-write.md
    exit 2",
      "--json nowhere/run.json": "! problem <folder>/nowhere/run.json cannot be written: ENOENT: no such file or directory, open '<folder>/nowhere/run.json'.
    !         Name a file in a folder that exists and may be written to. A simulated run is kept: "fieldproof report" tells of it again.
    !         cli/cannot-write  docs/problems/cli-cannot-write.md
    exit 2",
      "--junit scenarios": "! problem <folder>/scenarios cannot be written: EISDIR: illegal operation on a directory, open '<folder>/scenarios'.
    !         Name a file in a folder that exists and may be written to. A simulated run is kept: "fieldproof report" tells of it again.
    !         cli/cannot-write  docs/problems/cli-cannot-write.md
    exit 2",
    }
  `)
  expect(await trialsIn(project.folder)).toHaveLength(12)
})

test('a disk that is full, or refuses to grow the store, ends a run with what is kept and how to go on', async () => {
  const much = {
    ...slow,
    'agent.mjs': "export default () => 'A haircut is $35.' + ' '.repeat(5000)\n",
    'scenarios/prices.yaml': 'scenarios:\n  - { id: haircut, repeats: 300, script: [{ say: What is a haircut? }] }\n',
    // SQLite itself raises its disk-full error at the page limit, as it does when the file system refuses a page.
    'small-disk.cjs': `const Module = require('node:module')
const load = Module._load
Module._load = (name, ...rest) => {
  const there = load(name, ...rest)
  if (name !== 'node:sqlite' && name !== '@photostructure/sqlite') return there
  return {
    DatabaseSync: function (...given) {
      const database = new there.DatabaseSync(...given)
      database.exec('pragma max_page_count = 450')
      return database
    },
  }
}
`,
  }
  const told: Record<string, string> = {}
  const starts = {
    full: { env: { NODE_OPTIONS: '--require ./small-disk.cjs' } },
    refusing: { shell: 'ulimit -f 1500; fieldproof simulate' },
  }
  for (const [name, options] of Object.entries(starts)) {
    const project = spoiled(much)
    told[name] = (await project.start(['simulate'], options).ended).replaceAll(/\b\d+ of 300/g, 'some of 300')
    const kept = await trialsIn(project.folder)
    expect(kept.length).toBeGreaterThan(0)
    const resumed = await project.start(['simulate', '--resume']).ended
    expect(resumed.split('\n').at(-1)).toBe('exit 0')
    const all = await trialsIn(project.folder)
    expect(all).toHaveLength(300)
    expect(all.filter((trial) => kept.includes(trial))).toEqual(kept)
  }
  expect(told).toMatchInlineSnapshot(`
    {
      "full": "corner-salon: 300 trials against function default of agent.mjs
    Stopped after some of 300 trials; they are kept. To do the rest:
      npx fieldproof simulate --resume <run>
    problem <folder>/.fieldproof/runs.db: the disk is full; everything reported as kept is kept (database or disk is full)
            Make room, then resume with the command that the run prints.
            store/disk-full  docs/problems/store-disk-full.md
    exit 2",
      "refusing": "corner-salon: 300 trials against function default of agent.mjs
    Stopped after some of 300 trials; they are kept. To do the rest:
      npx fieldproof simulate --resume <run>
    problem <folder>/.fieldproof/runs.db: the disk refused to be read or written; everything reported as kept is kept (disk I/O error)
            Check quotas, file size limits (ulimit -f) and whether the disk is still there, then resume with the command that the run prints.
            store/disk-refuses  docs/problems/store-disk-refuses.md
    exit 2",
    }
  `)
})

test('an answer of 100 MB is the failure of the agent, and is never held in memory', async () => {
  const megabyte = Buffer.alloc(1_000_000, 'a')
  const url = await serving((request, response) => {
    request.resume()
    if (!request.url?.includes('huge')) return response.end('{"reply": "A haircut is $35."}')
    response.write('{"reply": "')
    Readable.from(Array.from({ length: 100 }, () => megabyte)).pipe(response)
    return response.on('error', () => {})
  })
  const project = spoiled({
    ...measured,
    'fieldproof.yaml': `project: corner-salon
agent: { id: desk, http: { url: '${url}/{{scenario}}' } }
`,
    'scenarios/prices.yaml': `scenarios:
  - { id: haircut, script: [{ say: What is a haircut? }] }
  - { id: huge, repeats: 5, script: [{ say: What is a shave? }] }
`,
  })
  expect(await project.start(['simulate'], measuring).ended).toMatchInlineSnapshot(`
    "corner-salon: 6 trials against POST http://127.0.0.1:<port>/{{scenario}}, reply at $.reply

      broken  tells-the-price  1 of 6 held  16.7 % (0.1 to 99.2 %)  target 95 % refuted
              trial 1: the agent never said /[$][0-9]+/

      6 conversations: 1 without a violation, 5 with one or more, 0 unjudged
      the agent itself failed in 5 of 6 conversations: errors, no answer, or none that could be read
      score 17 of 100 (1 to 83), pass
      intervals speak of scenarios like these, targets of these scenarios themselves
      customers: 6 satisfied

      worst:  trial 1, violates tells-the-price
      replay: npx fieldproof replay 1 --run <run>
    exit 1"
  `)
  expect(megabytesOf(project.folder)).toBeLessThan(300)
  // How long the answer took to grow too long depends on the machine.
  const shown = (await project.run('show latest 1')).replace(/\d:\d\d\.\d(?= +error)/, '<soon>')
  expect(shown).toMatchInlineSnapshot(`
    "trial 1: huge, careful-first-timer, chat, seed 100173206360645
    8b35bbb8f9292eff2329  chat  2026-03-02T09:00:00+00:00  agent desk

    >  1  0:00.0  customer  What is a shave?
       2  <soon>      error of the agent: garbage: The answer is longer than 5000000 bytes.

    customer: satisfied, the script has ended
    violated  tells-the-price: the agent never said /[$][0-9]+/ (event 1)

    play it again: npx fieldproof replay 1 --run <run>
    exit 0"
  `)
})

test('records that cannot be read cost none of the others, and one of 100 MB is never held in memory', async () => {
  const good = (id: string) =>
    JSON.stringify({
      id,
      origin: 'production',
      agent: { id: 'desk' },
      channel: 'chat',
      startedAt: '2026-03-02T09:00:00Z',
      events: [
        { type: 'message', atMs: 0, from: 'customer', text: 'What is a haircut?' },
        { type: 'message', atMs: 900, from: 'agent', text: 'A haircut is $35.' },
      ],
    })
  const project = spoiled({
    ...measured,
    'bomb.jsonl.gz': gzipSync(`${good('before')}\n{"id": "${'a'.repeat(20_000_000)}"}\n${good('after')}\n`),
  })
  const huge = createWriteStream(join(project.folder, 'huge.jsonl'))
  const megabyte = 'a'.repeat(1_000_000)
  const pieces = [`${good('first')}\n{"id": "`, ...Array.from({ length: 100 }, () => megabyte), `"}\n${good('last')}\n`]
  await pipeline(Readable.from(pieces), huge)
  expect(await project.start(['judge', 'huge.jsonl', 'bomb.jsonl.gz'], measuring).ended).toMatchInlineSnapshot(`
    "not read huge.jsonl:2: Line 2 is longer than 16777216 bytes and was skipped.
             Write one conversation per line. Code that reads longer ones can raise maxLineBytes.
    not read 1 more like huge.jsonl:2: bomb.jsonl.gz:2

      open  tells-the-price  4 of 4 held  100 % (28.3 to 100 %)  target 95 % undecided, 64 more if all hold

      4 conversations: 4 without a violation, 0 with one or more, 0 unjudged
      score 100 of 100 (56 to 100), pass
      customers: 4 not recorded
      2 records could not be read and are in no count
    exit 0"
  `)
  expect(megabytesOf(project.folder)).toBeLessThan(300)

  const whole = gzipSync(Array.from({ length: 400 }, (_, n) => good(`c${n}-${n * 7919}`)).join('\n'))
  const broken = spoiled({
    'mixed.jsonl': Buffer.concat([
      Buffer.from(`not JSON at all\n\n${good('one')}\n{"id": "half\n{"id": 7}\n[]\nnull\n{"id": "caf`),
      Buffer.from([0xe9]),
      Buffer.from(`"}\n${good('two')}\n`),
    ]),
    'cut.jsonl.gz': whole.subarray(0, whole.length - 200),
    'blank.jsonl': '\n \n',
    'page.html': '<html>\n<body>Please log in</body>\n</html>\n',
  })
  writeFileSync(join(broken.folder, 'empty.jsonl'), '')
  expect(await broken.run('judge mixed.jsonl')).toMatchInlineSnapshot(`
    "! not read mixed.jsonl:1: Line 1 is not JSON: Unexpected token 'o', "not JSON at all" is not valid JSON.
    !          Write one JSON object per line, in UTF-8, without line breaks inside it.
    ! not read mixed.jsonl:4: Line 4 is not JSON: Unterminated string in JSON at position 12.
    !          Write one JSON object per line, in UTF-8, without line breaks inside it.
    ! not read mixed.jsonl:5: "id" must be text, but is 7, at id. (and 5 more with this record)
    !          Put it in quotes: "7".
    ! not read mixed.jsonl:7: The document is empty; it must be a mapping (lines of "key: value"), at the top.
    !          Write a mapping (lines of "key: value") here.
    ! not read mixed.jsonl:8: Line 8 is not UTF-8 text: The encoded data was not valid for encoding utf-8.
    !          Write one JSON object per line, in UTF-8, without line breaks inside it.

      open  tells-the-price  2 of 2 held  100 % (1.2 to 100 %)  target 95 % undecided, 66 more if all hold

      2 conversations: 2 without a violation, 0 with one or more, 0 unjudged
      score 100 of 100 (35 to 100), pass
      customers: 2 not recorded
      5 records could not be read and are in no count
    exit 0"
  `)
  expect(
    (await broken.run('judge cut.jsonl.gz'))
      .replaceAll(/\d+ of \d+ held|\d+(?= conversations)|line \d+|gz:\d+/g, '<n>')
      .split('\n')
      .slice(0, 3),
  ).toMatchInlineSnapshot(`
    [
      "! not read cut.jsonl.<n>: The compressed file breaks off or is damaged before <n>: unexpected end of file.",
      "!          Fetch or write the file again. The conversations before that line were read.",
      "",
    ]
  `)
  expect(await broken.run('judge empty.jsonl blank.jsonl')).toMatchInlineSnapshot(`
    "! problem There is no conversation in what was given.
    !         Give files with one recorded conversation per line.
    !         cli/nothing-to-judge  docs/problems/cli-nothing-to-judge.md
    exit 2"
  `)
  expect(await broken.run('judge page.html')).toMatchInlineSnapshot(`
    "! not read page.html:1: Line 1 is not JSON: Unexpected token '<', "<html>" is not valid JSON.
    !          Write one JSON object per line, in UTF-8, without line breaks inside it.
    ! not read page.html:2: Line 2 is not JSON: Unexpected token '<', "<body>Plea"... is not valid JSON.
    !          Write one JSON object per line, in UTF-8, without line breaks inside it.
    ! not read page.html:3: Line 3 is not JSON: Unexpected token '<', "</html>" is not valid JSON.
    !          Write one JSON object per line, in UTF-8, without line breaks inside it.
    ! problem None of 3 records could be read.
    !         If another program wrote them, name its shape with --map: docs/how-to/judge-recorded-conversations.md.
    !         cli/nothing-to-judge  docs/problems/cli-nothing-to-judge.md
    exit 2"
  `)
  expect(await broken.run('judge nowhere.jsonl scenarios')).toMatchInlineSnapshot(`
    "! problem There is no file nowhere.jsonl.
    !         Name files of recorded conversations, such as logs/*.jsonl.gz, or - for standard input.
    !         cli/cannot-read  docs/problems/cli-cannot-read.md
    ! problem scenarios is a folder.
    !         Name files of recorded conversations, such as logs/*.jsonl.gz, or - for standard input.
    !         cli/cannot-read  docs/problems/cli-cannot-read.md
    exit 2"
  `)
  expect(await broken.run('judge -')).toMatchInlineSnapshot(`
    "! problem There is no conversation in what was given.
    !         Give files with one recorded conversation per line.
    !         cli/nothing-to-judge  docs/problems/cli-nothing-to-judge.md
    exit 2"
  `)
  expect(await broken.run('judge --pact none.yaml mixed.jsonl')).toMatchInlineSnapshot(`
    "! problem There is no pact at none.yaml.
    !         Name one with --pact, go to the folder of a project, or write one with "fieldproof init".
    !         cli/no-pact  docs/problems/cli-no-pact.md
    exit 2"
  `)
  expect(await broken.run('judge --map nothing mixed.jsonl')).toMatchInlineSnapshot(`
    "! problem There is no mapping "nothing", neither by that name nor in a file.
    !         Mappings by name: openai-messages, tau, transcript. Or name a YAML file that says where things stand.
    !         cli/no-mapping  docs/problems/cli-no-mapping.md
    exit 2"
  `)
})

test('words that the command line does not know are told with those it knows', async () => {
  const project = spoiled()
  const told: Record<string, string> = {}
  const words = [
    'simulat',
    'simulate --repeat 3',
    'simulate --repeats -1',
    'simulate --repeats x',
    'simulate --repeats 1.5',
    'simulate --repeats',
    'simulate --seed 1e99',
    'simulate --concurrency 0',
    'simulate --scenario perm',
    'simulate --resume',
    'simulate nowhere',
    'simulate a b',
    'show',
    'show 99',
    'replay',
    'judge',
    'judge --jnit x y.jsonl',
    '--no-such',
  ]
  for (const line of words) told[line] = await project.run(line)
  expect(told).toMatchInlineSnapshot(`
    {
      "--no-such": "! problem Unknown option '--no-such'.
    !         See "fieldproof --help".
    !         cli/bad-usage  docs/problems/cli-bad-usage.md
    exit 2",
      "judge": "! problem Missing required argument 'conversations'.
    !         See "fieldproof judge --help".
    !         cli/bad-usage  docs/problems/cli-bad-usage.md
    exit 2",
      "judge --jnit x y.jsonl": "! problem Unknown option '--jnit'.
    !         Did you mean --junit? See "fieldproof judge --help".
    !         cli/bad-usage  docs/problems/cli-bad-usage.md
    exit 2",
      "replay": "! problem Missing required argument 'trial'.
    !         See "fieldproof replay --help".
    !         cli/bad-usage  docs/problems/cli-bad-usage.md
    exit 2",
      "show": "No run has been kept here yet. Start one with "fieldproof simulate".
    exit 0",
      "show 99": "! problem No run has been kept here yet.
    !         Start one with "fieldproof simulate".
    !         cli/no-such-run  docs/problems/cli-no-such-run.md
    exit 2",
      "simulat": "! problem Unknown command 'simulat'.
    !         Did you mean simulate? See "fieldproof --help".
    !         cli/bad-usage  docs/problems/cli-bad-usage.md
    exit 2",
      "simulate --concurrency 0": "! problem --concurrency takes a whole number of at least 1, not "0".
    !         For example: --concurrency 10.
    !         cli/bad-option  docs/problems/cli-bad-option.md
    exit 2",
      "simulate --repeat 3": "! problem Unknown option '--repeat'.
    !         Did you mean --repeats? See "fieldproof simulate --help".
    !         cli/bad-usage  docs/problems/cli-bad-usage.md
    exit 2",
      "simulate --repeats": "! problem Option '-n, --repeats <n>' argument missing.
    !         See "fieldproof simulate --help".
    !         cli/bad-usage  docs/problems/cli-bad-usage.md
    exit 2",
      "simulate --repeats -1": "! problem --repeats takes a whole number of at least 1, not "-1".
    !         For example: --repeats 10.
    !         cli/bad-option  docs/problems/cli-bad-option.md
    exit 2",
      "simulate --repeats 1.5": "! problem --repeats takes a whole number of at least 1, not "1.5".
    !         For example: --repeats 10.
    !         cli/bad-option  docs/problems/cli-bad-option.md
    exit 2",
      "simulate --repeats x": "! problem --repeats takes a whole number of at least 1, not "x".
    !         For example: --repeats 10.
    !         cli/bad-option  docs/problems/cli-bad-option.md
    exit 2",
      "simulate --resume": "! problem No run in this store was stopped halfway.
    !         The store is empty. Start a run without --resume.
    !         cli/no-such-run  docs/problems/cli-no-such-run.md
    exit 2",
      "simulate --scenario perm": "! problem No scenario of the project fits what was asked for.
    !         Scenarios: haircut.
    !         cli/nothing-to-do  docs/problems/cli-nothing-to-do.md
    exit 2",
      "simulate --seed 1e99": "! problem --seed takes a whole number of at least 0, not "1e99".
    !         For example: --seed 10.
    !         cli/bad-option  docs/problems/cli-bad-option.md
    exit 2",
      "simulate a b": "! problem Too many arguments for 'simulate'. Expected 1 argument but got 2.
    !         See "fieldproof simulate --help".
    !         cli/bad-usage  docs/problems/cli-bad-usage.md
    exit 2",
      "simulate nowhere": "! problem There is no project at nowhere.
    !         Go to a folder with a fieldproof.yaml, name one, or write one with "fieldproof init".
    !         cli/no-project  docs/problems/cli-no-project.md
    exit 2",
    }
  `)
})

test('runs, trials and conditions that are not there are told with those that are', async () => {
  const project = spoiled()
  await project.run('simulate')
  const told: Record<string, string> = {}
  for (const line of [
    'show 2020',
    'show nothing',
    'show latest 99',
    'show latest x',
    'show latest --violated tells',
    'replay 99',
    'replay -1',
    'replay 0 --run nothing',
    'report nothing',
    'compare',
    'compare nothing',
    'simulate --resume',
    'simulate --resume nothing',
    'bless nothing',
  ]) {
    told[line] = await project.run(line)
  }
  expect(told).toMatchInlineSnapshot(`
    {
      "bless nothing": "! problem There is no run "nothing" in this store.
    !         Runs: <run> (3 of 3 trials).
    !         cli/no-such-run  docs/problems/cli-no-such-run.md
    exit 2",
      "compare": "! problem No run has been blessed as the baseline.
    !         Bless the run that later ones are to be held against with "fieldproof bless <run>", or name one with --baseline.
    !         cli/no-baseline  docs/problems/cli-no-baseline.md
    exit 2",
      "compare nothing": "! problem No run has been blessed as the baseline.
    !         Bless the run that later ones are to be held against with "fieldproof bless <run>", or name one with --baseline.
    !         cli/no-baseline  docs/problems/cli-no-baseline.md
    exit 2",
      "replay -1": "! problem Run <run> has no trial "-1".
    !         Trials are numbered from 0 to 2. "fieldproof show <run>" lists them.
    !         cli/no-such-trial  docs/problems/cli-no-such-trial.md
    exit 2",
      "replay 0 --run nothing": "! problem There is no run "nothing" in this store.
    !         Runs: <run> (3 of 3 trials).
    !         cli/no-such-run  docs/problems/cli-no-such-run.md
    exit 2",
      "replay 99": "! problem Run <run> has no trial "99".
    !         Trials are numbered from 0 to 2. "fieldproof show <run>" lists them.
    !         cli/no-such-trial  docs/problems/cli-no-such-trial.md
    exit 2",
      "report nothing": "! problem There is no run "nothing" in this store.
    !         Runs: <run> (3 of 3 trials).
    !         cli/no-such-run  docs/problems/cli-no-such-run.md
    exit 2",
      "show 2020": "! problem Run <run> has no trial "2020".
    !         Trials are numbered from 0 to 2. "fieldproof show <run>" lists them.
    !         cli/no-such-trial  docs/problems/cli-no-such-trial.md
    exit 2",
      "show latest --violated tells": "! problem The pact has no condition "tells".
    !         Conditions: tells-the-price.
    !         cli/no-such-condition  docs/problems/cli-no-such-condition.md
    exit 2",
      "show latest 99": "! problem Run <run> has no trial "99".
    !         Trials are numbered from 0 to 2. "fieldproof show <run>" lists them.
    !         cli/no-such-trial  docs/problems/cli-no-such-trial.md
    exit 2",
      "show latest x": "! problem Run <run> has no trial "x".
    !         Trials are numbered from 0 to 2. "fieldproof show <run>" lists them.
    !         cli/no-such-trial  docs/problems/cli-no-such-trial.md
    exit 2",
      "show nothing": "! problem There is no run "nothing" in this store.
    !         Runs: <run> (3 of 3 trials).
    !         cli/no-such-run  docs/problems/cli-no-such-run.md
    exit 2",
      "simulate --resume": "! problem No run in this store was stopped halfway.
    !         Runs here: <run> (3 of 3).
    !         cli/no-such-run  docs/problems/cli-no-such-run.md
    exit 2",
      "simulate --resume nothing": "! problem This store has no run "nothing".
    !         Runs here: <run> (3 of 3).
    !         cli/no-such-run  docs/problems/cli-no-such-run.md
    exit 2",
    }
  `)
})

test('a store that cannot be written is told, and one in use is waited for and then told', async () => {
  // No folder of the system's own process table can be written to, not even by its administrator.
  expect(await spoiled().run('simulate --store /proc/runs.db')).toMatchInlineSnapshot(`
    "! problem /proc/runs.db: the store cannot be opened for writing (Failed to open database: unable to open database file)
    !         Check that the folder exists and that you may write there, or name another file with --store.
    !         store/cannot-open  docs/problems/store-cannot-open.md
    exit 2"
  `)
  expect(await inUse).toMatchInlineSnapshot(`
    "problem <folder>/.fieldproof/runs.db: another process has been writing to this store for more than ten seconds (database is locked)
            Wait for the other run to end, or name another file with --store.
            store/locked  docs/problems/store-locked.md
    exit 2"
  `)
})

test('nothing that is no terminal gets escape codes, and NO_COLOR leaves them out elsewhere', async () => {
  const project = spoiled({ ...talkingTo(await nobody()) })
  const told = await project.start(['simulate']).ended
  expect(told).not.toContain('\u001b')
  // A terminal of its own, as a person has.
  const inTerminal = (env: Readonly<Record<string, string>>) =>
    project.start([], {
      env: { TERM: 'xterm', ...env },
      shell: `script -qec '"$NODE" "$MAIN" simulate' /dev/null`,
    }).ended
  expect(await inTerminal({})).toContain('\u001b[3')
  expect(await inTerminal({ NO_COLOR: '1' })).not.toContain('\u001b[3')
})

test('whatever went wrong above was told with a page that exists, and nothing as a bug', () => {
  const text = everything.join('\n')
  expect(text.match(/^(! )?bug .*/gm)).toBe(null)
  expect(text.match(/\n\s+at .*\(.*:\d+:\d+\)/g)).toBe(null)
  const pages = new Set(text.match(/docs\/problems\/[\w-]+\.md/g))
  expect(pages.size).toBeGreaterThan(25)
  expect([...pages].filter((page) => !existsSync(page))).toEqual([])
})
