import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { recordingOf } from '../../connect/index.ts'
import { parseScenarioFile } from '../../simulate/index.ts'
import { sent } from '../production.sample.ts'
import { type SampleProject, sampleProject } from '../project.sample.ts'

let project: SampleProject
beforeEach(() => {
  project = sampleProject()
  project.write(
    'fieldproof.yaml',
    `project: corner-salon
agent: { id: salon-desk, version: '2', module: { file: ./desk.mjs } }
backends: { calendar: { correlate: { prefix: true }, tools: { find_slots: GET /slots, book: POST /bookings } } }
personas: [hurried-texter]
`,
  )
  project.write(
    'pact.yaml',
    `pact: salon
version: 1
conditions:
  - { id: booked-means-booked, severity: critical, claim: { says: booked, needs: { tool: book } } }
  - { id: tells-a-time, says: '/\\d:\\d\\d/' }
`,
  )
  // Waits less long than the salon's calendar may take, and takes whatever happens for a booking.
  project.write(
    'desk.mjs',
    `export default async function desk(message, { values, headers = {} }) {
  const { url } = values.backends.calendar
  const toolOf = async (path, body) => {
    const told = { 'content-type': 'application/json', ...headers }
    const asked = body && { method: 'POST', body: JSON.stringify(body), signal: AbortSignal.timeout(1000) }
    const reply = await fetch(url + path, { ...asked, headers: told })
    return reply.ok ? reply.json() : undefined
  }
  if (message.includes('free')) {
    const { slots = [] } = (await toolOf('/slots?day=2026-03-03')) ?? {}
    return slots[0]?.start ? 'We have ' + slots[0].start : 'We have plenty of room.'
  }
  if (!message.includes('ook')) return 'How can I help?'
  const booked = await toolOf('/bookings', { start: '14:00' }).catch(() => {})
  return 'You are booked for 14:00.'
}
`,
  )
})
afterEach(() => project.remove())

const began = '2026-03-02T08:15:'
const said = (second: string, from: 'customer' | 'agent', text: string) => ({
  at: `${began}${second}Z`,
  type: 'message',
  from,
  text,
})
const asked = (second: string, tool: string, args: object) => ({
  at: `${began}${second}Z`,
  type: 'tool-call',
  callId: tool + second,
  tool,
  args,
  seenBy: 'trace',
})
const came = (second: string, call: string, value: unknown, outcome = 'ok') => ({
  at: `${began}${second}Z`,
  type: 'tool-result',
  callId: call,
  outcome,
  value,
  seenBy: 'trace',
})
const conversation = (id: string, ...events: readonly object[]) => ({
  id,
  channel: 'chat',
  agent: { id: 'salon-desk', version: '1' },
  events,
  ended: true,
})

const taken = { status: 409, error: 'that time is taken' }

