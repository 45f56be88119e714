/** The body of a request: held where something has to see the whole of it, and streamed where it is long and nothing has. */
import type { IncomingMessage } from 'node:http'

export interface RequestBody {
  /** The whole, or its beginning. */
  readonly bytes: Buffer
  /** What comes after it. */
  readonly rest?: AsyncIterable<Uint8Array>
}

/** Longer bodies are streamed where they can be, in bytes: what is shorter is read whole, for the ledger. */
const longestHeld = 1_048_576
/** The longest body that is held whatever needs it, in bytes. */
const longest = 32_000_000
const none: RequestBody = { bytes: Buffer.alloc(0) }

/**
 * @param mayStream asked once, when the body turns out to be long, with its beginning
 * @returns undefined when it is too long to be held and has to be
 */
export async function requestBody(
  request: IncomingMessage,
  mayStream: (beginning: Buffer) => boolean,
): Promise<RequestBody | undefined> {
  const { headers } = request
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return none
  // Reading may go on elsewhere, and the agent's connection outlives the reading.
  const pieces: AsyncIterator<Buffer> = request.iterator({ destroyOnReturn: false })
  const held: Buffer[] = []
  let size = 0
  let isAsked = false
  for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) {
    held.push(next.value)
    size += next.value.length
    if (size > longest) return undefined
    if (size <= longestHeld || isAsked) continue
    isAsked = true
    const bytes = Buffer.concat(held)
    if (mayStream(bytes)) return { bytes, rest: { [Symbol.asyncIterator]: () => pieces } }
  }
  return { bytes: held.length === 1 ? (held[0] as Buffer) : Buffer.concat(held) }
}
