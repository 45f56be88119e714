/** Changing the JSON of a reply on its way; whatever is no JSON, or no success, passes as it is. */
import type { Json } from '../../conversation/index.ts'
import { bytesOf, headerOf, jsonIn, once, type Reply, withBytes } from '../backends/exchange.ts'

/** A longer body passes unread, in bytes. */
const longest = 2_000_000

/** @param change gives the same value back where there is nothing to change */
export async function withJson(reply: Reply, change: (json: Json) => Json): Promise<Reply> {
  const type = headerOf(reply.headers, 'content-type') ?? ''
  if (reply.status >= 300 || !/json/i.test(type)) return reply
  if (Number(headerOf(reply.headers, 'content-length') ?? 0) > longest) return reply
  const bytes = await bytesOf(reply)
  const json = bytes.length > longest ? undefined : jsonIn(bytes, reply.headers)
  if (json === undefined) return { ...reply, body: once(bytes) }
  const changed = change(json)
  return changed === json ? { ...reply, body: once(bytes) } : withBytes(reply, Buffer.from(JSON.stringify(changed)))
}
