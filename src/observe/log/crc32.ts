/** The checksum of zip and PNG (CRC-32, ISO 3309). */
import zlib from 'node:zlib'

/** Node has one of its own from 20.15 on, fifty times as fast. */
const ofNode: ((bytes: Uint8Array) => number) | undefined = zlib.crc32

export function crc32(bytes: Uint8Array): number {
  return ofNode === undefined ? crc32Here(bytes) : ofNode(bytes)
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value
})

/** The same where Node has none. */
export function crc32Here(bytes: Uint8Array): number {
  let value = 0xffffffff
  for (let at = 0; at < bytes.length; at += 1) {
    value = (table[(value ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (value >>> 8)
  }
  return (value ^ 0xffffffff) >>> 0
}
