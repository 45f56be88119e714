/**
 * A small desk to keep projects about: a real backend in this process, an agent that books at it, and a project
 * file that says how the two are connected.
 *
 * Every customer has appointments of their own, so conversations may go on side by side without anything prepared.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'

/** The real system. */
interface Desk {
  readonly url: string
  /** Everything that came: `POST /patients/…/appointments`. */
  readonly came: string[]
  /** All that is kept, by patient. */
  readonly kept: Map<string, { id: string; start: string }[]>
  /** What a new release calls the beginning of a slot. */
  startField: string
  close(): Promise<void>
}

export async function openDesk(): Promise<Desk> {
  const kept: Desk['kept'] = new Map()
  const came: string[] = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const piece of request.setEncoding('utf8')) text += piece
    const { method = '', url = '' } = request
    came.push(`${method} ${url}`)
    const send = (status: number, value: unknown) =>
      response
        .writeHead(status, { 'content-type': 'application/json', 'set-cookie': 'session=planted-cookie-0417' })
        .end(JSON.stringify(value))
    const patient = /^\/patients\/([^/?]+)\/appointments/.exec(url)?.[1]
    if (patient === undefined) return send(200, { slots: ['09:00', '10:00'].map((at) => ({ [desk.startField]: at })) })
    const mine = kept.get(patient) ?? []
    if (method === 'GET') return send(200, { appointments: mine })
    const { start } = JSON.parse(text)
    const made = { id: `${patient}-${mine.length + 1}`, start }
    kept.set(patient, [...mine, made])
    return send(201, { ...made, access_token: 'planted-token-0417' })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const desk: Desk = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    came,
    kept,
    startField: 'start',
    async close() {
      const closed = new Promise((done) => server.close(done))
      server.closeAllConnections()
      await closed
    },
  }
  onTestFinished(() => desk.close())
  return desk
}

/** Tells its backend which conversation it speaks for only where a header is given a name, or an address is. */
const agent = `
import { createServer } from 'node:http'
const { PRACTICE_URL } = process.env
const [, , header] = process.argv
const json = { 'content-type': 'application/json' }
async function answer({ conversation, customer, message, practice }) {
  const base = practice || PRACTICE_URL
  const headers = {
    ...json, authorization: 'Bearer planted-bearer-0417',
    ...(header && { [header]: conversation }),
  }
  const wanted = /\\d\\d:\\d\\d/.exec(message)?.[0]
  const { slots = [] } = await (await fetch(base + '/slots?api_key=planted-key-0417', { headers })).json()
  if (!slots.some(({ start }) => start === wanted)) return 'I am sorry, that time is not free.'
  const body = JSON.stringify({ start: wanted, password: 'planted-password-0417' })
  const made = await fetch(base + '/patients/' + customer + '/appointments', { method: 'POST', headers, body })
  return made.status === 201 ? 'You are booked for ' + wanted + '.' : 'I am sorry, I could not do that.'
}
const server = createServer(async (request, response) => {
  let text = ''
  for await (const piece of request) text += piece
  const reply = await answer(JSON.parse(text)).catch(() => 'I am sorry, I cannot reach our calendar.')
  response.writeHead(200, json).end(JSON.stringify({ reply }))
})
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ agent: 'http://127.0.0.1:' + server.address().port })))
`

const files = {
  'agent.mjs': agent,
  'pact.yaml': `pact: desk
version: 1
conditions:
  - { id: ends-as-expected, severity: critical, state: { is: as-expected } }
  - id: booked-means-booked
    severity: critical
    claim: { says: booked, needs: { tool: book, state: { verifier: appointments, change: added } } }
`,
  'scenarios/book.yaml': `defaults: { repeats: 4 }
scenarios:
  - id: free
    script: [{ say: 'Please book me at 09:00.' }]
    expect: { changes: [{ verifier: appointments, added: { start: '09:00' } }] }
  - id: taken
    script: [{ say: 'Please book me at 03:00.' }]
    expect: { changes: [] }
`,
}

interface DeskSettings {
  /** Settings of the backend, in YAML's flow style: `{ mode: live }` without the braces. */
  readonly backend: string
  /** Where the verifier reads, up to the path. */
  readonly verified?: string
  /** The header in which the agent says which conversation it speaks for. Default it does not say. */
  readonly header?: string
  /** Whether the agent is given an address of its own in each conversation. */
  readonly prefixed?: boolean
  /** What else stands in the project file. */
  readonly more?: string
}

