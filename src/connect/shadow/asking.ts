/** Reading the real system: only ever GET, with the caller's own credentials. */
import type { Json } from '../../conversation/index.ts'
import { bytesOf, type Call, decoded, type Headers, type Reply, withBytes } from '../backends/exchange.ts'
import type { Source } from '../backends/source.ts'

/** A reply that has been read whole. */
export interface Read {
  readonly reply: Reply
  readonly ok: boolean
  /** Undefined when it is no JSON. */
  readonly json: Json | undefined
}

/** Headers that are about the body of a write, or would make a read come back without its body. */
const notForReading =
  /^(?:content-.*|accept-encoding|range|if-.*|idempotency-key|prefer|transfer-encoding|expect|x-http-method(?:-override)?|x-method-override)$/i

/** @param target path with query */
export async function read(live: Source, call: Call, target: string): Promise<Read> {
  const headers: Headers = [
    ...call.headers.filter(([name]) => !notForReading.test(name)),
    ['accept-encoding', 'identity'],
  ]
  const reply = await live.ask({ ...call, method: 'GET', target, headers, body: Buffer.alloc(0) }, {})
  const bytes = await bytesOf(reply)
  const whole = withBytes(reply, bytes)
  const json = parsed(decoded(bytes, reply.headers))
  const etag = reply.headers.filter(([name]) => name.toLowerCase() === 'etag')
  return {
    reply: { ...whole, headers: [...whole.headers, ...etag] },
    ok: reply.status >= 200 && reply.status < 300,
    json,
  }
}

/** The same reply with other JSON in it. */
export function rewritten({ reply }: Read, json: Json): Reply {
  return withBytes(reply, Buffer.from(JSON.stringify(json)))
}

function parsed(bytes: Buffer): Json | undefined {
  try {
    return JSON.parse(bytes.toString('utf8')) as Json
  } catch {
    return undefined
  }
}
