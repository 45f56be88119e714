import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryConversation } from './conversation.arbitrary.ts'
import type { Conversation } from './conversation.ts'
import { gzipped, readConversations, readJsonLines, writeConversations } from './jsonl.ts'

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

function inPieces(bytes: Uint8Array, size: number): Uint8Array[] {
  const pieces: Uint8Array[] = []
  for (let start = 0; start < bytes.length; start += size) pieces.push(bytes.subarray(start, start + size))
  return pieces
}

const file = 'log.jsonl'
const bytesOf = (text: string) => [new TextEncoder().encode(text)]
const hello = (id: string): Conversation => ({
  id,
  origin: 'production',
  agent: { id: 'desk' },
  channel: 'chat',
  startedAt: '2026-03-02T09:00:00Z',
  events: [{ type: 'message', atMs: 0, from: 'customer', text: 'olá 👋' }],
})

test('what was written is read back, plain or compressed, however the bytes are cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(arbitraryConversation, { maxLength: 4 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 300 }),
      async (conversations, compressed, size) => {
        const plain = writeConversations(conversations)
        const bytes = Buffer.concat(await all(compressed ? gzipped(plain) : plain))
        const read = await all(readConversations(inPieces(bytes, size), { file }))
        expect(read).toEqual(conversations.map((conversation, index) => ({ line: index + 1, conversation })))
      },
    ),
    { numRuns: 60 },
  )
})

test('bad lines are problems with their line, and the lines around them are still read', async () => {
  const good = JSON.stringify(hello('a'))
  const bytes = Buffer.concat([
    Buffer.from(`\uFEFF${good}\r\n\n{"id": \n`),
    Buffer.from([0x22, 0xff, 0x22, 0x0a]),
    Buffer.from(`{"id":"b"}\n"${'x'.repeat(2000)}"\n${good}`),
  ])
  const read = await all(readConversations([bytes], { file, maxLineBytes: 1000 }))
  expect(
    read.map((item) => ('problem' in item ? `${item.line} ${item.problem.code} ${item.problem.message}` : item.line)),
  ).toMatchInlineSnapshot(`
    [
      1,
      "3 conversation/bad-line Line 3 is not JSON: Unexpected end of JSON input.",
      "4 conversation/bad-line Line 4 is not UTF-8 text: The encoded data was not valid for encoding utf-8.",
      "5 conversation/invalid "origin" is missing, at the top.",
      "5 conversation/invalid "agent" is missing, at the top.",
      "5 conversation/invalid "channel" is missing, at the top.",
      "5 conversation/invalid "startedAt" is missing, at the top.",
      "5 conversation/invalid "events" is missing, at the top.",
      "6 conversation/line-too-long Line 6 is longer than 1000 bytes and was skipped.",
      7,
    ]
  `)
})

test('a compressed file that breaks off says so after the lines it held', async () => {
  const lines = Array.from({ length: 2000 }, (_, index) => JSON.stringify({ index, noise: Math.sin(index) })).join('\n')
  const whole = gzipSync(lines)
  const read = await all(readJsonLines([whole.subarray(0, whole.length / 2)], { file: 'log.jsonl.gz' }))
  const last = read.at(-1)
  expect(read.length).toBeGreaterThan(100)
  expect(last && 'problem' in last ? last.problem.code : last).toBe('conversation/broken-gzip')
})

test('several compressed parts one after another are one file', async () => {
  const parts = Buffer.concat([gzipSync('1\n'), gzipSync('2\n')])
  expect(await all(readJsonLines([parts], { file }))).toEqual([
    { line: 1, value: 1 },
    { line: 2, value: 2 },
  ])
})

test('an empty file holds no conversations', async () => {
  expect(await all(readConversations([], { file }))).toEqual([])
  expect(await all(readConversations(bytesOf('\n \n'), { file }))).toEqual([])
})

test('a reader that stops early closes its source', async () => {
  let closed = false
  async function* source() {
    try {
      for (;;) yield Buffer.from('1\n')
    } finally {
      closed = true
    }
  }
  for await (const item of readJsonLines(source(), { file })) if (item.line === 3) break
  expect(closed).toBe(true)
})
