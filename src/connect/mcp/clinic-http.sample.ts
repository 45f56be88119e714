/** The clinic over streamable HTTP, on loopback: a session for each client, events kept so that streams can be resumed. */
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { EventStore } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'
import { clinic } from './clinic.sample.ts'

export interface ClinicOverHttp {
  readonly url: string
  /** Every request that arrived, with its session or `new`. */
  readonly requests: readonly string[]
  close(): Promise<void>
}

/** @param json answers with JSON instead of a stream */
export async function clinicOverHttp(record: string, json = false): Promise<ClinicOverHttp> {
  const sessions = new Map<string, StreamableHTTPServerTransport>()
  const requests: string[] = []
  const server = createServer(async (request, response) => {
    const session = String(request.headers['mcp-session-id'] ?? '')
    requests.push(`${request.method} ${session === '' ? 'new' : 'session'}`)
    let transport = sessions.get(session)
    if (session !== '' && transport === undefined) {
      return void response.writeHead(404).end()
    }
    if (transport === undefined) {
      const begun: StreamableHTTPServerTransport = new StreamableHTTPServerTransport({
        sessionIdGenerator: randomUUID,
        onsessioninitialized: (id) => void sessions.set(id, begun),
        enableJsonResponse: json,
        retryInterval: 20,
        eventStore: eventStore(),
      })
      transport = begun
      // The transport's own type is wider than what it is connected as, under exact optional properties.
      await clinic(record).connect(begun as Parameters<ReturnType<typeof clinic>['connect']>[0])
    }
    await transport.handleRequest(request, response)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', () => ready()))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    requests,
    async close() {
      for (const transport of sessions.values()) await transport.close()
      server.closeAllConnections()
      await new Promise<void>((done) => server.close(() => done()))
    },
  }
}

function eventStore(): EventStore {
  const kept: { readonly id: string; readonly stream: string; readonly message: JSONRPCMessage }[] = []
  return {
    async storeEvent(stream, message) {
      const id = `${stream}/${kept.length}`
      kept.push({ id, stream, message })
      return id
    },
    async replayEventsAfter(last, { send }) {
      const at = kept.findIndex(({ id }) => id === last)
      const stream = kept[at]?.stream ?? ''
      for (const event of kept.slice(at + 1)) {
        if (event.stream === stream && Object.keys(event.message).length > 0) await send(event.id, event.message)
      }
      return stream
    },
  }
}