test('what went wrong with a backend in production goes wrong again: too late, too many calls, another name', async () => {
  await sent(project.folder, [
    conversation(
      'late',
      said('00', 'customer', 'Book me in on Tuesday'),
      said('00.500', 'customer', 'at 2pm please'),
      asked('01', 'book', { start: '14:00' }),
      said('05', 'agent', 'You are booked for 14:00.'),
      came('10', 'book01', taken, 'error'),
    ),
    conversation(
      'limited',
      said('00', 'customer', 'Book me in on Tuesday at 2pm'),
      asked('01', 'book', { start: '14:00' }),
      came('02', 'book01', 'HTTP 429 Too Many Requests, retry after 30 s', 'error'),
      said('05', 'agent', 'You are booked for 14:00.'),
    ),
    ...['14:00', '15:00', '16:00'].map((start) =>
      conversation(
        start,
        said('00', 'customer', 'When are you free?'),
        asked('01', 'find_slots', { day: '2026-03-03' }),
        came('02', 'find_slots01', { slots: [{ start, with: 'Ana' }] }),
        said('03', 'agent', `We have ${start}`),
      ),
    ),
    conversation(
      'renamed',
      said('00', 'customer', 'When are you free on Tuesday?'),
      asked('01', 'find_slots', { day: '2026-03-03' }),
      came('02', 'find_slots01', { slots: [{ startTime: '14:00', with: 'Ana' }] }),
      said('03', 'agent', 'We have plenty of room.'),
    ),
  ])
  const reproduced = async (id: string) => {
    const out = await project.fieldproof(`reproduce ${id} --runs 4`)
    return out
      .replace(/\b[0-9a-f]{8}\b/g, 'CASE')
      .split('\n')
      .slice(1)
  }
  expect(await reproduced('late')).toMatchInlineSnapshot(`
    [
      "  customer: 1 turn, 2 messages",
      "  calendar: 1 answer as then",
      "  at every call of book the backend answers 9 s late",
      "    events 3 and 5: book took 9 s",
      "  seen with salon-desk 1, played with salon-desk 2",
      "reproduced 4 of 4 (51 to 100 %)",
      "  of 4 calls, 4 got the answer as then, 0 the nearest, 0 none",
      "wrote .fieldproof/cases/booked-means-booked-CASE; make it small with "fieldproof minimise .fieldproof/cases/booked-means-booked-CASE"",
      "exit 0",
    ]
  `)
  expect(await reproduced('limited')).toMatchInlineSnapshot(`
    [
      "  customer: 1 turn, 1 message",
      "  at every call of book the backend answers 429 and does nothing, asking to wait 30 s",
      "    events 2 and 3: book got 429, asking to wait 30 s",
      "  seen with salon-desk 1, played with salon-desk 2",
      "reproduced 4 of 4 (51 to 100 %)",
      "wrote .fieldproof/cases/booked-means-booked-CASE; make it small with "fieldproof minimise .fieldproof/cases/booked-means-booked-CASE"",
      "exit 0",
    ]
  `)
  expect(await reproduced('renamed')).toMatchInlineSnapshot(`
    [
      "  customer: 1 turn, 1 message",
      "  calendar: 1 answer as then",
      "  at every call of find_slots the backend calls $.slots[*].start startTime",
      "    events 2 and 3: find_slots answered with $.slots[*].startTime, which 3 others of its results call start",
      "  seen with salon-desk 1, played with salon-desk 2",
      "reproduced 4 of 4 (51 to 100 %)",
      "  of 4 calls, 4 got the answer as then, 0 the nearest, 0 none",
      "wrote .fieldproof/cases/tells-a-time-CASE; make it small with "fieldproof minimise .fieldproof/cases/tells-a-time-CASE"",
      "exit 0",
    ]
  `)
}, 30_000)

test('what tools of an MCP server answered is given again in its place, and tools that nobody serves are named', async () => {
  project.write(
    'fieldproof.yaml',
    `project: corner-salon
agent: { id: salon-desk, version: '1', module: { file: ./desk.mjs } }
mcp: { crm: { upstream: 'http://127.0.0.1:9/mcp', correlate: { prefix: true }, tools: [book] } }
personas: [hurried-texter]
`,
  )
  // Takes whatever the server says for a booking.
  project.write(
    'desk.mjs',
    `export default async function desk(message, { values }) {
  const params = { name: 'book', arguments: { start: '15:00' } }
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params })
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
  await (await fetch(values.mcp.crm.url, { method: 'POST', headers, body })).text()
  return 'You are booked for 14:00.'
}
`,
  )
  await sent(project.folder, [
    conversation(
      'taken',
      said('00', 'customer', 'Book me in on Tuesday at 2pm'),
      asked('01', 'mcp__crm__book', { start: '14:00' }),
      came('04', 'mcp__crm__book01', 'Error: the calendar is locked', 'error'),
      asked('05', 'loyalty', {}),
      came('06', 'loyalty05', { points: 7 }),
      asked('07', 'mcp__crm__book', { start: '14:30' }),
      came('08', 'mcp__crm__book07', { taken: true }),
      said('09', 'agent', 'You are booked for 14:00.'),
    ),
  ])
  const told = await project.fieldproof('reproduce taken --runs 2')
  expect(told.split('\n').slice(1, -2)).toMatchInlineSnapshot(`
    [
      "  customer: 1 turn, 1 message",
      "  crm: 1 answer as then",
      "  at the 1st call of book the backend answers 3 s late",
      "    events 2 and 3: mcp__crm__book took 3 s",
      "  at the 1st call of book the backend answers with an error result: "Error: the calendar is locked"",
      "    events 2 and 3: mcp__crm__book got an error",
      "  not as it was: loyalty (1 call): no backend and no MCP server of the project names it under "tools:", so it answers as it does now; name it there, as "loyalty: GET /…" or as [loyalty]",
      "  seen and played with salon-desk 1",
      "reproduced 2 of 2 (34.2 to 100 %)",
    ]
  `)
}, 30_000)

