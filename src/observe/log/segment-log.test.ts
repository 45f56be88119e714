import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 as zlibCrc32 } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { crc32, crc32Here } from './crc32.ts'
import { framed } from './frame.ts'
import { type Logged, logStart, openSegmentLog, type SegmentLog } from './segment-log.ts'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})
async function fresh(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fieldproof-log-'))
  folders.push(folder)
  return folder
}

const frame = (word: string) => Buffer.concat(framed(Buffer.from(word)))

async function contents(log: SegmentLog, from = logStart): Promise<readonly string[]> {
  const all: string[] = []
  for await (const logged of log.read(from)) all.push(shown(logged))
  return all
}
const shown = (logged: Logged) =>
  'payload' in logged ? logged.payload.toString() : `${logged.damagedBytes} bytes damaged`

test('what was appended is read in order, after opening again too, over several segments', async () => {
  const folder = await fresh()
  const words = Array.from({ length: 200 }, (_, index) => `record ${index}`)
  const log = await openSegmentLog(folder, { segmentBytes: 500 })
  for (let at = 0; at < words.length; at += 10)
    await Promise.all(words.slice(at, at + 10).map((word) => log.append(Buffer.from(word))))
  expect(await contents(log)).toEqual(words)
  await log.close()
  const again = await openSegmentLog(folder, { segmentBytes: 500 })
  await again.append(Buffer.from('later'))
  expect(await contents(again)).toEqual([...words, 'later'])
  expect((await readdir(folder)).length).toBeGreaterThan(5)
  await again.close()
})

test('reading goes on from any place it had reached', async () => {
  const log = await openSegmentLog(await fresh(), { segmentBytes: 60 })
  for (const word of ['a', 'b', 'c', 'd', 'e']) await log.append(Buffer.from(word))
  const places = []
  for await (const { next } of log.read(logStart)) places.push(next)
  expect(await Promise.all(places.map((place) => contents(log, place)))).toEqual([
    ['b', 'c', 'd', 'e'],
    ['c', 'd', 'e'],
    ['d', 'e'],
    ['e'],
    [],
  ])
  await log.close()
})

test('wherever a crash cut the last write, whole records stay and the torn one is cut off', async () => {
  const whole = Buffer.concat([frame('one'), frame('two')])
  const torn = frame('the third, which was being written')
  for (let length = 0; length < torn.length; length += 1) {
    const folder = await fresh()
    await writeFile(join(folder, '0000000000.log'), Buffer.concat([whole, torn.subarray(0, length)]))
    const log = await openSegmentLog(folder)
    await log.append(Buffer.from('three'))
    expect([await contents(log), log.cutBytes]).toEqual([['one', 'two', 'three'], length])
    await log.close()
  }
})

test('damage in the middle costs the record it hits and is counted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), async (where, flip) => {
      const folder = await fresh()
      const frames = ['one', 'two', 'three'].map(frame)
      const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = frames
      const bytes = Buffer.concat(frames)
      const at = first.length + (where % second.length)
      bytes[at] = (bytes[at] ?? 0) ^ flip
      await writeFile(join(folder, '0000000000.log'), bytes)
      const log = await openSegmentLog(folder)
      expect(await contents(log)).toEqual(['one', `${second.length} bytes damaged`, 'three'])
      await log.close()
    }),
    { numRuns: 40 },
  )
})

test('a disk that refuses is told as it is, and the log goes on when it takes bytes again', async () => {
  const folder = await fresh()
  const log = await openSegmentLog(folder)
  await log.append(Buffer.from('kept'))
  await log.close()
  await rm(folder, { recursive: true })
  await expect(log.append(Buffer.from('lost'))).rejects.toMatchObject({ code: 'ingest/disk-refuses' })
  await mkdir(folder)
  await log.append(Buffer.from('kept again'))
  expect(await contents(log)).toEqual(['kept again'])
  await log.close()
})

