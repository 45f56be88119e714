/** The files of a new project. Every one can be read and run as it is written. */
import { stringify } from 'yaml'
import { type Answers, botFile, isProvider, type ProviderKind } from './answers.ts'
import { providerYaml } from './provider-yaml.ts'
import { sampleAgent } from './sample-agent.ts'
import { sampleBot } from './sample-bots.ts'
import { ownScenarios, sampleScenarios, undatedScenarios } from './scenarios.ts'

const schemaLine = (name: string, up = '') =>
  `# yaml-language-server: $schema=${up}node_modules/fieldproof/schemas/${name}.json`

/** Text by path. @param answers with everything filled in */
export function projectFiles(answers: Answers): Readonly<Record<string, string>> {
  const isSample = answers.sample === true
  return {
    'fieldproof.yaml': projectYaml(answers),
    'pact.yaml': pactYaml(answers),
    'scenarios/first.yaml': `${schemaLine('scenario', '../')}\n${scenariosFor(answers)}`,
    '.github/workflows/fieldproof.yml': workflow,
    ...(isSample && { 'agent.mjs': sampleAgent }),
    ...(isSample && isProvider(answers.kind) && { [botFile]: sampleBot(answers.kind) }),
  }
}

function scenariosFor({ kind, sample }: Answers): string {
  if (sample !== true) return ownScenarios
  return isProvider(kind) ? undatedScenarios : sampleScenarios
}

function projectYaml(answers: Answers): string {
  const { kind } = answers
  const isSample = answers.sample === true
  return `${schemaLine('project')}
# What is tested, and how it is reached. "fieldproof doctor" checks this file, "fieldproof simulate" runs it.
project: ${stringify(answers.name).trim()}

${isProvider(kind) ? providerYaml(answers, kind) : `${agentYaml(answers, kind)}\n${isSample ? sampleVerifier : ownVerifier}`}
pact: pact.yaml
scenarios: scenarios/**/*.yaml

# Every scenario is played by each of these customers. "fieldproof plan" says what a suite of this size can see.
personas: [careful-first-timer, hurried-texter]
runs:
  seed: 1         # the same seed plays the same customers
  repeats: 2
${isProvider(kind) ? providerRuns : ''}`
}

const providerRuns = `  quietMs: 1000   # how long to wait for further messages of the bot. It runs by the clock, so customers take their time to write
`

const sampleVerifier = `
# What is really in the backend, read before and after each conversation, so that words can be held against deeds.
verifiers:
  bookings:
    module: { file: agent.mjs, export: readBookings }
`

const ownVerifier = `
# Say here where it can be read what the agent really did. Without a verifier only its words and its own report of
# its tools can be judged. An example:
# verifiers:
#   bookings:
#     http: { url: 'http://127.0.0.1:8080/bookings?customer={{customer.id}}', records: '$.bookings[*]', key: id }
`

function agentYaml(answers: Answers, kind: Exclude<Answers['kind'], ProviderKind>): string {
  const { url = '', reply = '$.reply', model = '', command = '', file = 'agent.mjs' } = answers
  const text = (value: string) => JSON.stringify(value)
  const pieces: Readonly<Record<typeof kind, string>> = {
    http: `  http:
    url: ${text(url)}
    body: { message: '{{message}}', conversationId: '{{conversationId}}' }
    reply: ${text(reply)}
    # Where the agent reports the tools it calls, if it does:
    # toolCalls: { at: '$.toolCalls[*]' }`,
    'openai-chat': `  openai-chat:
    baseUrl: ${text(url)}
    model: ${text(model)}
    # The key comes from the environment; only the name of the variable stands here:
    # apiKeyEnv: OPENAI_API_KEY
    # system: You are the front desk of …`,
    websocket: `  websocket:
    url: ${text(url)}
    send: { message: '{{message}}', conversationId: '{{conversationId}}' }
    reply: ${text(reply)}`,
    command: `  command:
    # Started once per conversation. Gets one line of JSON for each message, answers with one.
    run: ${JSON.stringify(command.trim().split(/\s+/))}
    reply: ${text(reply)}`,
    module: `  module:
    # A function (message, context) => answer.
    file: ${text(file)}
    export: reply`,
  }
  return `agent:
  id: agent
${pieces[kind]}
`
}

function pactYaml({ name, kind, sample }: Answers): string {
  const id =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'agent'
  return `${schemaLine('pact')}
# What the agent promises. Each condition is checked in every conversation, simulated or recorded.
# "target" is the promised rate; "critical" means that a single violation breaks the promise.
pact: ${id}
version: 1
conditions:
  - id: customer-got-what-they-came-for
    target: 0.9
    resolved: { is: as-expected }
${conditionsFor(kind, sample === true)}
  - id: answers-everything-in-time
    reply: { withinMs: 5000, measure: p95 }

  - id: shows-no-errors
    raw-error: {}

  - id: shows-no-tool-calls
    tool-call-as-text: {}

  - id: promises-no-results
    dimension: compliance
    never-says: ['/\\b(guarantee|100 ?%|risk.free)/i']
`
}

function conditionsFor(kind: Answers['kind'], isSample: boolean): string {
  if (!isProvider(kind)) return isSample ? sampleConditions : ownConditions
  return `${isSample ? sampleBotConditions : ownConditions}${channelCondition}`
}

const channelCondition = `
  # What the channel cannot carry or show: too long, Markdown in an SMS, a thread that breaks.
  - id: fits-the-channel
    channel: {}
`

const sampleBotConditions = `
  # What was booked, and how often: a message that is delivered twice must not book twice.
  - id: bookings-end-as-expected
    severity: critical
    state: { is: as-expected }
`

const sampleConditions = `
  # The agent says "booked": then the booking must be there, whatever it believes.
  - id: booked-means-booked
    severity: critical
    target: 0.99
    claim: { says: booked, needs: { tool: create_booking } }

  - id: bookings-end-as-expected
    severity: critical
    state: { is: as-expected }
`

const ownConditions = `
  # When the agent says that something is done, a tool that does it must have succeeded. Name yours:
  # - id: booked-means-booked
  #   severity: critical
  #   target: 0.99
  #   claim: { says: booked, needs: { tool: create_booking } }

  - id: a-person-when-asked-for
    dimension: resolution
    escalation: { must: hand-over, withinTurns: 3 }
`

const workflow = `# Plays the scenarios against every change. The step fails when a promise is broken.
name: fieldproof
on: [pull_request]
permissions: { contents: read }
jobs:
  simulate:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 22, cache: npm }
      - run: npm ci
      - run: npx fieldproof simulate --github --junit fieldproof.xml --html fieldproof.html
      - uses: actions/upload-artifact@v4
        if: always()
        with: { name: fieldproof, path: "fieldproof.*" }
`