/** The same desk as a process of its own, as agents run. */
function asProcess(): void {
  const settings = readFileSync(join(project.folder, 'fieldproof.yaml'), 'utf8')
  const calendar = '{ env: CALENDAR_URL, correlate: { header: x-conversation }, tools'
  const http =
    "http: { url: '{{start.desk}}', body: { id: '{{conversation}}', message: '{{message}}' }, reply: $.text }"
  project.write(
    'fieldproof.yaml',
    `${settings.replace('module: { file: ./desk.mjs }', http).replace('{ correlate: { prefix: true }, tools', calendar)}start: { command: node start.mjs }\n`,
  )
  project.write(
    'start.mjs',
    `import { createServer } from 'node:http'
import desk from './desk.mjs'
const url = process.env.CALENDAR_URL
const server = createServer(async (request, response) => {
  let text = ''
  for await (const piece of request) text += piece
  const { id, message } = JSON.parse(text)
  const said = await desk(message, { values: { backends: { calendar: { url } } }, headers: { 'x-conversation': id } })
  response.end(JSON.stringify({ text: said }))
})
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ desk: 'http://127.0.0.1:' + server.address().port })))
`,
  )
}

test('a reproduced case is made small and promoted with all that it needs, and guards its promise', async () => {
  asProcess()
  await sent(project.folder, [
    conversation(
      'limited',
      said('00', 'customer', 'Hello there'),
      said('01', 'agent', 'How can I help?'),
      said('02', 'customer', 'What is free on Tuesday?'),
      asked('03', 'find_slots', { day: '2026-03-03' }),
      came('04', 'find_slots03', { slots: [{ start: '14:00' }] }),
      said('05', 'agent', 'We have 14:00'),
      said('09', 'customer', 'Book me in then'),
      asked('10', 'book', { start: '14:00' }),
      came('11', 'book10', { status: 429, headers: { 'retry-after': '30' } }, 'error'),
      said('12', 'agent', 'You are booked for 14:00.'),
    ),
  ])
  expect(await project.fieldproof('reproduce limited --runs 3 --write cases/limited')).toContain('reproduced 3 of 3')
  expect(await project.fieldproof('reproduce limited --write cases/limited')).toContain('cli/would-overwrite')
  const small = await project.fieldproof('minimise cases/limited --promote')
  const [, id = ''] = /--scenario (\S+)"/.exec(small) ?? []
  const regression = readFileSync(join(project.folder, `scenarios/regressions/${id}.yaml`), 'utf8')
  expect(regression).toContain('Seen in conversation limited of production at 2026-03-02T08:15:00.000Z')
  expect(parseScenarioFile(regression, 'regression.yaml')).toMatchObject({
    scenarios: [
      {
        tags: expect.arrayContaining(['regression', 'guards:booked-means-booked']),
        recorded: { calendar: { from: `scenarios/regressions/recordings/${id}-calendar.har` } },
        faults: [id],
      },
    ],
    faults: { sets: { [id]: [{ match: { tool: 'book' }, do: { status: { code: 429, retryAfter: 30 } } }] } },
  })
  expect(await project.fieldproof(`simulate --scenario ${id}`)).toMatch(/booked-means-booked {2}0 of 1 held.*exit 1$/s)

  const desk = readFileSync(join(project.folder, 'desk.mjs'), 'utf8')
  project.write('desk.mjs', desk.replace("return 'You are", "return !booked ? 'I could not book.' : 'You are"))
  expect(await project.fieldproof(`simulate --scenario ${id}`)).toMatch(/exit 0$/s)
}, 30_000)

