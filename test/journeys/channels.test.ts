/**
 * Bots that know nothing of Fieldproof, driven by the webhooks of their providers: what they write comes back, and what
 * a second delivery does to them is read in their bookings.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { sampleIo } from '../../src/cli/io.sample.ts'
import { runProgram } from '../../src/cli/program.ts'
import { type Conversation, judge, openProject, planOf, playTrial, readProject } from '../../src/index.ts'

const pact = `pact: salon
version: 1
conditions:
  - { id: books-once, severity: critical, state: { is: as-expected } }
`
const scenarios = `scenarios:
  - id: book
    goal: { want: book a cleaning, kind: book }
    script:
      - say: Could you book me a cleaning?
      - say: Great, thanks!
    expect: { changes: [{ verifier: bookings, added: { what: cleaning } }] }
  - id: burst
    goal: { want: book a cleaning, kind: book }
    script:
      - say: [Hello there, Could you book me a cleaning?]
    expect: { changes: [{ verifier: bookings, added: { what: cleaning } }] }
`

interface Setting {
  readonly bot: 'sms' | 'slack' | 'whatsapp'
  readonly manner: 'careless' | 'careful' | 'slow'
  /** Under `agent:`, in YAML. */
  readonly agent: string
  readonly scenario?: string
  readonly channels?: readonly string[]
}

function projectOf({ bot, manner, agent, scenario = 'book', channels = [bot] }: Setting): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldproof-bots-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const program = resolve(`test/journeys/bots/${bot}.mjs`)
  const project = `project: salon
start: { command: ['${process.execPath}', '${program}', ${manner}], port: true }
agent: { id: salon, ${agent} }
channels: [${channels.join(', ')}]
verifiers:
  bookings: { http: { url: '{{start.url}}/bookings?who={{customer.address}}', records: '$.bookings[*]', key: id } }
pact: pact.yaml
scenarios: scenarios.yaml
personas: [hurried-texter]
runs: { quietMs: 400, maxTurns: 4 }
`
  const kept = scenarios
    .split(/(?=^ {2}- id:)/m)
    .filter((part, index) => index === 0 || part.includes(`id: ${scenario}`))
  writeFileSync(join(folder, 'fieldproof.yaml'), project)
  writeFileSync(join(folder, 'pact.yaml'), pact)
  writeFileSync(join(folder, 'scenarios.yaml'), kept.join(''))
  return folder
}

interface Played {
  readonly said: readonly string[]
  readonly errors: readonly string[]
  readonly bookings: number
  readonly outcome: string | undefined
}

async function play(setting: Setting): Promise<Played> {
  const project = await readProject(join(projectOf(setting), 'fieldproof.yaml'))
  const opened = await openProject(project, process.env)
  try {
    const [trial] = planOf(project).trials()
    if (trial === undefined) throw new Error('no trial was planned')
    const conversation = await playTrial(trial, opened.stage, new AbortController().signal)
    return { ...told(conversation), outcome: judge(project.pact, conversation).findings[0]?.outcome }
  } finally {
    await opened.close()
  }
}

function told({ events }: Conversation): Omit<Played, 'outcome'> {
  const after = events.findLast((event) => event.type === 'state' && event.when === 'after')
  return {
    said: events.flatMap((event) => (event.type === 'message' ? [`${event.from}: ${event.text}`] : [])),
    errors: events.flatMap((event) => (event.type === 'error' ? [`${event.culprit}: ${event.message}`] : [])),
    bookings: after?.type === 'state' ? Object.keys(after.records).length : -1,
  }
}

const ways = {
  sms: (more: string) => `twilio: { webhook: '{{start.url}}/sms', ${more} }`,
  slack: (more: string) => `slack: { webhook: '{{start.url}}/slack/events', ${more} }`,
  whatsapp: (more: string) => `whatsapp-cloud: { webhook: '{{start.url}}/webhook', ${more} }`,
}

describe.each(['sms', 'slack', 'whatsapp'] as const)('an unmodified %s bot', (bot) => {
  test('is reached by its webhook and answers by its provider', async () => {
    expect(await play({ bot, manner: 'careless', agent: ways[bot]('') })).toEqual({
      said: [
        'customer: Could you book me a cleaning?',
        "agent: You're booked.",
        'customer: Great, thanks!',
        'agent: You wrote: Great, thanks!',
      ],
      errors: [],
      bookings: 1,
      outcome: 'held',
    })
  })

  test('that does not look at message ids books twice when a message is delivered twice', async () => {
    const { bookings, outcome, errors } = await play({
      bot,
      manner: 'careless',
      agent: ways[bot]('delivery: { duplicate: 1 }'),
    })
    expect({ bookings, outcome, errors }).toEqual({ bookings: 2, outcome: 'violated', errors: [] })
  })

  test('that does look at them books once', async () => {
    const { bookings, outcome, errors } = await play({
      bot,
      manner: 'careful',
      agent: ways[bot]('delivery: { duplicate: 1 }'),
    })
    expect({ bookings, outcome, errors }).toEqual({ bookings: 1, outcome: 'held', errors: [] })
  })
})

