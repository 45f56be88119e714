/** Providers' APIs on this machine: what the agent calls instead of the providers, answered as they do. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Hosts } from '../agents/agent-kind.ts'
import type { ApiAnswer, ApiCall } from './provider.ts'

export interface ProviderApi {
  readonly url: string
  close(): Promise<void>
}

/** A longer request is refused, in bytes. */
const longest = 30_000_000

/** @param hosts what who answers throws becomes a 500, as it would at the provider */
export async function startProviderApi(hosts: Hosts): Promise<ProviderApi> {
  const server = createServer(async (request, response) => {
    const { status, body, headers } = await answered(request, hosts)
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
    response.end(text)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

async function answered(request: IncomingMessage, hosts: Hosts): Promise<ApiAnswer> {
  try {
    const body = await bodyOf(request)
    if (body === undefined) return { status: 413, body: { error: 'too large' } }
    const url = new URL(request.url ?? '/', 'http://provider')
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
    )
    // A fetch that is sent elsewhere cannot keep its Host, so the host that was meant comes in a header of our own.
    const host = (headers['x-fieldproof-host'] ?? headers.host ?? '').replace(/:\d+$/, '').toLowerCase()
    const { pathname: path, searchParams: query } = url
    return answerOf({ method: request.method ?? 'GET', host, path, query, headers, body }, hosts)
  } catch {
    return { status: 500, body: { error: 'internal error' } }
  }
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of request) {
    length += (piece as Buffer).length
    if (length > longest) return undefined
    pieces.push(piece as Buffer)
  }
  return Buffer.concat(pieces).toString('utf8')
}

/**
 * Asks who answers for the host; of several accounts there, the one that the call is meant for. An agent that was told
 * this address names no provider's host: then it is the account that tells.
 */
function answerOf(call: ApiCall, hosts: Hosts): ApiAnswer {
  const answerers = hosts[call.host] ?? Object.values(hosts).flat()
  let refused: ApiAnswer | undefined
  for (const answerer of answerers) {
    const given = answerer.answer(call)
    if (given.unknown !== true) return given
    refused ??= given
  }
  refused ??= { status: 404, body: { error: `nobody answers for ${call.host}` } }
  answerers[0]?.refused(call, refused)
  return refused
}
