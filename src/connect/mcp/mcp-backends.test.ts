import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { afterAll, expect, test } from 'vitest'
import type { OpenTrial } from '../backends/trial-calls.ts'
import { faultSetOf, faultSetSettings } from '../faults/rule.ts'
import { recordingOf } from '../recordings/made.ts'
import { replaySettings } from '../recordings/replay.ts'
import { clinicOverHttp } from './clinic-http.sample.ts'
import { mcpSettings, startMcpBackends } from './mcp-backends.ts'
import { clinicCommand, visit } from './visit.sample.ts'

const folder = mkdtempSync(join(tmpdir(), 'clinic-'))
const record = join(folder, 'bookings')
writeFileSync(record, '')
afterAll(() => rmSync(folder, { recursive: true }))

function trialOf(id: string, rules: readonly unknown[] = []): OpenTrial & { readonly heard: string[] } {
  const heard: string[] = []
  const faults = rules.length === 0 ? [] : [faultSetOf('set', faultSetSettings.parse(rules))]
  const emit: OpenTrial['emit'] = (event) =>
    void heard.push('outcome' in event ? `${event.callId} ${event.outcome}` : `${event.callId} ${event.tool}`)
  return { id, seed: 1, faults, turn: () => 1, emit, heard }
}

async function client(transport: unknown): Promise<Client> {
  const made = new Client({ name: 'agent', version: '1.0.0' })
  await made.connect(transport as Transport)
  return made
}

const book = (agent: Client, slot: string) => agent.callTool({ name: 'book', arguments: { slot } })

test('the ledger, without credentials, has what the server did and, beside it, what the agent got of it', async () => {
  const rules = [{ match: { tool: 'book', nth: 1 }, do: { 'lost-reply': { by: 'hang' } } }]
  const { events, call, tools, close } = await visit('http, json', [
    ...rules,
    { match: { tool: 'find_slots' }, do: { 'text-injected': { text: 'token=Bearer abcdefgh12345678' } } },
  ])
  await tools()
  await call('find_slots', { day: 'Monday' })
  await call('book', { slot: '09:30' })
  await call('book', { slot: 'never' })
  await close()

  const timeless = events.map((event) =>
    'exchange' in event && event.exchange !== undefined
      ? { ...event, exchange: { ...event.exchange, tookMs: 0, askedMs: 0 } }
      : event,
  )
  expect(timeless).toMatchInlineSnapshot(`
    [
      {
        "args": {
          "day": "Monday",
        },
        "callId": "server-1",
        "seenBy": "ledger",
        "tool": "find_slots",
        "type": "tool-call",
      },
      {
        "callId": "server-1",
        "exchange": {
          "askedMs": 0,
          "backend": "server",
          "delivered": "changed",
          "faults": [
            {
              "does": "adds to its result: "token=Bearer abcdefgh12345678"",
              "kind": "text-injected",
              "set": "faults",
            },
          ],
          "got": {
            "content": [
              {
                "text": "{"day":"Monday","startsAt":"09:30"}",
                "type": "text",
              },
              {
                "text": "token=[redacted]",
                "type": "text",
              },
            ],
            "structuredContent": {
              "day": "Monday",
              "startsAt": "09:30",
            },
          },
          "gotStatus": 200,
          "method": "tools/call",
          "path": "find_slots",
          "status": 200,
          "tookMs": 0,
          "writes": false,
        },
        "outcome": "ok",
        "seenBy": "ledger",
        "type": "tool-result",
        "value": {
          "day": "Monday",
          "startsAt": "09:30",
        },
      },
      {
        "args": {
          "slot": "09:30",
        },
        "callId": "server-2",
        "seenBy": "ledger",
        "tool": "book",
        "type": "tool-call",
      },
      {
        "args": {
          "slot": "never",
        },
        "callId": "server-3",
        "seenBy": "ledger",
        "tool": "book",
        "type": "tool-call",
      },
      {
        "callId": "server-3",
        "exchange": {
          "askedMs": 0,
          "backend": "server",
          "commits": 0,
          "delivered": "whole",
          "gotStatus": 422,
          "method": "tools/call",
          "path": "book",
          "status": 422,
          "tookMs": 0,
          "writes": true,
        },
        "outcome": "error",
        "seenBy": "ledger",
        "type": "tool-result",
        "value": "There is no such slot.",
      },
      {
        "callId": "server-2",
        "exchange": {
          "askedMs": 0,
          "backend": "server",
          "commits": 1,
          "delivered": "nothing",
          "faults": [
            {
              "does": "carries out what it was asked and its reply is lost (no answer ever comes)",
              "kind": "lost-reply",
              "set": "faults",
            },
          ],
          "method": "tools/call",
          "path": "book",
          "status": 200,
          "tookMs": 0,
          "writes": true,
        },
        "outcome": "ok",
        "seenBy": "ledger",
        "type": "tool-result",
        "value": {
          "booked": "09:30",
        },
      },
    ]
  `)
})

