/**
 * One exchange between the agent and a backend: what was asked, and what came back.
 *
 * Bodies are streams, so that a reply of any size passes without being held; whoever needs the whole of one asks
 * for it with `bytesOf` and pays for it.
 */
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import type { Json } from '../../conversation/index.ts'
import { Flow } from './flow.ts'

/** Headers as they went over the wire: order, case and repeats kept. */
export type Headers = readonly (readonly [name: string, value: string])[]

/** What the agent asks of a backend. */
export interface Call {
  /** The backend's name in the project. */
  readonly backend: string
  /** Upper case. */
  readonly method: string
  /** Path with its query, as asked: `/offices/1/slots?date=2026-03-03`. */
  readonly target: string
  readonly headers: Headers
  readonly body: Buffer
  /** What comes after `body`, where the call was too long to be held and nothing but a live backend needs the whole. */
  readonly rest?: AsyncIterable<Uint8Array>
}

/** What goes back to the agent. */
export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly body: AsyncIterable<Uint8Array>
  /**
   * What happens after the body: `end` closes it properly; `reset` resets the connection; `close` closes it in the
   * middle, with everything sent so far delivered; `hang` leaves it open until the agent goes away. Default `end`.
   */
  readonly ending?: 'end' | 'reset' | 'close' | 'hang'
  /** Status and headers are sent before the first byte of the body is there. */
  readonly headFirst?: true
  /** Nothing of it is sent, not even a status, before the ending. */
  readonly silent?: true
  /** It is of a recording: in what was asked otherwise than there; empty for nothing. */
  readonly recorded?: readonly string[]
}

/** The value of a header, its name in any case. */
export function headerOf(headers: Headers, name: string): string | undefined {
  const wanted = name.toLowerCase()
  return headers.find(([known]) => known.toLowerCase() === wanted)?.[1]
}

/** The same headers with one set, whatever was there before; without it when the value is undefined. */
export function withHeader(headers: Headers, name: string, value: string | undefined): Headers {
  const wanted = name.toLowerCase()
  const others = headers.filter(([known]) => known.toLowerCase() !== wanted)
  return value === undefined ? others : [...others, [name, value]]
}

/** Path without its query. */
export function pathOf({ target }: Pick<Call, 'target'>): string {
  const query = target.indexOf('?')
  return query === -1 ? target : target.slice(0, query)
}

/** The whole body of a reply as it went over the wire. The stream is used up. */
export async function bytesOf({ body }: Pick<Reply, 'body'>): Promise<Buffer> {
  const whole = wholeOf(body)
  if (whole !== undefined) return Buffer.from(whole.buffer, whole.byteOffset, whole.byteLength)
  const pieces: Uint8Array[] = []
  for await (const piece of body) pieces.push(piece)
  return Buffer.concat(pieces)
}

const decoders: Readonly<Record<string, (bytes: Uint8Array) => Buffer>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
}

/** Bytes as they were before their content encoding; as they are when the encoding is unknown or broken. */
export function decoded(bytes: Buffer, headers: Headers): Buffer {
  const decode = decoders[headerOf(headers, 'content-encoding')?.trim().toLowerCase() ?? '']
  try {
    return decode === undefined ? bytes : decode(bytes)
  } catch {
    return bytes
  }
}

const mayBeJson = /^[\t\n\r ]*[[{"\dtfn-]/

/** What bytes hold as JSON; undefined when they hold none. */
export function jsonIn(bytes: Buffer, headers: Headers): Json | undefined {
  const text = decoded(bytes, headers).toString('utf8')
  // A failed parse takes long; most of what is no JSON shows it at once.
  if (!mayBeJson.test(text)) return undefined
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/** A reply with another body of known bytes: its length is set, its encoding and its framing are gone. */
export function withBytes(reply: Reply, bytes: Uint8Array): Reply {
  const bare = ['content-encoding', 'transfer-encoding', 'etag', 'content-md5', 'digest'].reduce(
    (headers, name) => withHeader(headers, name, undefined),
    reply.headers,
  )
  return { ...reply, headers: withHeader(bare, 'content-length', String(bytes.length)), body: once(bytes) }
}

/** A reply that the backend never gave. */
export function replyOf(status: number, type: string, text: string, headers: Headers = []): Reply {
  const bytes = Buffer.from(text)
  return withBytes({ status, headers: [['content-type', type], ...headers], body: once(bytes) }, bytes)
}

/** A JSON reply that the backend never gave. */
export function jsonReply(status: number, value: Json, headers: Headers = []): Reply {
  return replyOf(status, 'application/json', JSON.stringify(value), headers)
}

/** No reply at all: the connection just ends, one way or another. */
export function noReply(ending: 'reset' | 'close' | 'hang'): Reply {
  return { status: 0, headers: [], body: once(new Uint8Array()), ending, silent: true }
}

/** A body of bytes that are there already. */
export class Whole implements AsyncIterable<Uint8Array> {
  readonly bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    if (this.bytes.length > 0) yield this.bytes
  }
}

/** A body of bytes that are there already. */
export function once(bytes: Uint8Array): Whole {
  return new Whole(bytes)
}

/** All of a body, where all of it is there already and nothing has been read of it. */
export function wholeOf(body: Reply['body']): Uint8Array | undefined {
  if (body instanceof Whole) return body.bytes
  return body instanceof Flow ? body.takeWhole() : undefined
}

const readOnly = new WeakSet<Reply>()

/** A reply whose body was read and is given on as it came. */
export function asItCame(reply: Reply, bytes: Uint8Array): Reply {
  const same = { ...reply, body: once(bytes) }
  readOnly.add(same)
  return same
}

export function isAsItCame(reply: Reply): boolean {
  return readOnly.has(reply)
}
