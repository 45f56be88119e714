/** A real backend behind a real proxy, for tests of faults. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Json } from '../../conversation/index.ts'
import { backendSettings, startBackends } from '../backends/backends.ts'
import type { LedgerEvent } from '../backends/ledger.ts'
import { type FaultSet, faultSetOf, faultSetSettings } from './rule.ts'

/** The fault set that settings describe, as a project file would have it. */
export function aFaultSet(settings: unknown, id = 'trouble'): FaultSet {
  return faultSetOf(id, faultSetSettings.parse(settings))
}

export interface Faulty {
  /** The address that the agent calls. */
  readonly url: string
  /** What the backend was asked: `POST /bookings {"day":"monday"}`. */
  readonly asked: string[]
  /** What the proxy saw. */
  readonly ledger: LedgerEvent[]
  /** Results in the ledger, in order. */
  results(): readonly Extract<LedgerEvent, { readonly type: 'tool-result' }>[]
  close(): Promise<void>
}

interface FaultyOptions {
  /** What the backend answers to a GET, undefined for 404; the default is a small record. */
  readonly record?: Json | (() => Json | undefined)
  readonly seed?: number
  readonly turn?: () => number
}

/** Starts a backend that keeps bookings, and a proxy in front of it with one conversation under these faults. */
export async function faulty(
  faults: readonly unknown[],
  { record = { id: 1, day: 'monday' }, seed = 1, turn = () => 1 }: FaultyOptions = {},
): Promise<Faulty> {
  const asked: string[] = []
  const server = createServer(async (request, response) => {
    const body = await textOf(request)
    asked.push([request.method, request.url, body].filter(Boolean).join(' '))
    const isRead = request.method === 'GET'
    const read = typeof record === 'function' ? record() : record
    response.writeHead(isRead ? (read === undefined ? 404 : 200) : 201, { 'content-type': 'application/json' })
    response.end(JSON.stringify(isRead ? (read ?? {}) : { id: asked.length, ...JSON.parse(body || '{}') }))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  const settings = backendSettings.parse({
    upstream: `http://127.0.0.1:${port}`,
    correlate: { lease: true },
    tools: { book: 'POST /bookings', read: 'GET /bookings/{id}' },
  })
  const backends = await startBackends({ desk: settings })
  backends.lead({})
  const ledger: LedgerEvent[] = []
  const sets = faults.map((each, index) => aFaultSet(each, `trouble-${index + 1}`))
  const trial = backends.open({ id: 'trial', seed, faults: sets, turn, emit: (event) => ledger.push(event) }, {})
  return {
    url: backends.urls.desk ?? '',
    asked,
    ledger,
    results: () => ledger.flatMap((event) => (event.type === 'tool-result' ? [event] : [])),
    async close() {
      trial.close()
      await backends.close()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const piece of request.setEncoding('utf8')) text += piece
  return text
}
