/** The provider's API on this machine: what the agent calls instead of the provider, answered as the provider does. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ApiAnswer, ApiCall } from './provider.ts'

export interface ProviderApi {
  readonly url: string
  close(): Promise<void>
}

/** A longer request is refused, in bytes. */
const longest = 30_000_000

/** @param answer what it throws becomes a 500, as it would at the provider */
export async function startProviderApi(answer: (call: ApiCall) => ApiAnswer): Promise<ProviderApi> {
  const server = createServer(async (request, response) => {
    const { status, body, headers } = await answered(request, answer)
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

async function answered(request: IncomingMessage, answer: (call: ApiCall) => ApiAnswer): Promise<ApiAnswer> {
  try {
    const pieces: Buffer[] = []
    let length = 0
    for await (const piece of request) {
      length += (piece as Buffer).length
      if (length > longest) return { status: 413, body: { error: 'too large' } }
      pieces.push(piece as Buffer)
    }
    const url = new URL(request.url ?? '/', 'http://provider')
    return answer({
      method: request.method ?? 'GET',
      host: request.headers.host ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
      ),
      body: Buffer.concat(pieces).toString('utf8'),
    })
  } catch {
    return { status: 500, body: { error: 'internal error' } }
  }
}
