/** Connections that become something else than HTTP: a WebSocket is passed on, byte for byte; other offers are ignored. */
import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Opened } from './source.ts'

/** Joins the agent's connection to the backend's. @param early what the agent has said already */
export function becomeTunnel(agent: Socket, early: Buffer, { reply, tunnel }: Opened): void {
  if (tunnel === undefined) return
  const { socket, head } = tunnel
  const lines = reply.headers.map(([name, value]) => `${name}: ${value}\r\n`)
  agent.write(`HTTP/1.1 ${reply.status} Switching Protocols\r\n${lines.join('')}\r\n`, 'latin1')
  if (head.length > 0) agent.write(head)
  if (early.length > 0) socket.write(early)
  join(agent, socket)
  join(socket, agent)
}

/** Passes what one says on to the other, and its going. */
function join(from: Duplex, to: Duplex): void {
  from.pipe(to)
  from.on('error', () => to.destroy())
  from.on('close', () => to.destroy())
}

/**
 * An offer of another protocol, such as h2c, may be ignored: the request is read again without it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-7.8
 */
export function withoutUpgrade(server: Server, request: IncomingMessage, socket: Socket, head: Buffer): void {
  const { method = 'GET', url = '/', rawHeaders } = request
  let text = `${method} ${url} HTTP/1.1\r\n`
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? ''
    if (!/^(?:upgrade|connection|http2-settings)$/i.test(name)) text += `${name}: ${rawHeaders[index + 1]}\r\n`
  }
  socket.unshift(Buffer.concat([Buffer.from(`${text}\r\n`, 'latin1'), head]))
  server.emit('connection', socket)
}
