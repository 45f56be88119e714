/**
 * Connections to one backend, kept alive between calls: a small client of HTTP/1.1.
 *
 * A call is sent a second time only where the backend cannot have acted on the first: a read on a kept connection that
 * it had closed meanwhile. A write is never sent twice; on a kept connection it waits until it is known to be open.
 */
import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectSecure } from 'node:tls'
import { type Call, type Reply, replyOf } from './exchange.ts'
import { Flow } from './flow.ts'
import { endToEnd } from './own-headers.ts'
import { type ReplyHead, ReplyReader } from './reply-reader.ts'
import type { AskContext, Opened } from './source.ts'

/** A call that waits for the head of its reply. */
interface Waiting {
  resolve(head: ReplyHead): void
  reject(error: Error): void
}

export interface ConnectionOptions {
  /** Certificates that are trusted besides nothing else: PEM. Default those that Node trusts. */
  readonly ca?: string
}

/** Kept this much shorter than the backend says, in milliseconds, since its goodbye takes time to arrive. */
const spareMs = 1000

export class Connections {
  private readonly upstream: URL
  private readonly options: ConnectionOptions
  private readonly idle: Connection[] = []
  private readonly all = new Set<Connection>()
  private isClosed = false

  constructor(upstream: URL, options: ConnectionOptions) {
    this.upstream = upstream
    this.options = options
  }

  /** @param head status line and headers of the request, with the empty line */
  async ask(call: Call, head: string, { whenGone }: AskContext): Promise<Reply> {
    const isSafe = isRead(call.method)
    let connection = this.kept()
    if (connection !== undefined && !isSafe) connection = await this.stillOpen(connection)
    const isKept = connection !== undefined
    const taken = connection ?? this.open()
    try {
      return await taken.ask(call, head, whenGone)
    } catch (thrown) {
      const { isUnseen = false } = thrown as { isUnseen?: boolean }
      if (!isKept || !isSafe || !isUnseen || call.rest !== undefined) throw thrown
      return this.open().ask(call, head, whenGone)
    }
  }

  upgrade(call: Call, head: string): Promise<Opened> {
    return this.open().upgrade(call, head)
  }

  close(): void {
    this.isClosed = true
    for (const connection of this.all) connection.destroy()
  }

  private kept(): Connection | undefined {
    const nowMs = performance.now()
    for (let last = this.idle.pop(); last !== undefined; last = this.idle.pop()) {
      if (last.isOpen && nowMs < last.keptUntilMs) return last
      last.destroy()
    }
    return undefined
  }

  /** Another one once the goodbyes that have arrived are read, if the backend had said one. */
  private async stillOpen(first: Connection): Promise<Connection | undefined> {
    let connection: Connection | undefined = first
    while (connection !== undefined) {
      // Between two turns of the loop everything that has arrived is read.
      await turnOfLoop()
      await turnOfLoop()
      if (connection.isOpen) return connection
      connection = this.kept()
    }
    return undefined
  }

  private open(): Connection {
    if (this.isClosed) throw new Error('the proxy is closed')
    const connection: Connection = new Connection(this.socket(), {
      free: () => {
        if (this.isClosed) connection.destroy()
        else this.idle.push(connection)
      },
      gone: () => this.leave(connection),
    })
    this.all.add(connection)
    return connection
  }

  private leave(connection: Connection): void {
    this.all.delete(connection)
    const at = this.idle.indexOf(connection)
    if (at !== -1) this.idle.splice(at, 1)
  }

  private socket(): Socket {
    const { upstream, options } = this
    const host = upstream.hostname.replace(/^\[(.*)\]$/, '$1')
    const port = Number(upstream.port) || (upstream.protocol === 'https:' ? 443 : 80)
    if (upstream.protocol === 'http:') return connectPlain({ host, port, noDelay: true })
    const { ca } = options
    return connectSecure({
      host,
      port,
      ALPNProtocols: ['http/1.1'],
      ...(isIP(host) === 0 && { servername: host }),
      ...(ca !== undefined && { ca }),
    }).setNoDelay(true)
  }
}

const turnOfLoop = () => new Promise<void>((done) => setImmediate(done))

export const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD' || method === 'OPTIONS'

interface Owner {
  free(): void
  gone(): void
}

class Connection {
  keptUntilMs = 0
  private readonly socket: Socket
  private readonly owner: Owner
  private readonly reader: ReplyReader
  private waiting: Waiting | undefined
  private flow: Flow | undefined
  private isSending = false
  private hasHeard = false
  private tunnelHead: Buffer | undefined

  constructor(socket: Socket, owner: Owner) {
    this.socket = socket
    this.owner = owner
    this.reader = new ReplyReader({
      head: (head) => this.head(head),
      data: (piece) => this.flow?.push(piece),
      end: (isKept, idleMs) => this.end(isKept, idleMs),
    })
    socket.on('data', this.read)
    socket.on('end', this.ended)
    socket.on('error', this.failed)
    socket.on('close', this.closed)
  }

