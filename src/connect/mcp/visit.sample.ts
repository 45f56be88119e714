/** One visit of the official client to the clinic, through a stand-in with faults: what the client saw of it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { type Tool, ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js'
import type { LedgerEvent } from '../backends/ledger.ts'
import { clinicOverHttp } from './clinic-http.sample.ts'
import { mcpHttpProxy, mcpStdioProxy } from './stand-in.ts'

export const transports = ['stdio', 'http, streams', 'http, json'] as const
export type Over = (typeof transports)[number]

/** The clinic's program, by which it is started over stdio. */
export const clinicCommand = (record: string): [string, ...string[]] => [
  process.execPath,
  '--import',
  import.meta.resolve('tsx'),
  fileURLToPath(new URL('clinic-stdio.sample.ts', import.meta.url)),
  record,
]

export interface Visit {
  readonly client: Client
  readonly transport: Transport
  readonly events: readonly LedgerEvent[]
  /** How often the client was told that the list of tools has changed. */
  told(): number
  /** What the clinic itself wrote down. */
  bookings(): readonly string[]
  /** Calls a tool and says in a line what came of it. */
  call(tool: string, args: Record<string, string>): Promise<string>
  /** The tools that are listed, each with what it requires and gives: `book(slot): booked`. */
  tools(): Promise<string>
  /** The description of a tool as it was last listed. */
  about(tool: string): string
  close(): Promise<void>
}

/** How long the client waits for a reply, in milliseconds. */
const patienceMs = 1500

export async function visit(over: Over, faults: readonly unknown[]): Promise<Visit> {
  const folder = mkdtempSync(join(tmpdir(), 'clinic-'))
  const record = join(folder, 'bookings')
  writeFileSync(record, '')
  const { events, transport, close } = await reached(over, record, faults)
  const client = new Client({ name: 'visitor', version: '1.0.0' })
  let told = 0
  let listed: readonly Tool[] = []
  client.setNotificationHandler(ToolListChangedNotificationSchema, () => {
    told += 1
  })
  await client.connect(transport)
  return {
    client,
    transport,
    events,
    told: () => told,
    bookings: () => readFileSync(record, 'utf8').split('\n').filter(Boolean),
    async call(tool, args) {
      try {
        const result = await client.callTool({ name: tool, arguments: args }, undefined, { timeout: patienceMs })
        const texts = (result.content as { text: string }[]).map(({ text }) => text).join(' + ')
        return `${result.isError === true ? 'error result: ' : ''}${texts}`
      } catch (thrown) {
        return `threw: ${(thrown as Error).message}`
      }
    },
    async tools() {
      const { tools } = await client.listTools()
      listed = tools
      return tools.map(shape).join(', ')
    },
    about: (tool) => listed.find(({ name }) => name === tool)?.description ?? '',
    async close() {
      await client.close()
      await close()
      rmSync(folder, { recursive: true })
    },
  }
}

const shape = ({ name, inputSchema, outputSchema }: Tool): string =>
  `${name}(${(inputSchema.required ?? []).join(', ')}): ${Object.keys(outputSchema?.properties ?? {}).join(', ')}`

async function reached(over: Over, record: string, faults: readonly unknown[]) {
  if (over === 'stdio') {
    const { command, args, events, close } = await mcpStdioProxy({ command: clinicCommand(record), faults })
    const transport: Transport = new StdioClientTransport({ command, args: [...args], stderr: 'pipe' })
    return { events, transport, close }
  }
  const server = await clinicOverHttp(record, over === 'http, json')
  const { url, events, close } = await mcpHttpProxy({ upstream: server.url, faults })
  const reconnectionOptions = {
    initialReconnectionDelay: 20,
    maxReconnectionDelay: 100,
    reconnectionDelayGrowFactor: 1,
    maxRetries: 3,
  }
  const transport = new StreamableHTTPClientTransport(new URL(url), { reconnectionOptions }) as Transport
  return {
    events,
    transport,
    async close() {
      await close()
      await server.close()
    },
  }
}
