/**
 * Reading replies of HTTP/1.1 as they come over a connection, in pieces of any size.
 *
 * It is strict where leniency lets two readers see two different replies: bare line feeds, folded headers, lengths that
 * are given twice or beside chunks are refused. Trailers and interim replies (100, 103) are read and dropped.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9112
 */

/** Status line and headers of a reply. */
export interface ReplyHead {
  readonly status: number
  /** Name, value, name, value, as they came. */
  readonly raw: readonly string[]
}

export interface ReplySink {
  head(head: ReplyHead): void
  data(piece: Buffer): void
  /** @param isKept whether the connection can carry another exchange @param idleMs how long the other side keeps it */
  end(isKept: boolean, idleMs: number): void
}

type State = 'idle' | 'head' | 'fixed' | 'size' | 'chunk' | 'after-chunk' | 'trailer' | 'open' | 'upgraded'

/** The longest head that is read, in bytes. */
const longestHead = 262_144
const longestLine = 16_384
const statusLine = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a header may not hold
const notInValue = /[\x00-\x08\x0a-\x1f\x7f]/
const sizeLine = /^([0-9A-Fa-f]{1,12})[\t ]*(?:;[\t\x20-\x7e\x80-\xff]*)?$/

export class ReplyReader {
  private readonly sink: ReplySink
  private state: State = 'idle'
  private method = ''
  private pending: Buffer | undefined
  private line = ''
  private left = 0
  private isKept = false
  private idleMs = Number.POSITIVE_INFINITY

  constructor(sink: ReplySink) {
    this.sink = sink
  }

  /** A reply to a request of this method is due. */
  expect(method: string): void {
    this.method = method
    this.state = 'head'
  }

  /** @returns what came after a reply that upgrades the connection @throws Error when it is no HTTP/1.1 */
  read(chunk: Buffer): Buffer | undefined {
    let at = 0
    while (at < chunk.length) {
      if (this.state === 'upgraded') return chunk.subarray(at)
      at = this.step(chunk, at)
    }
    return undefined
  }

  /** The connection has ended. @returns whether that ends a reply in an orderly way */
  close(): boolean {
    if (this.state === 'idle') return true
    if (this.state !== 'open') return false
    this.isKept = false
    this.end()
    return true
  }

  private step(chunk: Buffer, at: number): number {
    switch (this.state) {
      case 'head':
        return this.head(chunk, at)
      case 'fixed':
      case 'chunk':
        return this.body(chunk, at)
      case 'open':
        this.sink.data(at === 0 ? chunk : chunk.subarray(at))
        return chunk.length
      case 'size':
      case 'after-chunk':
      case 'trailer':
        return this.readLine(chunk, at)
      default:
        throw new Error('the backend spoke before it was asked')
    }
  }

  private head(chunk: Buffer, at: number): number {
    const before = this.pending?.length ?? 0
    const all = this.pending === undefined ? chunk : Buffer.concat([this.pending, chunk.subarray(at)])
    const from = this.pending === undefined ? at : 0
    const end = all.indexOf('\r\n\r\n', Math.max(from, before - 3), 'latin1')
    if ((end === -1 ? all.length : end) - from > longestHead) throw new Error('the head of the reply is too long')
    if (end === -1) {
      this.pending = all.subarray(from)
      return chunk.length
    }
    this.pending = undefined
    this.begin(all.toString('latin1', from, end))
    return all === chunk ? end + 4 : at + end + 4 - before
  }

  private begin(text: string): void {
    const lines = text.split('\r\n')
    const [, minor, digits] = statusLine.exec(lines[0] ?? '') ?? []
    if (digits === undefined) throw new Error('the reply begins with no status line')
    const status = Number(digits)
    const raw: string[] = []
    const framing = new Framing(minor === '1')
    for (let index = 1; index < lines.length; index += 1) {
      const line = lines[index] as string
      const colon = line.indexOf(':')
      const name = line.slice(0, Math.max(0, colon))
      const value = trimmed(line.slice(colon + 1))
      if (!headerName.test(name) || notInValue.test(value)) throw new Error('a header of the reply is malformed')
      raw.push(name, value)
      framing.note(name, value)
    }
    if (status < 200 && status !== 101) return
    this.isKept = framing.isKept
    this.idleMs = framing.idleMs
    this.frame(status, framing)
    this.sink.head({ status, raw })
    if (this.left === 0 && this.state === 'fixed') this.end()
  }