/** The project file of the desk. */
export function deskFile({
  backend,
  verified = '{{backends.practice.look}}',
  header = '',
  prefixed = false,
  more = '',
}: DeskSettings) {
  return `project: desk
start: { command: node agent.mjs ${header} }
agent:
  id: booker
  http:
    url: '{{start.agent}}'
    body: { conversation: '{{conversation}}', customer: '{{customer.id}}', message: '{{message}}'${prefixed ? ", practice: '{{backends.practice.url}}'" : ''} }
    reply: $.reply
backends:
  practice:
    env: PRACTICE_URL
    tools: { book: POST /patients/*/appointments, list_slots: GET /slots }
    ${backend}
verifiers:
  appointments:
    http: { url: '${verified}/patients/{{customer.id}}/appointments', records: '$.appointments[*]', settle: { everyMs: 2 } }
pact: pact.yaml
scenarios: scenarios/*.yaml
${more}`
}

export interface JourneyProject {
  readonly folder: string
  write(name: string, text: string): void
  /** Runs the program that people start. */
  run(...words: readonly string[]): Promise<{ readonly code: number | null; readonly out: string }>
}

const main = resolve('dist/cli/main.js')

/** A folder within the repository, so that what is in it finds installed packages. */
export function journeyProject(more: Readonly<Record<string, string>>): JourneyProject {
  mkdirSync('.fieldproof', { recursive: true })
  const folder = mkdtempSync(resolve('.fieldproof/journey-'))
  const running = new Set<ChildProcess>()
  onTestFinished(() => {
    for (const child of running) child.kill()
    rmSync(folder, { recursive: true, force: true })
  })
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  for (const [name, text] of Object.entries({ ...files, ...more })) write(name, text)
  return {
    folder,
    write,
    async run(...words) {
      const child = spawn(process.execPath, ['--no-warnings', main, ...words], { cwd: folder })
      running.add(child)
      let out = ''
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (out += text))
      const [code] = (await once(child, 'close')) as [number | null]
      running.delete(child)
      return { code, out }
    },
  }
}

/** Two MCP servers of a clinic and an agent that uses both: one that it starts itself, one that it finds at an address. */
export const clinicFiles: Readonly<Record<string, string>> = {
  'clinic.mjs': `
import { appendFileSync } from 'node:fs'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
export function clinic(tool, record) {
  const server = new McpServer({ name: 'clinic', version: '1.0.0' })
  server.registerTool(tool, { description: 'Writes a line.' }, () => {
    appendFileSync(record, tool + '\\n')
    return { content: [{ type: 'text', text: tool + ' done' }] }
  })
  return server
}
`,
  'stdio.mjs': `
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { clinic } from './clinic.mjs'
await clinic('book', process.argv[2]).connect(new StdioServerTransport())
`,
  'start.mjs': `
import { createServer } from 'node:http'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { clinic } from './clinic.mjs'

async function call(transport, name) {
  const client = new Client({ name: 'agent', version: '1.0.0' })
  await client.connect(transport)
  try {
    return (await client.callTool({ name })).isError !== true
  } finally {
    await client.close()
  }
}
async function answer({ conversation, crm }) {
  const [command, ...args] = crm.split(' ')
  const booked = await call(new StdioClientTransport({ command, args }), 'book').catch(() => false)
  const requestInit = { headers: { 'x-conversation': conversation } }
  const paid = await call(new StreamableHTTPClientTransport(new URL(process.env.BILLING_URL), { requestInit }), 'charge').catch(() => false)
  return (booked ? 'The visit is in our calendar.' : 'I could not put the visit in.') + (paid ? ' It is paid.' : ' It is not paid.')
}
const listening = (handler) => new Promise((ready) => {
  const server = createServer(handler).listen(0, '127.0.0.1', () => ready('http://127.0.0.1:' + server.address().port))
})
const billing = await listening(async (request, response) => {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined })
  await clinic('charge', 'charged').connect(transport)
  await transport.handleRequest(request, response)
})
const agent = await listening(async (request, response) => {
  let text = ''
  for await (const piece of request) text += piece
  const reply = await answer(JSON.parse(text)).catch((thrown) => String(thrown))
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ reply }))
})
console.log(JSON.stringify({ agent, billing }))
`,
  'fieldproof.yaml': `
project: clinic
start: { command: node start.mjs }
agent:
  id: clerk
  http:
    url: '{{start.agent}}'
    body: { conversation: '{{conversation}}', crm: '{{mcp.crm.command}}' }
    reply: $.reply
mcp:
  crm: { command: node stdio.mjs booked, correlate: { conversation: '{{conversation}}' } }
  billing: { upstream: '{{start.billing}}/mcp', env: BILLING_URL, correlate: { header: x-conversation } }
faults:
  calendar-down: { match: { backend: crm, tool: book }, do: { error-result: { text: The calendar is down. } } }
  charge-lost: { match: { backend: billing, tool: charge, nth: 1 }, do: { protocol-error: { carriedOut: true } } }
`,
  'pact.yaml': `
pact: clinic
version: 1
conditions:
  - { id: puts-it-in, severity: major, says: is in our calendar }
  - { id: has-it-paid, severity: major, says: is paid }
`,
  'scenarios/book.yaml': `
scenarios: [{ id: visit, repeats: 2, script: [{ say: Please put my visit in and have it paid. }] }]
`,
}
