/**
 * Listening for agents: requests in their plainest form are read right on the connection, which takes little time.
 *
 * Plain is what most agents send: HTTP/1.1, one request at a time, its body there with its head. Whatever else comes
 * (bodies in pieces, upgrades, expectations, anything odd) is for Node's own server to read, from then on to the end of
 * that connection. So nothing is refused or understood here that Node would not understand the same way.
 */
import type { Server as HttpServer } from 'node:http'
import { createServer, type Server, type Socket } from 'node:net'
import { PlainResponse } from './plain-response.ts'

/** A request whose whole body is there. */
export interface PlainRequest {
  readonly method: string
  readonly url: string
  /** Name, value, name, value, as they came. */
  readonly rawHeaders: readonly string[]
  readonly body: Buffer
}

/** How long a connection is kept without a request, in milliseconds. */
export const keptForMs = 60_000

const none = Buffer.alloc(0)
const requestLine = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\/[\x21-\x7e]*) HTTP\/1\.1$/
const headerLine = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[\t ]*([\t\x20-\x7e\x80-\xff]*)$/
/** These say that a request is not plain, by their mere presence. */
const notPlain = /^(?:transfer-encoding|upgrade|expect|trailer|http2-settings)$/i

/** @param others reads what is not plain; it does not listen itself */
export function plainFirst(
  others: HttpServer,
  answer: (request: PlainRequest, response: PlainResponse) => void,
): { readonly server: Server; closeAll(): void } {
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    new PlainConnection(socket, others, answer).begin()
  })
  return {
    server,
    closeAll: () => {
      for (const socket of sockets) socket.destroy()
    },
  }
}

class PlainConnection {
  private readonly socket: Socket
  private readonly others: HttpServer
  private readonly answer: (request: PlainRequest, response: PlainResponse) => void
  private current: PlainResponse | undefined
  private early: Buffer[] = []

  constructor(socket: Socket, others: HttpServer, answer: (request: PlainRequest, response: PlainResponse) => void) {
    this.socket = socket
    this.others = others
    this.answer = answer
  }

  begin(): void {
    const { socket } = this
    socket.setTimeout(keptForMs)
    socket.on('data', this.read)
    socket.on('drain', this.drain)
    socket.on('timeout', this.idle)
    socket.on('error', this.failed)
    socket.on('close', this.closed)
  }

  private readonly read = (chunk: Buffer): void => {
    const { socket } = this
    if (this.current !== undefined) {
      // Somebody who does not wait for answers: what comes early is read once this one has left.
      this.early.push(chunk)
      socket.pause()
      return
    }
    const request = plainRequest(chunk)
    if (request === undefined) {
      this.handOver(chunk)
      return
    }
    const { method, isKept } = request
    this.current = new PlainResponse(socket, { hasBody: method !== 'HEAD', isKept, over: this.over })
    this.answer(request, this.current)
  }

  private readonly over = (): void => {
    this.current = undefined
    if (this.early.length === 0 || this.socket.destroyed) return
    this.handOver(Buffer.concat(this.early.splice(0)))
  }

  private handOver(chunk: Buffer): void {
    const { socket } = this
    socket.off('data', this.read).off('drain', this.drain).off('timeout', this.idle)
    socket.off('error', this.failed).off('close', this.closed)
    socket.setTimeout(0)
    socket.pause()
    socket.unshift(chunk)
    this.others.emit('connection', socket)
    socket.resume()
  }

  private readonly drain = (): void => void this.current?.emit('drain')
  private readonly idle = (): void => {
    if (this.current === undefined) this.socket.destroy()
  }
  private readonly failed = (): void => void this.socket.destroy()
  private readonly closed = (): void => this.current?.left()
}

interface Read extends PlainRequest {
  /** Whether the connection can carry another. */
  readonly isKept: boolean
}

/** What bytes hold, where they are one whole plain request and nothing else. */
function plainRequest(chunk: Buffer): Read | undefined {
  const end = chunk.indexOf('\r\n\r\n', 0, 'latin1')
  if (end === -1) return undefined
  const lines = chunk.toString('latin1', 0, end).split('\r\n')
  const [, method, url] = requestLine.exec(lines[0] ?? '') ?? []
  if (method === undefined || url === undefined) return undefined
  const rawHeaders: string[] = []
  const plain = new Plainness()
  for (let index = 1; index < lines.length; index += 1) {
    const [, name, value] = headerLine.exec(lines[index] ?? '') ?? []
    if (name === undefined || value === undefined) return undefined
    rawHeaders.push(name, value.trimEnd())
    plain.note(name, value.trimEnd())
  }
  const body = end + 4 === chunk.length ? none : chunk.subarray(end + 4)
  if (!plain.holds(body.length)) return undefined
  return { method, url, rawHeaders, body, isKept: plain.isKept }
}

class Plainness {
  isKept = true
  private isPlain = true
  private hosts = 0
  private length: number | undefined

  note(name: string, value: string): void {
    const lower = name.toLowerCase()
    if (lower === 'host') this.hosts += 1
    else if (lower === 'content-length') {
      if (this.length !== undefined || !/^\d{1,9}$/.test(value)) this.isPlain = false
      this.length = Number(value)
    } else if (lower === 'connection') {
      if (/^close$/i.test(value)) this.isKept = false
      else if (!/^keep-alive$/i.test(value)) this.isPlain = false
    } else if (notPlain.test(lower)) this.isPlain = false
  }

  holds(length: number): boolean {
    return this.isPlain && this.hosts === 1 && (this.length ?? 0) === length
  }
}
