/** Real servers for the tests of agents: they do on each message what `deedFor` says. Not part of the product. */
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Deed } from './agent.conformance.ts'

export interface LoopbackServer {
  readonly url: string
  readonly server: Server
  stop(): Promise<void>
}

/** A server on a free loopback port that hands each request's text and address to `respond`. */
export async function loopback(
  respond: (
    text: string,
    response: ServerResponse,
    request: { readonly url: string; readonly headers: Record<string, unknown> },
  ) => void,
): Promise<LoopbackServer> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () =>
      respond(Buffer.concat(chunks).toString(), response, { url: request.url ?? '', headers: request.headers }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    server,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Does a deed over HTTP; `written` is the whole answer in the format under test. */
export function doOverHttp(deed: Deed, response: ServerResponse, written: string, type: string): void {
  const act: Record<Deed['how'], () => void> = {
    plain: () => response.writeHead(200, { 'content-type': type }).end(written),
    dribbled: () => dribble(response.writeHead(200, { 'content-type': type }), Buffer.from(written)),
    cut: () => {
      response.writeHead(200, { 'content-type': type, 'content-length': '5000' })
      response.write(written.slice(0, 10), () => response.destroy())
    },
    garbage: () => response.writeHead(200, { 'content-type': type }).end('data: <html>Oops</html>\n\n'),
    limited: () => response.writeHead(429, { 'retry-after': '2' }).end('Too many requests'),
    never: () => {},
  }
  setTimeout(act[deed.how], deed.afterMs)
}

/** Writes one byte a turn. */
function dribble(response: ServerResponse, bytes: Buffer, from = 0): void {
  if (from >= bytes.length) {
    response.end()
    return
  }
  response.write(bytes.subarray(from, from + 1))
  setImmediate(() => dribble(response, bytes, from + 1))
}
