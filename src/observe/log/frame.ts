/**
 * How one record lies in a segment: a mark, its length, a checksum, its bytes.
 *
 * The mark lets a reader find the next record behind a damaged one, so that a bad block costs what it covers and no more.
 */
import { crc32 } from './crc32.ts'

/** What every record begins with. */
export const mark = Buffer.from('FPL1')
export const headBytes = 12
/** No record is longer; a length beyond it is damage. */
const frameBytesAtMost = 64 * 1024 * 1024

/** A record as bytes of a segment, in two pieces, so that it is not copied. */
export function framed(payload: Uint8Array): readonly Uint8Array[] {
  const head = Buffer.allocUnsafe(headBytes)
  mark.copy(head)
  head.writeUInt32BE(payload.length, 4)
  head.writeUInt32BE(crc32(payload), 8)
  return [head, payload]
}

/** How long the record is that begins with these bytes, all of it; nothing when none does. */
export function frameBytes(head: Buffer): number | undefined {
  if (head.length < headBytes || !mark.equals(head.subarray(0, mark.length))) return undefined
  const length = headBytes + head.readUInt32BE(4)
  return length > frameBytesAtMost ? undefined : length
}

/** What a whole record holds; nothing when its checksum is not that of its bytes. */
export function payloadOf(frame: Buffer): Buffer | undefined {
  const payload = frame.subarray(headBytes)
  return crc32(payload) === frame.readUInt32BE(8) ? payload : undefined
}
