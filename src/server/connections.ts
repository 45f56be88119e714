/**
 * Connections of a server that is ending. Those on which nothing is asked are let go: Node keeps open, for good, connections
 * on which nothing was asked yet, and looks at no time limits any more once a server closes.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

export interface Connections {
  /** Closes those on which no request is under way. */
  closeUnasked(): void
  /** Closes all. */
  closeAll(): void
}

export function connectionsOf(server: Server): Connections {
  const underWay = new Map<Socket, number>()
  server.on('connection', (socket) => {
    underWay.set(socket, 0)
    socket.once('close', () => underWay.delete(socket))
  })
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const add = (n: number) => underWay.has(socket) && underWay.set(socket, (underWay.get(socket) ?? 0) + n)
    add(1)
    response.once('close', () => add(-1))
  })
  return {
    closeUnasked() {
      for (const [socket, n] of underWay) if (n === 0) socket.destroy()
    },
    closeAll() {
      for (const socket of underWay.keys()) socket.destroy()
    },
  }
}
