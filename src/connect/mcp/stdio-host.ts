/**
 * Where launchers connect: a port on loopback, guarded by a token, that starts the real server for each of them.
 *
 * @see launcher.ts for the other end
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'
import { isObject } from '../../conversation/index.ts'
import { type Hello, launcherText } from './launcher.ts'
import type { McpServer } from './mcp-calls.ts'
import type { Taker } from './mcp-passing.ts'
import { objectIn } from './rpc.ts'
import { type ServerProcess, startServer } from './server-process.ts'
import { stdioSession } from './stdio-session.ts'

export interface HostedServer {
  readonly server: McpServer
  /** Program and arguments of the real server; read when an agent starts it. */
  command(): readonly string[]
  /** Where it runs; undefined for where the agent starts it. */
  readonly folder: string | undefined
  readonly env: Readonly<Record<string, string>>
  /** @param conversation as the launcher was told, if it was */
  taker(conversation: string | undefined): Taker
}

export interface StdioHost {
  /** The program that an agent starts in place of a server, as a text. */
  launcher(name: string): string
  close(): Promise<void>
}

/** The longest first line that is read from a stranger, in bytes. */
const longestHello = 1_000_000

export async function startStdioHost(servers: ReadonlyMap<string, HostedServer>): Promise<StdioHost> {
  const token = randomBytes(24).toString('base64url')
  const sockets = new Set<Socket>()
  const processes = new Set<ServerProcess>()
  const errors = new Map<string, Socket>()

  function serve(hello: Hello, socket: Socket, rest: Buffer): void {
    const hosted = servers.get(hello.name)
    if (hosted === undefined) return void socket.destroy()
    if (hello.stream === 'errors') return void keep(errors, hello.id, socket)
    const child = startServer(hosted.command(), hosted.folder ?? hello.folder, { ...hello.env, ...hosted.env })
    processes.add(child)
    const session = stdioSession({
      server: hosted.server,
      taker: () => hosted.taker(hello.conversation),
      toServer: (bytes) => child.write(bytes),
      toAgent: (bytes) => void (socket.destroyed || socket.write(bytes)),
      hangUp: () => void socket.end(),
    })
    const close = async () => {
      session.agentEnded()
      await child.end()
      processes.delete(child)
    }
    session.fromAgent(rest)
    socket.on('data', (bytes) => session.fromAgent(bytes))
    socket.once('end', close)
    socket.once('close', close)
    each(child.output, (bytes) => session.fromServer(bytes)).then(() => {
      session.serverEnded()
      const failure = child.failed()
      const heard = errors.get(hello.id)
      if (failure !== undefined) heard?.write(`fieldproof: the server cannot be started: ${failure.message}\n`)
      heard?.end()
      socket.end()
    })
    each(child.errors, (bytes) => void errors.get(hello.id)?.write(bytes))
  }

  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    greeted(socket, token, (hello, rest) => serve(hello, socket, rest))
  })
  await new Promise<void>((ready, failed) => {
    server.once('error', failed)
    server.listen(0, '127.0.0.1', () => ready())
  })
  const { port } = server.address() as AddressInfo
  return {
    launcher: (name) => launcherText({ port, token, name }),
    async close() {
      const closed = new Promise<void>((done) => server.close(() => done()))
      for (const socket of sockets) socket.destroy()
      await Promise.all([...processes].map((child) => child.end()))
      await closed
    },
  }
}

/** Reads the first line of a connection. One that has not the token is closed without a word. */
function greeted(socket: Socket, token: string, welcome: (hello: Hello, rest: Buffer) => void): void {
  let held = Buffer.alloc(0)
  const read = (piece: Buffer) => {
    held = Buffer.concat([held, piece])
    const end = held.indexOf('\n')
    if (end === -1 && held.length <= longestHello) return
    socket.off('data', read)
    const hello = helloIn(held.subarray(0, Math.max(end, 0)).toString('utf8'), token)
    if (hello === undefined) return void socket.destroy()
    welcome(hello, held.subarray(end + 1))
  }
  socket.on('data', read)
}

function helloIn(text: string, token: string): Hello | undefined {
  const value = objectIn(text)
  const given = Buffer.from(String(value?.token ?? ''))
  const wanted = Buffer.from(token)
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined
  return isObject(value) ? (value as unknown as Hello) : undefined
}

function keep(errors: Map<string, Socket>, id: string, socket: Socket): void {
  errors.set(id, socket)
  socket.resume()
  socket.once('close', () => errors.delete(id))
}

async function each(stream: AsyncIterable<Uint8Array>, take: (bytes: Uint8Array) => void): Promise<void> {
  try {
    for await (const bytes of stream) take(bytes)
  } catch {
    // A stream that breaks has ended.
  }
}
