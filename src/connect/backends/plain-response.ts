/** A reply to a plain request, written right on the agent's connection. What it offers, it offers as Node's own does. */
import { EventEmitter } from 'node:events'
import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { malformed } from './own-headers.ts'

/** What a reply to an agent is written to. */
export type AgentSide = ServerResponse | PlainResponse

interface Frame {
  /** False where the request was HEAD. */
  readonly hasBody: boolean
  readonly isKept: boolean
  /** Called once the reply has left, before anything else is read. */
  over(): void
}

const ownToConnection = /^(?:connection|keep-alive|transfer-encoding)$/i

export class PlainResponse extends EventEmitter {
  readonly socket: Socket
  sendDate = false
  strictContentLength = false
  destroyed = false
  headersSent = false
  writableFinished = false
  private readonly frame: Frame
  private head = ''
  private hasBody: boolean
  private isChunked = false
  private isEnded = false

  constructor(socket: Socket, frame: Frame) {
    super()
    this.socket = socket
    this.frame = frame
    this.hasBody = frame.hasBody
  }

  /** @param raw name, value, name, value @throws Error when a header holds what no header may */
  writeHead(status: number, raw: readonly string[]): this {
    let text = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'unknown'}\r\n`
    let isLengthSaid = false
    for (let index = 0; index < raw.length; index += 2) {
      const [name, value] = raw.slice(index, index + 2) as [string, string]
      if (ownToConnection.test(name)) continue
      if (malformed(name, value)) throw new Error(`the header ${name} holds what no header may`)
      if (name.length === 14 && name.toLowerCase() === 'content-length') isLengthSaid = true
      text += `${name}: ${value}\r\n`
    }
    if (status === 204 || status === 304 || status < 200) this.hasBody = false
    text += this.frame.isKept ? 'Connection: keep-alive\r\nKeep-Alive: timeout=60\r\n' : 'Connection: close\r\n'
    this.isChunked = !isLengthSaid && this.hasBody
    this.head = this.isChunked ? `${text}Transfer-Encoding: chunked\r\n\r\n` : `${text}\r\n`
    return this
  }

  flushHeaders(): void {
    if (this.headersSent) return
    this.headersSent = true
    this.socket.write(this.head, 'latin1')
  }

  /** @returns whether more can be taken at once */
  write(said: Uint8Array | string): boolean {
    const { socket } = this
    const piece = typeof said === 'string' ? Buffer.from(said) : said
    socket.cork()
    this.flushHeaders()
    if (this.hasBody && piece.length > 0) {
      if (this.isChunked) socket.write(`${piece.length.toString(16)}\r\n`, 'latin1')
      socket.write(piece)
      if (this.isChunked) socket.write('\r\n', 'latin1')
    }
    socket.uncork()
    return !socket.writableNeedDrain
  }

  /** @param last bytes, or bytes as latin1 */
  end(last?: Uint8Array | string, _encoding?: 'latin1'): void {
    if (this.isEnded) return
    this.isEnded = true
    if (last !== undefined && typeof last !== 'string') this.write(last)
    this.endWith(typeof last === 'string' ? last : '')
  }

  private endWith(text: string): void {
    let left = ''
    if (!this.headersSent) left = this.head
    this.headersSent = true
    if (this.hasBody && text.length > 0) left += this.isChunked ? `${text.length.toString(16)}\r\n${text}\r\n` : text
    if (this.isChunked) left += '0\r\n\r\n'
    this.socket.write(left, 'latin1', this.finished)
  }

  private readonly finished = (error?: Error | null): void => {
    if (this.destroyed) return
    this.writableFinished = error === undefined || error === null
    this.left()
    if (this.frame.isKept) this.frame.over()
    else this.socket.end()
  }

  /** The reply has left, or the agent has. */
  left(): void {
    if (this.destroyed) return
    this.destroyed = true
    this.emit('close')
  }

  destroy(): void {
    if (!this.destroyed) this.socket.destroy()
  }
}
