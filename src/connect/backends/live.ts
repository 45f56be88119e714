/** The real backend, over HTTP or HTTPS, on connections that are kept alive. */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { type Call, type Headers, headerOf, type Reply } from './exchange.ts'
import type { AskContext, Source } from './source.ts'

/** Headers that belong to one connection and are never passed on. */
const ownToConnection =
  /^(?:connection|keep-alive|proxy-connection|proxy-authenticate|proxy-authorization|te|trailer|transfer-encoding|upgrade)$/i

/** @param upstream address of the backend, possibly with a path that every target is put under */
export function liveSource(upstream: URL): Source {
  const secure = upstream.protocol === 'https:'
  const settings = { keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, scheduling: 'lifo' } as const
  const agent = secure ? new HttpsAgent(settings) : new HttpAgent(settings)
  const request = secure ? httpsRequest : httpRequest
  const under = upstream.pathname.replace(/\/$/, '')

  function once(call: Call, { signal }: AskContext): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          protocol: upstream.protocol,
          hostname: upstream.hostname,
          port: upstream.port,
          method: call.method,
          path: under + call.target,
          headers: outgoingHeaders(call, upstream.host),
          agent,
          ...(signal !== undefined && { signal }),
        },
        (incoming) => resolve(replyFrom(incoming)),
      )
      outgoing.once('error', (error) => reject(Object.assign(error, { stale: outgoing.reusedSocket })))
      outgoing.end(call.body)
    })
  }

  return {
    explain: () => upstream.href.replace(/\/$/, ''),
    async ask(call, context) {
      try {
        return await once(call, context)
      } catch (thrown) {
        // A kept connection that the backend closed meanwhile: it has not seen the call.
        if (!isStale(thrown)) throw thrown
        return once(call, context)
      }
    },
    async close() {
      agent.destroy()
    },
  }
}

function isStale(thrown: unknown): boolean {
  const { stale, code } = thrown as { stale?: boolean; code?: string }
  return stale === true && (code === 'ECONNRESET' || code === 'EPIPE')
}

function outgoingHeaders({ headers, body }: Call, host: string): string[] {
  const passed = headers.flatMap(([name, value]) =>
    ownToConnection.test(name) || /^(?:host|content-length|expect)$/i.test(name) ? [] : [name, value],
  )
  const length = body.length > 0 || headerOf(headers, 'content-length') !== undefined ? [String(body.length)] : []
  return ['host', host, ...passed, ...length.flatMap((value) => ['content-length', value])]
}

function replyFrom(incoming: IncomingMessage): Reply {
  return { status: incoming.statusCode ?? 502, headers: endToEnd(incoming.rawHeaders), body: incoming }
}

/** The headers of a message that are for its reader and not for the connection it came on. */
export function endToEnd(raw: readonly string[]): Headers {
  const kept: [string, string][] = []
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index] ?? ''
    if (!ownToConnection.test(name)) kept.push([name, raw[index + 1] ?? ''])
  }
  return kept
}
