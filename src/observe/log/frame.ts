/**
 * How one record lies in a segment: a mark, its length, a checksum, its bytes.
 *
 * The mark lets a reader find the next record behind a damaged one, so that a bad block costs what it covers and no more.
 */

const MARK = 0x46504c31
const headBytes = 12
/** No record is longer; a length beyond it is damage. */
const recordBytesAtMost = 64 * 1024 * 1024

/** A record as bytes of a segment. */
export function framed(payload: Uint8Array): Buffer {
  const head = Buffer.allocUnsafe(headBytes)
  head.writeUInt32BE(MARK, 0)
  head.writeUInt32BE(payload.length, 4)
  head.writeUInt32BE(crc32(payload), 8)
  return Buffer.concat([head, payload])
}

/** What stands at a place of a segment. */
export type Framed =
  | { readonly is: 'record'; readonly payload: Buffer; readonly next: number }
  /** Not all of it is there: written to its end it may become a record. */
  | { readonly is: 'unfinished' }
  /** Bytes that no record explains, up to the next record or the end. */
  | { readonly is: 'damage'; readonly next: number }

/** Reads what stands at `at`; `bytes` reaches to the end of what was written. */
export function readFrame(bytes: Buffer, at: number): Framed {
  const here = whole(bytes, at)
  if (here !== undefined) return here
  const next = nextMark(bytes, at + 1)
  // A torn end is told from damage by what follows: behind damage there are whole records.
  if (next === undefined) return { is: 'unfinished' }
  return { is: 'damage', next }
}

function whole(bytes: Buffer, at: number): (Framed & { is: 'record' }) | undefined {
  if (bytes.length - at < headBytes || bytes.readUInt32BE(at) !== MARK) return undefined
  const next = at + headBytes + bytes.readUInt32BE(at + 4)
  if (next - at > recordBytesAtMost || next > bytes.length) return undefined
  const payload = bytes.subarray(at + headBytes, next)
  return crc32(payload) === bytes.readUInt32BE(at + 8) ? { is: 'record', payload, next } : undefined
}

function nextMark(bytes: Buffer, from: number): number | undefined {
  const mark = Buffer.from('FPL1')
  for (let at = bytes.indexOf(mark, from); at !== -1; at = bytes.indexOf(mark, at + 1)) {
    if (whole(bytes, at) !== undefined) return at
  }
  return undefined
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value
})

/** The checksum of zip and PNG (CRC-32, ISO 3309). */
export function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff
  for (let at = 0; at < bytes.length; at += 1) {
    value = (table[(value ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (value >>> 8)
  }
  return (value ^ 0xffffffff) >>> 0
}
