import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { Problem } from '../../problem.ts'
import { unpacked } from './unpacked.ts'

const plain = new TextEncoder().encode('{"resourceSpans":[]}'.repeat(20))

test.each([
  ['gzip', gzipSync(plain)],
  ['GZIP', gzipSync(plain)],
  ['deflate', deflateSync(plain)],
  ['deflate', deflateRawSync(plain)],
  ['br', brotliCompressSync(plain)],
  ['identity', plain],
  ['', plain],
  [undefined, plain],
  ['gzip, br', brotliCompressSync(gzipSync(plain))],
])('%s is undone', async (encoding, bytes) => {
  expect(Uint8Array.from(await unpacked(bytes, encoding, 1000))).toEqual(plain)
})

async function problem(bytes: Uint8Array, encoding: string, cap: number): Promise<string> {
  const thrown = await unpacked(bytes, encoding, cap).catch((reason: unknown) => reason)
  return thrown instanceof Problem ? `${thrown.code}: ${thrown.message}` : 'no problem'
}

test('a body over the cap is refused, as it was sent and unpacked', async () => {
  const zeros = new Uint8Array(50 * 1024 * 1024)
  expect([
    await problem(plain, 'identity', 100),
    await problem(gzipSync(zeros), 'gzip', 1_000_000),
    await problem(deflateSync(zeros), 'deflate', 1_000_000),
    await problem(brotliCompressSync(zeros), 'br', 1_000_000),
    await problem(gzipSync(gzipSync(zeros)), 'gzip, gzip', 1_000_000),
  ]).toEqual([
    'ingest/too-large: The body is larger than 100 bytes as it was sent.',
    'ingest/too-large: The body is larger than 1000000 bytes unpacked.',
    'ingest/too-large: The body is larger than 1000000 bytes unpacked.',
    'ingest/too-large: The body is larger than 1000000 bytes unpacked.',
    'ingest/too-large: The body is larger than 1000000 bytes unpacked.',
  ])
})

test('a body of exactly the cap is taken', async () => {
  expect((await unpacked(gzipSync(plain), 'gzip', plain.length)).length).toBe(plain.length)
})

test('what is not packed as it says, is cut off, or is packed in an unknown way is told so', async () => {
  expect([
    await problem(plain, 'gzip', 1000),
    await problem(gzipSync(plain).subarray(0, 20), 'gzip', 1000),
    await problem(plain, 'zstd', 1000),
    await problem(plain, '__proto__', 1000),
    await problem(plain, 'gzip,gzip,gzip,gzip', 1000),
  ]).toMatchInlineSnapshot(`
    [
      "ingest/undecodable: The body cannot be read: it is not gzip (incorrect header check).",
      "ingest/undecodable: The body cannot be read: it is not gzip (unexpected end of file).",
      "ingest/unknown-encoding: The body is encoded as "zstd", which is none of gzip, deflate, br and identity.",
      "ingest/unknown-encoding: The body is encoded as "__proto__", which is none of gzip, deflate, br and identity.",
      "ingest/unknown-encoding: The body is encoded as "4 encodings on top of each other", which is none of gzip, deflate, br and identity.",
    ]
  `)
})