test('over HTTP each conversation has an address of its own, and faults of its own', async () => {
  const server = await clinicOverHttp(record)
  const settings = mcpSettings.parse({ upstream: '{{start.crm}}', env: 'CRM_URL', correlate: { prefix: true } })
  const backends = await startMcpBackends({ crm: settings })
  backends.lead({ start: { crm: server.url } })
  const [calm, rough] = [
    trialOf('t-1'),
    trialOf('t-2', [{ match: { tool: 'book' }, do: { 'error-result': { text: 'No.' } } }]),
  ]
  const opened = [calm, rough].map((trial) => backends.open(trial, { conversation: trial.id }))
  const [first, second, stranger] = await Promise.all(
    [opened[0]?.values.crm?.url, opened[1]?.values.crm?.url, backends.env.CRM_URL].map((url) =>
      client(new StreamableHTTPClientTransport(new URL(url ?? ''))),
    ),
  )

  expect(await book(first as Client, '10:00')).toMatchObject({ structuredContent: { booked: '10:00' } })
  expect(await book(second as Client, '10:30')).toMatchObject({ isError: true })
  expect(await book(stranger as Client, '11:00')).toMatchObject({ structuredContent: { booked: '11:00' } })
  expect([calm.heard, rough.heard]).toEqual([
    ['crm-1 book', 'crm-1 ok'],
    ['crm-1 book', 'crm-1 error'],
  ])
  expect(backends.unplaced()).toEqual([
    { backend: 'crm', n: 1, example: 'book', by: 'the address that the agent is given in each conversation' },
  ])
  expect(() => backends.open(trialOf('t-1'), { conversation: 't-1' })).toThrow(
    'Two conversations would call the MCP server "crm" at once, and nothing tells their calls apart (the address that the agent is given in each conversation).',
  )
  await Promise.all([first, second, stranger].map((each) => each?.close()))
  for (const each of opened) each.close()
  await backends.close()
  await server.close()
})

test('over HTTP a session belongs to the conversation that began it, and ending it reaches the server', async () => {
  const server = await clinicOverHttp(record)
  const settings = mcpSettings.parse({ upstream: server.url, correlate: { header: 'x-conversation' } })
  const backends = await startMcpBackends({ crm: settings })
  backends.lead({})
  const trial = trialOf('t-1')
  const opened = backends.open(trial, { conversation: 't-1' })
  let requests = 0
  const transport = new StreamableHTTPClientTransport(new URL(backends.urls.crm ?? ''), {
    // An agent that says for whom it is there once, as it connects.
    fetch: (url, init) => {
      requests += 1
      const headers = new Headers(init?.headers)
      if (requests === 1) headers.set('x-conversation', 't-1')
      return fetch(url, { ...init, headers })
    },
  })
  const agent = await client(transport)
  await book(agent, '12:00')
  await transport.terminateSession()

  expect(trial.heard).toEqual(['crm-1 book', 'crm-1 ok'])
  expect(server.requests).toContain('DELETE session')
  expect(server.requests).toContain('GET session')
  expect(backends.unplaced()).toEqual([])
  await agent.close()
  opened.close()
  await backends.close()
  await server.close()
})

test('what a server says of its tools before any conversation is not forgotten in one', async () => {
  const server = await clinicOverHttp(record)
  const settings = mcpSettings.parse({ upstream: server.url, correlate: { lease: true } })
  const backends = await startMcpBackends({ crm: settings })
  backends.lead({})
  const agent = await client(new StreamableHTTPClientTransport(new URL(backends.urls.crm ?? '')))
  await agent.listTools()
  const writes: unknown[] = []
  const emit: OpenTrial['emit'] = (event) => void ('exchange' in event && writes.push(event.exchange?.writes))
  const opened = backends.open({ ...trialOf('t-1'), emit }, {})
  await agent.callTool({ name: 'find_slots', arguments: { day: 'Monday' } })
  await book(agent, '14:00')

  expect(writes).toEqual([false, true])
  expect(backends.unplaced()).toEqual([])
  await agent.close()
  opened.close()
  await backends.close()
  await server.close()
})

