/** Changing the JSON of a reply on its way; whatever is no JSON, or no success, passes as it is. */
import type { Json } from '../../conversation/index.ts'
import { asItCame, headerOf, jsonIn, type Reply, withBytes } from '../backends/exchange.ts'

/** A longer body passes unread, in bytes. */
const longest = 2_000_000

/**
 * A reply that is too long passes as it comes, without being held.
 *
 * @param change gives the same value back where there is nothing to change
 */
export async function withJson(reply: Reply, change: (json: Json) => Json): Promise<Reply> {
  const type = headerOf(reply.headers, 'content-type') ?? ''
  if (reply.status >= 300 || !/json/i.test(type)) return reply
  if (Number(headerOf(reply.headers, 'content-length') ?? 0) > longest) return reply
  const rest = reply.body[Symbol.asyncIterator]()
  const { bytes, isWhole } = await beginningOf(rest)
  if (!isWhole) return { ...reply, body: continued(bytes, rest) }
  const json = jsonIn(bytes, reply.headers)
  const changed = json === undefined ? undefined : change(json)
  if (changed === undefined || changed === json) return asItCame(reply, bytes)
  const text = JSON.stringify(changed)
  return text === JSON.stringify(json) ? asItCame(reply, bytes) : withBytes(reply, Buffer.from(text))
}

async function beginningOf(body: AsyncIterator<Uint8Array>) {
  const pieces: Uint8Array[] = []
  let length = 0
  while (length <= longest) {
    const next = await body.next()
    if (next.done === true) return { bytes: Buffer.concat(pieces), isWhole: true }
    pieces.push(next.value)
    length += next.value.length
  }
  return { bytes: Buffer.concat(pieces), isWhole: false }
}

async function* continued(bytes: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield bytes
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}
