/**
 * The proxy of one backend: an HTTP server on loopback that the agent takes for the backend.
 *
 * It passes everything on as it is: streams, kept connections, WebSockets. Only calls that belong to a conversation
 * can meet faults, and only they are written into its ledger. What cannot be placed passes untouched and is counted.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Correlation } from './correlate.ts'
import { deliver } from './deliver.ts'
import { type Call, replyOf } from './exchange.ts'
import { endToEnd } from './live.ts'
import type { Behind, TrialCalls } from './trial-calls.ts'

export interface ProxyOptions extends Behind {
  readonly name: string
  readonly correlation: Correlation
  /** The conversation known by a key, or the only one where conversations are exclusive. */
  trialOf(key: string): Pick<TrialCalls, 'answer'> | undefined
}

export interface BackendProxy {
  /** Address on loopback. */
  readonly url: string
  /** Calls that belong to no open conversation, and one of them. */
  unplaced(): { readonly n: number; readonly example?: string }
  close(): Promise<void>
}

/** The longest request that is held so that faults can see it, in bytes. */
const longestRequest = 32_000_000

export async function startProxy(options: ProxyOptions): Promise<BackendProxy> {
  const { name, correlation } = options
  let lost = 0
  let example: string | undefined

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = request.url ?? '/'
    // An absolute target would make of this an open proxy to anywhere.
    if (!target.startsWith('/'))
      return void (await deliver(refusal(403, 'Only paths of this backend are passed on.'), response))
    const body = await bodyOf(request)
    if (body === undefined)
      return void (await deliver(refusal(413, 'The request is too large to be passed on.'), response))
    const call: Call = {
      backend: name,
      method: request.method ?? 'GET',
      target,
      headers: endToEnd(request.rawHeaders),
      body,
    }
    const key = correlation.keyOf(call)
    const trial = key === undefined ? undefined : options.trialOf(key)
    const bare = correlation.strip(call)
    if (trial !== undefined) return trial.answer(bare, options, response)
    lost += 1
    example ??= `${call.method} ${call.target}`
    const reply = await options.source.ask(bare, {}).catch((thrown: Error) => refusal(502, thrown.message))
    await deliver(reply, response)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  server.requestTimeout = 0
  server.keepAliveTimeout = 60_000
  await new Promise<void>((ready, failed) => {
    server.once('error', failed)
    server.listen(0, '127.0.0.1', () => ready())
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    unplaced: () => ({ n: lost, ...(example !== undefined && { example }) }),
    async close() {
      const closed = new Promise<void>((done) => server.close(() => done()))
      server.closeAllConnections()
      await closed
    },
  }
}

const refusal = (status: number, why: string) => replyOf(status, 'text/plain', why)

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > longestRequest) return undefined
    pieces.push(piece)
  }
  return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces)
}