  private frame(status: number, framing: Framing): void {
    this.left = 0
    if (status === 101) this.state = 'upgraded'
    else if (this.method === 'HEAD' || status === 204 || status === 304) this.state = 'fixed'
    else if (framing.isChunked) this.state = 'size'
    else if (framing.length !== undefined) {
      this.state = 'fixed'
      this.left = framing.length
    } else this.state = 'open'
  }

  private body(chunk: Buffer, at: number): number {
    const to = Math.min(chunk.length, at + this.left)
    this.left -= to - at
    this.sink.data(chunk.subarray(at, to))
    if (this.left > 0) return to
    if (this.state === 'fixed') this.end()
    else this.state = 'after-chunk'
    return to
  }

  private readLine(chunk: Buffer, at: number): number {
    const end = chunk.indexOf(10, at)
    this.line += chunk.toString('latin1', at, end === -1 ? chunk.length : end)
    if (this.line.length > longestLine) throw new Error('a line of the reply is too long')
    if (end === -1) return chunk.length
    const { line } = this
    this.line = ''
    if (!line.endsWith('\r')) throw new Error('a line of the reply does not end as it should')
    this.take(line.slice(0, -1))
    return end + 1
  }

  private take(line: string): void {
    if (this.state === 'trailer') {
      if (line === '') this.end()
      return
    }
    if (this.state === 'after-chunk') {
      if (line !== '') throw new Error('a chunk of the reply is longer than it says')
      this.state = 'size'
      return
    }
    const [, size] = sizeLine.exec(line) ?? []
    if (size === undefined) throw new Error('a chunk of the reply has no size')
    this.left = Number.parseInt(size, 16)
    this.state = this.left === 0 ? 'trailer' : 'chunk'
  }

  private end(): void {
    this.state = 'idle'
    this.sink.end(this.isKept, this.idleMs)
  }
}

/** What headers say about where the reply ends, and whether the connection stays. */
class Framing {
  length: number | undefined
  isChunked = false
  isKept: boolean
  idleMs = Number.POSITIVE_INFINITY
  private isCoded = false

  constructor(isModern: boolean) {
    this.isKept = isModern
  }

  note(name: string, value: string): void {
    const { length } = name
    if (length === 10) this.connection(name, value)
    else if (length === 14) this.contentLength(name, value)
    else if (length === 17) this.coding(name, value)
  }

  private connection(name: string, value: string): void {
    const lower = name.toLowerCase()
    if (lower === 'keep-alive') {
      const [, seconds] = /(?:^|[\s,;])timeout=(\d{1,6})/i.exec(value) ?? []
      if (seconds !== undefined) this.idleMs = Number(seconds) * 1000
    } else if (lower === 'connection') {
      const words = value.toLowerCase().split(/[\t ,]+/)
      if (words.includes('close')) this.isKept = false
      else if (words.includes('keep-alive')) this.isKept = true
    }
  }

  private contentLength(name: string, value: string): void {
    if (name.toLowerCase() !== 'content-length') return
    if (this.length !== undefined || this.isCoded || !/^\d{1,15}$/.test(value)) {
      throw new Error('the reply does not say clearly how long it is')
    }
    this.length = Number(value)
  }

  private coding(name: string, value: string): void {
    if (name.toLowerCase() !== 'transfer-encoding') return
    if (this.length !== undefined || this.isCoded) throw new Error('the reply does not say clearly how long it is')
    this.isCoded = true
    this.isChunked = /(?:^|[\t ,])chunked$/i.test(value)
  }
}

/** Without the blanks around it that a header may have. */
function trimmed(text: string): string {
  let from = 0
  let to = text.length
  while (from < to && isBlank(text.charCodeAt(from))) from += 1
  while (to > from && isBlank(text.charCodeAt(to - 1))) to -= 1
  return from === 0 && to === text.length ? text : text.slice(from, to)
}

const isBlank = (code: number) => code === 32 || code === 9