test('a conversation that brings a recording gets what tools answered then, and the server is asked for its list alone', async () => {
  const server = await clinicOverHttp(record)
  const backends = await startMcpBackends(
    { crm: mcpSettings.parse({ upstream: server.url, correlate: { lease: true } }) },
    { folder },
  )
  backends.lead({})
  const told = { backend: 'crm', tool: 'book', route: 'tools/call /book', askedAt: '2026-03-02T09:00:00Z', tookMs: 1 }
  const recording = [
    { ...told, args: { slot: '10:00' }, status: 200, value: { booked: '10:00' } },
    { ...told, args: { slot: '10:00' }, status: 422, value: 'It is taken.' },
  ]
  writeFileSync(join(folder, 'crm.har'), recordingOf(recording))
  const before = readFileSync(record, 'utf8')
  const seen: unknown[] = []
  const emit: OpenTrial['emit'] = (event) => void ('exchange' in event && seen.push(event.exchange?.recorded))
  const recorded = { crm: replaySettings.parse({ from: 'crm.har', misses: 'nearest' }) }
  const opened = backends.open({ ...trialOf('t-1'), emit, recorded }, {})
  const agent = await client(new StreamableHTTPClientTransport(new URL(backends.urls.crm ?? '')))

  expect((await agent.listTools()).tools.map(({ name }) => name)).toContain('book')
  expect(await book(agent, '10:00')).toMatchObject({ structuredContent: { booked: '10:00' } })
  expect(await book(agent, '10:00')).toMatchObject({ isError: true, content: [{ text: 'It is taken.' }] })
  expect(await book(agent, '11:30')).toMatchObject({ structuredContent: { booked: '10:00' } })
  expect(await agent.callTool({ name: 'find_slots', arguments: { day: 'Monday' } })).toMatchObject({ isError: true })
  expect(seen).toEqual([[], [], ['$.slot'], undefined])
  expect(readFileSync(record, 'utf8')).toBe(before)
  await agent.close()
  opened.close()
  await backends.close()
  await server.close()
})

test('over stdio one long-lived agent serves one conversation after the other, by lease', async () => {
  const settings = mcpSettings.parse({ command: clinicCommand(record).join(' '), env: 'CRM_COMMAND' })
  const backends = await startMcpBackends({ crm: settings })
  backends.lead({})
  const [command = '', ...args] = (backends.env.CRM_COMMAND ?? '').split(' ')
  const transport = new StdioClientTransport({ command, args, stderr: 'pipe' })
  let said = ''
  transport.stderr?.on('data', (text: Buffer) => {
    said += text.toString()
  })
  const agent = await client(transport)
  await book(agent, 'before any conversation')
  const [first, second] = [trialOf('t-1'), trialOf('t-2', [{ do: { 'double-apply': {} } }])]

  const one = backends.open(first, {})
  expect(() => backends.open(second, {})).toThrow('nothing tells their calls apart (one conversation at a time)')
  await book(agent, '13:00')
  one.close()
  const two = backends.open(second, {})
  await book(agent, '13:30')
  two.close()

  expect([first.heard, second.heard]).toEqual([
    ['crm-1 book', 'crm-1 ok'],
    ['crm-1 book', 'crm-1 ok'],
  ])
  expect(readFileSync(record, 'utf8')).toContain('before any conversation\n13:00\n13:30\n13:30\n')
  expect(backends.exclusive).toBe(true)
  expect(backends.unplaced()).toEqual([{ backend: 'crm', n: 1, example: 'book', by: 'one conversation at a time' }])
  expect(said).toBe('the clinic is open\n')
  await agent.close()
  await backends.close()
})

test('the launcher is for its owner alone, and the port is closed to whoever has not its token', async () => {
  const settings = mcpSettings.parse({
    command: clinicCommand(record),
    correlate: { conversation: '{{conversation}}' },
  })
  const launchers = join(folder, 'mcp')
  const backends = await startMcpBackends({ crm: settings }, { launchers })
  backends.lead({})
  const file = join(launchers, 'crm.mjs')
  const text = readFileSync(file, 'utf8')
  const port = Number(/connect\((\d+)/.exec(text)?.[1])
  const closed = new Promise<string>((done) => {
    let got = ''
    const socket = connect(port, '127.0.0.1', () => socket.write('{"token":"guess","name":"crm","stream":"lines"}\n'))
    socket.on('data', (bytes) => {
      got += bytes.toString()
    })
    socket.on('close', () => done(got))
  })

  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(await closed).toBe('')
  await backends.close()
  expect(existsSync(file)).toBe(false)
})

test('a server that cannot be started is told to the agent on standard error', async () => {
  const settings = mcpSettings.parse({ command: ['no-such-program'] })
  const backends = await startMcpBackends({ crm: settings })
  backends.lead({})
  const [command = '', ...args] = backends.open(trialOf('t-1'), {}).values.crm?.command?.split(' ') ?? []
  const transport = new StdioClientTransport({ command, args, stderr: 'pipe' })
  let said = ''
  transport.stderr?.on('data', (text: Buffer) => {
    said += text.toString()
  })
  await expect(client(transport)).rejects.toThrow('Connection closed')
  expect(said).toBe('fieldproof: the server cannot be started: spawn no-such-program ENOENT\n')
  await backends.close()
})

test('an upstream beyond this machine is refused unless it is allowed', async () => {
  const settings = mcpSettings.parse({ upstream: 'https://crm.example.com/mcp', correlate: { lease: true } })
  const backends = await startMcpBackends({ crm: settings })
  expect(() => backends.lead({})).toThrow('which is not this machine and is not allowed')
  await backends.close()
})