test('a trial is said again with the faults of its run, and what breaks nothing any more is told to be so', async () => {
  project.write(
    'scenarios/prices.yaml',
    `scenarios: [{ id: free, script: [{ say: When are you free? }, { say: Book me in }], recorded: { calendar: { from: a.har } } }]\n`,
  )
  const refusal = { ...{ backend: 'calendar', tool: 'book', route: 'POST /bookings' }, status: 409, value: 'taken' }
  const slots = {
    ...{ backend: 'calendar', tool: 'find_slots', route: 'GET /slots' },
    status: 200,
    value: { slots: [] },
  }
  const asked = { askedAt: '2026-03-02T09:00:00Z', tookMs: 1 }
  project.write(
    'a.har',
    recordingOf([
      { ...slots, ...asked, args: { day: '2026-03-03' } },
      { ...refusal, ...asked, args: { start: '14:00' } },
    ]),
  )
  await project.fieldproof('simulate')
  const told = JSON.parse((await project.fieldproof('reproduce 0 --runs 2 --json')).replace(/exit \d+$/, ''))
  expect(told).toMatchObject({ condition: 'booked-means-booked', runs: 2, violated: { rate: 1, n: 2 }, unjudged: 0 })

  project.write('mended.mjs', `export default () => 'We have 14:00.'\n`)
  const settings = readFileSync(join(project.folder, 'fieldproof.yaml'), 'utf8')
  project.write('fieldproof.yaml', settings.replace('./desk.mjs', './mended.mjs'))
  expect(await project.fieldproof('reproduce 0 --runs 2')).toMatch(/reproduced 0 of 2 \(0 to 65.8 %\).*exit 3$/s)
  expect(await project.fieldproof('reproduce 0 --condition tells-a-time')).toMatch(/did not break "tells-a-time"/)
}, 30_000)

test('a violation is played with the present agent, with another one by its name, or with the version that it was seen with', async () => {
  await sent(project.folder, [
    conversation('told', said('00', 'customer', 'Book me in'), said('05', 'agent', 'You are booked for 14:00.')),
  ])
  project.write('before.mjs', `export default () => 'You are booked for 14:00.'\n`)
  project.write('desk.mjs', `export default () => 'I cannot do that.'\n`)
  const told = async (words: string) =>
    (await project.fieldproof(`reproduce told --runs 2${words}`))
      .split('\n')
      .filter((line) => !line.startsWith('wrote'))
  const [, , , , unnamed] = await told('')
  expect(unnamed).toMatch(/^ {2}it may be mended since version 1: to see it with that one, name it under "agents:"/)
  expect(await told(' --same-version')).toMatchInlineSnapshot(`
    [
      "! problem It was seen with version 1 of the agent, and no agent of the project states it.",
      "!         Say how it is reached: agents: { before: { version: '1', http: … } }.",
      "!         cli/no-such-agent  docs/problems/cli-no-such-agent.md",
      "exit 2",
    ]
  `)

  const settings = readFileSync(join(project.folder, 'fieldproof.yaml'), 'utf8')
  project.write(
    'fieldproof.yaml',
    `${settings}agents: { before: { version: '1', module: { file: before.mjs } }, next: { module: { file: desk.mjs } } }\n`,
  )
  expect(await told('')).toMatchInlineSnapshot(`
    [
      "booked-means-booked, as told broke it on 2026-03-02 with salon-desk 1",
      "  customer: 1 turn, 1 message",
      "  seen with salon-desk 1, played with salon-desk 2",
      "reproduced 0 of 2 (0 to 65.8 %)",
      "  it may be mended since version 1: "fieldproof reproduce told --same-version" says whether it comes with that one",
      "exit 3",
    ]
  `)
  const again = await told(' --same-version')
  expect(again).toMatchInlineSnapshot(`
    [
      "booked-means-booked, as told broke it on 2026-03-02 with salon-desk 1",
      "  customer: 1 turn, 1 message",
      "  seen and played with salon-desk 1",
      "reproduced 2 of 2 (34.2 to 100 %)",
      "exit 0",
    ]
  `)
  expect(await told(' --agent before')).toEqual(again)
  expect(await told(' --agent next')).toContain('  seen with salon-desk 1, played with salon-desk of no stated version')
  expect(await told(' --agent last')).toMatchInlineSnapshot(`
    [
      "! problem The project names no agent "last" under "agents:".",
      "!         Say how it is reached: agents: { before: { version: '1', http: … } }. There are: before (1), next.",
      "!         cli/no-such-agent  docs/problems/cli-no-such-agent.md",
      "exit 2",
    ]
  `)
}, 30_000)
