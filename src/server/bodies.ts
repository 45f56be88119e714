/**
 * Bodies as bytes, without their Content-Encoding, within bounds: each as sent and unpacked, all that are held at once, and
 * how many are unpacked at the same time. What a body says it is does not matter here.
 */
import type { IncomingMessage } from 'node:http'
import { tooLarge, unpacked } from '../observe/index.ts'
import { busy } from './refused.ts'

export interface BodyRoom {
  /**
   * @param limit most bytes, as sent and unpacked
   * @throws Problem or Refused
   */
  read(request: IncomingMessage, limit: number): Promise<Buffer>
  /** Makes room again: the request is answered, or whoever sent it has gone. */
  forget(request: IncomingMessage): void
  /** Bytes held now. */
  readonly bytes: number
}

/** Small bodies that unpack to large ones are held one beside the other no more than this often. */
const unpackedAtOnce = 4

/** @param mostBytes held at once by all requests */
export function bodyRoom(mostBytes: number): BodyRoom {
  let bytes = 0
  const held = new Map<IncomingMessage, number>()
  const inTurn = turns(unpackedAtOnce)
  return {
    get bytes() {
      return bytes
    },
    forget(request) {
      bytes -= held.get(request) ?? 0
      held.delete(request)
    },
    async read(request, limit) {
      held.set(request, 0)
      const hold = (n: number) => {
        const before = held.get(request)
        if (before === undefined || bytes + n > mostBytes) throw busy('The server holds as much as it can.')
        held.set(request, before + n)
        bytes += n
      }
      const encoding = request.headers['content-encoding'] ?? 'identity'
      const sent = await sentBytes(request, limit, hold)
      if (/^\s*(identity)?\s*$/i.test(encoding)) return sent
      const plain = await inTurn(() => unpacked(sent, encoding, limit))
      hold(plain.byteLength)
      return Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength)
    },
  }
}

async function sentBytes(request: IncomingMessage, limit: number, hold: (n: number) => void): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit, 'as it was sent')
  const chunks: Buffer[] = []
  let length = 0
  // Whoever sends too much is still answered, so the stream must outlive the reading of it.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    length += chunk.length
    if (length > limit) throw tooLarge(limit, 'as it was sent')
    hold(chunk.length)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, length)
}

/** Work of which only so much is done at once; the rest waits its turn. */
function turns(atOnce: number) {
  let going = 0
  const waiting: (() => void)[] = []
  return async <Value>(work: () => Promise<Value>): Promise<Value> => {
    if (going >= atOnce) await new Promise<void>((go) => waiting.push(go))
    else going += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) going -= 1
      else next()
    }
  }
}