  get isOpen(): boolean {
    return !this.socket.destroyed && this.socket.writable && !this.socket.readableEnded
  }

  destroy(): void {
    this.socket.destroy()
  }

  async ask(call: Call, head: string, whenGone: AskContext['whenGone']): Promise<Reply> {
    whenGone?.(() => {
      if (this.waiting !== undefined && this.waiting === mine) this.fail(new Error('the agent has gone'))
    })
    let mine: Waiting | undefined
    const answered = new Promise<ReplyHead>((resolve, reject) => {
      mine = { resolve, reject }
      this.waiting = mine
    })
    this.send(call, head)
    const { status, raw } = await answered
    const body = this.flow as Flow
    return { status, headers: endToEnd(raw), body }
  }

  async upgrade(call: Call, head: string): Promise<Opened> {
    const answered = new Promise<ReplyHead>((resolve, reject) => {
      this.waiting = { resolve, reject }
    })
    this.send(call, head)
    const { status, raw } = await answered
    const body = this.flow as Flow
    if (status !== 101) return { reply: { status, headers: endToEnd(raw), body } }
    const { socket } = this
    socket.off('data', this.read).off('end', this.ended).off('error', this.failed)
    socket.pause()
    // With its own headers of the connection: they say what it has become.
    const reply = { ...replyOf(status, '', ''), headers: pairs(raw) }
    return { reply, tunnel: { socket, head: this.tunnelHead ?? Buffer.alloc(0) } }
  }

  private send({ method, body, rest }: Call, head: string): void {
    const { socket } = this
    this.hasHeard = false
    this.reader.expect(method)
    if (rest !== undefined) {
      this.isSending = true
      this.pourOut(head, body, rest).catch((thrown: Error) => this.fail(thrown))
    } else if (body.length === 0) socket.write(head, 'latin1')
    else if (body.length < 16_384) socket.write(Buffer.concat([Buffer.from(head, 'latin1'), body]))
    else {
      socket.cork()
      socket.write(head, 'latin1')
      socket.write(body)
      socket.uncork()
    }
  }

  /** Sends a body that is still on its way. The head says whether in chunks. */
  private async pourOut(head: string, body: Buffer, rest: AsyncIterable<Uint8Array>): Promise<void> {
    const isChunked = head.includes('\r\ntransfer-encoding: chunked\r\n')
    const { socket } = this
    socket.write(head, 'latin1')
    const put = async (piece: Uint8Array) => {
      if (piece.length === 0) return
      if (isChunked) socket.write(`${piece.length.toString(16)}\r\n`, 'latin1')
      const isRoom = socket.write(piece)
      if (isChunked) socket.write('\r\n', 'latin1')
      if (!isRoom && !socket.destroyed) await drained(socket)
    }
    await put(body)
    for await (const piece of rest) {
      if (socket.destroyed) return
      await put(piece)
    }
    if (isChunked) socket.write('0\r\n\r\n', 'latin1')
    this.isSending = false
  }

  private head(head: ReplyHead): void {
    const { socket } = this
    const waiting = this.waiting
    this.waiting = undefined
    this.flow = new Flow({
      pause: () => void socket.pause(),
      resume: () => void (socket.isPaused() && socket.resume()),
      cancel: () => void socket.destroy(),
    })
    waiting?.resolve(head)
  }

  private end(isKept: boolean, idleMs: number): void {
    const { flow, socket } = this
    this.flow?.end()
    // The asker may not have looked yet; it holds what it needs by then.
    this.flow = flow
    if (!isKept || this.isSending || !this.isOpen) return void socket.destroy()
    if (socket.isPaused()) socket.resume()
    this.keptUntilMs = performance.now() + idleMs - (idleMs === Number.POSITIVE_INFINITY ? 0 : spareMs)
    this.owner.free()
  }

  private readonly read = (chunk: Buffer): void => {
    this.hasHeard = true
    try {
      this.tunnelHead = this.reader.read(chunk)
      if (this.tunnelHead !== undefined) this.socket.pause()
    } catch (thrown) {
      this.fail(thrown as Error)
    }
  }

  private readonly ended = (): void => {
    try {
      if (this.reader.close()) return
    } finally {
      this.socket.destroy()
    }
    this.fail(new Error('the backend closed the connection in the middle of its reply'))
  }

  private readonly failed = (error: Error): void => this.fail(error)

  private readonly closed = (): void => {
    this.fail(new Error('the backend closed the connection'))
    this.owner.gone()
  }

  private fail(error: Error): void {
    const { waiting, flow, hasHeard } = this
    this.waiting = undefined
    this.socket.destroy()
    waiting?.reject(Object.assign(error, { isUnseen: !hasHeard }))
    flow?.fail(error)
  }
}

function drained(socket: Socket): Promise<void> {
  return new Promise((done) => {
    const go = () => {
      socket.off('drain', go).off('close', go)
      done()
    }
    socket.on('drain', go).on('close', go)
  })
}

function pairs(raw: readonly string[]): [string, string][] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as [string, string]] : []))
}