test('with too little room nothing is taken, and the message says what to do', async () => {
  const log = await openSegmentLog(await fresh(), { keepFreeBytes: Number.MAX_SAFE_INTEGER })
  await expect(log.append(Buffer.from('x'))).rejects.toThrow(
    /^Only \d+ MiB are free on the disk, so nothing more is taken in; everything acknowledged is kept\.$/,
  )
  expect(await contents(log)).toEqual([])
  await log.close()
})

test('more than may wait is refused at once instead of held in memory', async () => {
  const log = await openSegmentLog(await fresh(), { waitingBytes: 1000 })
  const sent = await Promise.allSettled(Array.from({ length: 5 }, () => log.append(Buffer.alloc(400))))
  expect(sent.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected', 'rejected'])
  expect((await contents(log)).length).toBe(2)
  await log.close()
})

test('forgetting removes whole segments that were read and are old, and nothing else', async () => {
  const folder = await fresh()
  const log = await openSegmentLog(folder, { segmentBytes: 10 })
  for (const word of ['a', 'b', 'c', 'd']) await log.append(Buffer.from(word))
  expect(await log.forget({ segment: 2, offset: 0 }, 0)).toBe(0)
  expect(await log.forget({ segment: 2, offset: 0 }, Number.MAX_SAFE_INTEGER)).toBe(2)
  expect(await contents(log)).toEqual(['c', 'd'])
  await log.close()
})

test('a segment that is old is ended, can be forgotten, and the log goes on behind it, also after opening again', async () => {
  const folder = await fresh()
  const log = await openSegmentLog(folder)
  await log.append(Buffer.from('a'))
  await log.roll(0)
  expect(log.end.segment).toBe(0)
  await Promise.all([log.roll(Number.MAX_SAFE_INTEGER), log.append(Buffer.from('b'))])
  await log.roll(Number.MAX_SAFE_INTEGER)
  const { end } = log
  expect(end.offset).toBe(0)
  expect(await contents(log)).toEqual(['a', 'b'])
  expect(await log.forget(end, Number.MAX_SAFE_INTEGER)).toBe(end.segment)
  await log.close()
  const again = await openSegmentLog(folder)
  expect(again.end).toEqual(end)
  await again.append(Buffer.from('c'))
  expect(await contents(again)).toEqual(['c'])
  await again.close()
})

test('a reader that waits is woken by the next record', async () => {
  const log = await openSegmentLog(await fresh())
  const woken = log.grownBeyond(log.end)
  await log.append(Buffer.from('x'))
  await woken
  expect(await contents(log)).toEqual(['x'])
  await log.close()
})

test('records longer than what is read at once come whole, and so do small ones across its borders', async () => {
  const folder = await fresh()
  const log = await openSegmentLog(folder)
  const lengths = [5, 700_000, 700_000, 3_000_000, 1, ...Array.from({ length: 5000 }, (_, at) => 300 + (at % 7))]
  const records = lengths.map((length, at) => Buffer.alloc(length, `${at} `))
  await Promise.all(records.map((record) => log.append(record)))
  let at = 0
  for await (const logged of log.read(logStart)) {
    if (!('payload' in logged) || !logged.payload.equals(records[at] ?? Buffer.alloc(0))) throw new Error(`at ${at}`)
    at += 1
  }
  expect(at).toBe(records.length)
  await log.close()
})

test('a damaged stretch longer than what is read at once ends where the next record begins', async () => {
  for (const length of [1_048_560, 1_048_571, 1_048_572, 1_048_573, 1_048_574, 1_048_575, 1_048_576, 2_500_000]) {
    const folder = await fresh()
    const bytes = Buffer.concat([frame('one'), Buffer.alloc(length, 'FPL2'), frame('two'), Buffer.alloc(40, 'FPL1')])
    await writeFile(join(folder, '0000000000.log'), bytes)
    await writeFile(join(folder, '0000000001.log'), frame('three'))
    const log = await openSegmentLog(folder)
    expect(await contents(log)).toEqual(['one', `${length} bytes damaged`, 'two', '40 bytes damaged', 'three'])
    await log.close()
  }
})

test('the checksum is the usual one, and the same where Node has none', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect([crc32(bytes), crc32Here(bytes)]).toEqual([zlibCrc32(bytes), zlibCrc32(bytes)])
    }),
  )
})
