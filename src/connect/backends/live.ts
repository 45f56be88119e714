/** The real backend, over HTTP or HTTPS, on connections that are kept alive. */
import { type ConnectionOptions, Connections } from './connections.ts'
import type { Call, Headers } from './exchange.ts'
import { malformed } from './own-headers.ts'
import type { Source } from './source.ts'

/** Headers that are said anew to the backend, whatever the agent said. */
const ownToSender = /^(?:host|content-length|expect)$/i
const notInTarget = /[^\x21-\x7e\x80-\xff]/

/** @param upstream address of the backend, possibly with a path that every target is put under */
export function liveSource(upstream: URL, options: ConnectionOptions = {}): Source {
  const connections = new Connections(upstream, options)
  const under = upstream.pathname.replace(/\/$/, '')
  const begin = ({ method, target }: Call) => {
    if (notInTarget.test(target)) throw new Error('the path of the call holds what no path may')
    return `${method} ${under}${target} HTTP/1.1\r\nhost: ${upstream.host}\r\n`
  }
  return {
    explain: () => upstream.href.replace(/\/$/, ''),
    streams: true,
    ask: async (call, context) =>
      connections.ask(call, `${begin(call)}${said(call.headers)}${framing(call)}\r\n`, context),
    upgrade: async (call) => {
      const asking = 'connection: Upgrade\r\nupgrade: websocket\r\n'
      return connections.upgrade(call, `${begin(call)}${asking}${said(call.headers)}\r\n`)
    },
    async close() {
      connections.close()
    },
  }
}

/** @throws Error when a header holds what no header may */
function said(headers: Headers): string {
  let text = ''
  for (const [name, value] of headers) {
    if (ownToSender.test(name)) continue
    if (malformed(name, value)) throw new Error(`the header ${name} holds what no header may`)
    text += `${name}: ${value}\r\n`
  }
  return text
}

/** How long the body is. */
function framing({ headers, body, rest }: Call): string {
  let isSaid = false
  let length = ''
  for (const [name, value] of headers) {
    if (name.length === 14 && name.toLowerCase() === 'content-length') {
      isSaid = true
      length = value
    }
  }
  if (rest !== undefined) return isSaid ? `content-length: ${length}\r\n` : 'transfer-encoding: chunked\r\n'
  return body.length > 0 || isSaid ? `content-length: ${body.length}\r\n` : ''
}
