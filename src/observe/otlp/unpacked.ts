/**
 * Bodies as they were before the sender packed them.
 *
 * Unpacking stops at the cap, so a small body that unpacks to gigabytes costs no more than the cap. Of several encodings
 * the last named is undone first, and the cap holds after each.
 */
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib'
import { reasonOf } from '../../problem.ts'
import { tooLarge, undecodable, unknownEncoding } from './problems.ts'

type Undo = (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Promise<Uint8Array>

const undo: Readonly<Record<string, Undo | undefined>> = Object.assign(Object.create(null), {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  // Some senders leave out the zlib header that the word "deflate" stands for.
  deflate: (bytes, options) => promisify(hasZlibHeader(bytes) ? inflate : inflateRaw)(bytes, options),
  br: promisify(brotliDecompress),
} satisfies Record<string, Undo>)

/** More than anyone means to stack. */
const mostEncodings = 3

/**
 * The bytes of a body without its Content-Encoding.
 *
 * @param contentEncoding the header as it came; absent or empty is identity
 * @param cap most bytes, as sent and after each step of unpacking
 * @throws Problem `ingest/too-large`, `ingest/unknown-encoding`, or `ingest/undecodable`
 */
export async function unpacked(
  bytes: Uint8Array,
  contentEncoding: string | undefined,
  cap: number,
): Promise<Uint8Array> {
  if (bytes.byteLength > cap) throw tooLarge(cap, 'as it was sent')
  const encodings = (contentEncoding ?? '')
    .split(',')
    .map((encoding) => encoding.trim().toLowerCase())
    .filter((encoding) => encoding !== '' && encoding !== 'identity')
  if (encodings.length > mostEncodings) throw unknownEncoding(`${encodings.length} encodings on top of each other`)
  let plain = bytes
  for (const encoding of encodings.reverse()) plain = await without(encoding, plain, cap)
  return plain
}

async function without(encoding: string, bytes: Uint8Array, cap: number): Promise<Uint8Array> {
  const unpack = undo[encoding]
  if (unpack === undefined) throw unknownEncoding(encoding.slice(0, 40))
  try {
    return await unpack(bytes, { maxOutputLength: Math.max(cap, 1) })
  } catch (thrown) {
    if (thrown instanceof RangeError && 'code' in thrown && thrown.code === 'ERR_BUFFER_TOO_LARGE') {
      throw tooLarge(cap, 'unpacked')
    }
    throw undecodable(`it is not ${encoding} (${reasonOf(thrown)})`, thrown)
  }
}

function hasZlibHeader(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0
}