test('a bot that reads only the first of several messages in one request never hears the second', async () => {
  const agent = ways.whatsapp('delivery: { batched: 1 }')
  const careless = await play({ bot: 'whatsapp', manner: 'careless', agent, scenario: 'burst' })
  const careful = await play({ bot: 'whatsapp', manner: 'careful', agent, scenario: 'burst' })
  expect([careless, careful].map(({ bookings, outcome }) => ({ bookings, outcome }))).toEqual([
    { bookings: 0, outcome: 'violated' },
    { bookings: 1, outcome: 'held' },
  ])
})

test('a bot that works before it acknowledges gets the message again, and books twice though it was sent once', async () => {
  const agent = ways.slack('delivery: { patienceMs: 150, retryMs: [0] }')
  const { bookings, outcome, errors } = await play({ bot: 'slack', manner: 'slow', agent })
  expect({ bookings, outcome, errors: new Set(errors) }).toEqual({
    bookings: 2,
    outcome: 'violated',
    errors: new Set(['agent: No complete answer within 150 ms.']),
  })
})

test('conversations at once do not mix: each customer has one booking, however messages are delivered', async () => {
  const delivery = 'delivery: { duplicate: 0.3, late: 0.2, lateMs: 100, swapped: 0.2, batched: 0.2, holdMs: 100 }'
  const folder = projectOf({ bot: 'whatsapp', manner: 'careful', agent: ways.whatsapp(delivery) })
  const io = sampleIo({ cwd: folder, env: process.env })
  const code = await runProgram(
    ['simulate', '--repeats', '24', '--concurrency', '8', '--json', 'run.json'],
    io,
    '0.0.0',
  )
  const { conversations } = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'))
  expect([code, conversations.n, conversations.clean]).toEqual([0, 24, 24])
})

test('a bot with another key than the provider’s refuses everything, which says nothing of how it books', async () => {
  const agent = ways.sms('env: { TWILIO_AUTH_TOKEN: another }')
  const { outcome, errors } = await play({ bot: 'sms', manner: 'careless', agent })
  expect({ outcome, errors }).toEqual({
    outcome: 'unjudged',
    errors: ['simulator: The agent answered with status 403'],
  })
})

test('doctor asks the bot on every channel that is played', async () => {
  const whatsapp = ways.sms('carries: whatsapp')
  const agent = `channels: { sms: { ${ways.sms('')} }, whatsapp: { ${whatsapp} } }`
  const folder = projectOf({ bot: 'sms', manner: 'careful', agent, channels: ['sms', 'whatsapp'] })
  const io = sampleIo({ cwd: folder, env: process.env })
  await runProgram(['doctor'], io, '0.0.0')
  const agents = io.lines
    .filter((line) => / agent /.test(line))
    .map((line) => line.replace(/in \d+ ms/, 'in N ms').replace(/:\d{4,5}/g, ':PORT'))
  expect(agents).toMatchInlineSnapshot(`
    [
      "  ok       agent on sms          twilio webhook http://127.0.0.1:PORT/sms: answered in N ms: "You wrote: Hello"",
      "  ok       agent on whatsapp     twilio webhook http://127.0.0.1:PORT/sms: answered in N ms: "You wrote: Hello"",
    ]
  `)
})

test('a program given on the command line is kept on this machine, and whoever reads the run is told where it wanted to go', async () => {
  const folder = projectOf({ bot: 'sms', manner: 'careless', agent: ways.sms('') })
  const file = join(folder, 'fieldproof.yaml')
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^(start|verifiers| {2}bookings):.*\n/gm, ''))
  writeFileSync(
    join(folder, 'scenarios.yaml'),
    'scenarios: [{ id: ask, goal: { want: book a cleaning, kind: book }, script: [{ say: Hello }] }]\n',
  )
  writeFileSync(
    join(folder, 'bot.mjs'),
    `import { createServer } from 'node:http'
createServer(async (_, response) => {
  const said = await fetch('https://models.example.com/v1').then(() => 'reached', (error) => error.cause.code)
  response.setHeader('content-type', 'text/xml').end('<Response><Message>' + said + '</Message></Response>')
}).listen(Number(process.env.PORT), '127.0.0.1')
`,
  )
  const io = sampleIo({ cwd: folder, env: process.env })
  await runProgram(['simulate', '--json', 'run.json', '--', process.execPath, 'bot.mjs'], io, '0.0.0')
  expect(io.lines.filter((line) => line.includes('models.example.com'))).toEqual([
    '! The agent asked for models.example.com once, and was kept from it: simulated conversations stay on this machine. If it needs that host, name it under "start: allow:".',
  ])
})
