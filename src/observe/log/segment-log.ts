/**
 * A durable log in segment files: what was appended is on disk before its promise resolves, and the log is the queue.
 *
 * Appends that arrive while one write is under way share the next: one write, one sync. After a crash a half-written
 * end is cut off; nothing of it was ever acknowledged. A damaged stretch in the middle is stepped over and counted.
 * A failed write leaves the log as it was, and the next append tries again in a new segment, since nobody knows what a
 * disk that failed to sync has kept.
 */
import { type FileHandle, mkdir, open, readdir, statfs, truncate, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { framed, readFrame } from './frame.ts'
import { logProblem, tooLittleRoom } from './problems.ts'

/** A place in the log: a segment and an offset in it, in bytes. Places are ordered. */
export interface LogPlace {
  readonly segment: number
  readonly offset: number
}

/** Where the log begins. */
export const logStart: LogPlace = { segment: 0, offset: 0 }

/** Something appended, where it stands, and where the next stands. */
export type Logged =
  | { readonly payload: Buffer; readonly at: LogPlace; readonly next: LogPlace }
  | { readonly damagedBytes: number; readonly at: LogPlace; readonly next: LogPlace }

export interface SegmentLogOptions {
  /** A segment is closed once it is this long. Default 64 MiB. */
  readonly segmentBytes?: number
  /** Appends are refused while the disk has less than this free. Default 256 MiB; 0 never asks. */
  readonly keepFreeBytes?: number
  /** Bytes that may wait to be written. Appends beyond it are refused. Default 64 MiB. */
  readonly waitingBytes?: number
}

export interface SegmentLog {
  /**
   * Resolves when the record is on disk.
   *
   * @throws Problem `ingest/disk-full`, `ingest/disk-refuses` or `ingest/overloaded`; nothing was kept then
   */
  append(payload: Uint8Array): Promise<void>
  /** What is durable from a place on, up to what is durable when it gets there. */
  read(from: LogPlace): AsyncIterable<Logged>
  /** Where the next record will stand. Everything before it is durable. */
  readonly end: LogPlace
  /** Bytes that were cut off the end when the log was opened: a write that a crash interrupted. */
  readonly cutBytes: number
  /** Resolves when there is something at or behind this place. */
  grownBeyond(place: LogPlace): Promise<void>
  /** Removes whole segments that lie before a place and were last written before a moment. @returns how many */
  forget(before: LogPlace, writtenBeforeMs: number): Promise<number>
  close(): Promise<void>
}

interface Waiting {
  readonly frame: Buffer
  readonly done: () => void
  readonly failed: (reason: unknown) => void
}

/** Opens the log in a folder, which is made when it is not there. @throws Problem `ingest/disk-refuses` */
export async function openSegmentLog(folder: string, options: SegmentLogOptions = {}): Promise<SegmentLog> {
  try {
    await mkdir(folder, { recursive: true })
    const segments = await segmentsIn(folder)
    const last = segments.at(-1)
    const mended = last === undefined ? { offset: 0, cutBytes: 0 } : await mend(join(folder, nameOf(last)))
    return new Log(folder, options, { segment: last ?? 0, offset: mended.offset }, mended.cutBytes)
  } catch (thrown) {
    throw logProblem(thrown, folder)
  }
}

class Log implements SegmentLog {
  end: LogPlace
  readonly cutBytes: number
  private readonly folder: string
  private readonly segmentBytes: number
  private readonly keepFreeBytes: number
  private readonly waitingBytesAtMost: number
  private file: FileHandle | undefined
  private waiting: Waiting[] = []
  private waitingBytes = 0
  private working: Promise<void> | undefined
  private watchers: (() => void)[] = []

  constructor(folder: string, options: SegmentLogOptions, end: LogPlace, cutBytes: number) {
    this.folder = folder
    this.segmentBytes = options.segmentBytes ?? 64 * 1024 * 1024
    this.keepFreeBytes = options.keepFreeBytes ?? 256 * 1024 * 1024
    this.waitingBytesAtMost = options.waitingBytes ?? 64 * 1024 * 1024
    this.end = end
    this.cutBytes = cutBytes
  }

  append(payload: Uint8Array): Promise<void> {
    return new Promise((done, failed) => {
      if (this.waitingBytes + payload.length > this.waitingBytesAtMost && this.waiting.length > 0) {
        return failed(tooLittleRoom('waiting', this.waitingBytes))
      }
      const frame = framed(payload)
      this.waiting.push({ frame, done, failed })
      this.waitingBytes += frame.length
      this.working ??= this.work()
    })
  }

  read(from: LogPlace): AsyncIterable<Logged> {
    return readLog(this.folder, from, () => this.end)
  }

  async grownBeyond({ segment, offset }: LogPlace): Promise<void> {
    while (this.end.segment < segment || (this.end.segment === segment && this.end.offset <= offset)) {
      await new Promise<void>((grown) => this.watchers.push(grown))
    }
  }

  async forget(before: LogPlace, writtenBeforeMs: number): Promise<number> {
    let gone = 0
    for (const segment of await segmentsIn(this.folder)) {
      if (segment >= before.segment || segment >= this.end.segment) break
      const path = join(this.folder, nameOf(segment))
      const file = await open(path)
      const { mtimeMs } = await file.stat().finally(() => file.close())
      if (mtimeMs >= writtenBeforeMs) break
      await unlink(path)
      gone += 1
    }
    return gone
  }

  async close(): Promise<void> {
    await this.working
    await this.file?.close()
    this.file = undefined
  }

  private async work(): Promise<void> {
    while (this.waiting.length > 0) {
      // One turn of the event loop lets everything that is about to arrive join this write.
      await new Promise((resolve) => setImmediate(resolve))
      const batch = this.waiting
      this.waiting = []
      this.waitingBytes = 0
      try {
        await this.write(batch.map(({ frame }) => frame))
        for (const { done } of batch) done()
        this.wakeReaders()
      } catch (thrown) {
        await this.giveUpSegment()
        const problem = logProblem(thrown, this.folder)
        for (const { failed } of batch) failed(problem)
      }
    }
    this.working = undefined
  }

  private wakeReaders(): void {
    const watchers = this.watchers
    this.watchers = []
    for (const grown of watchers) grown()
  }

  private async write(frames: readonly Buffer[]): Promise<void> {
    await this.refuseWhenFull()
    if (this.file !== undefined && this.end.offset >= this.segmentBytes) {
      await this.file.close()
      this.file = undefined
      this.end = { segment: this.end.segment + 1, offset: 0 }
    }
    this.file ??= await this.openSegment()
    const bytes = frames.length === 1 ? (frames[0] ?? Buffer.alloc(0)) : Buffer.concat(frames)
    const { offset } = this.end
    let written = 0
    while (written < bytes.length) {
      const { bytesWritten } = await this.file.write(bytes, written, bytes.length - written, offset + written)
      written += bytesWritten
    }
    await this.file.datasync()
    this.end = { segment: this.end.segment, offset: offset + bytes.length }
  }

  private async openSegment(): Promise<FileHandle> {
    const path = join(this.folder, nameOf(this.end.segment))
    const file = await open(path, this.end.offset === 0 ? 'w+' : 'r+')
    // The name of a new file is durable only once its folder is.
    const folder = await open(this.folder, 'r')
    await folder.sync().finally(() => folder.close())
    return file
  }

  /** After a failed write: what stands behind the durable end is cut off where possible, and never written to again. */
  private async giveUpSegment(): Promise<void> {
    const { segment, offset } = this.end
    const path = join(this.folder, nameOf(segment))
    await this.file?.close().catch(() => {})
    this.file = undefined
    await truncate(path, offset).catch(() => {})
    this.end = { segment: segment + 1, offset: 0 }
  }

  private async refuseWhenFull(): Promise<void> {
    if (this.keepFreeBytes === 0) return
    const { bavail, bsize } = await statfs(this.folder)
    if (bavail * bsize < this.keepFreeBytes) throw tooLittleRoom('free', bavail * bsize)
  }
}

/**
 * What is durable in a log's folder from a place on. The log may be open elsewhere, on another thread.
 *
 * @param end where what is durable ends; asked again for each segment
 */
export async function* readLog(folder: string, from: LogPlace, end: () => LogPlace): AsyncIterable<Logged> {
  let place = from
  for (const segment of await segmentsIn(folder)) {
    if (segment < place.segment || segment > end().segment) continue
    if (segment > place.segment) place = { segment, offset: 0 }
    // All of those that are closed, the durable part of the last.
    const durable = segment < end().segment ? Number.POSITIVE_INFINITY : end().offset
    for await (const logged of readSegment(folder, place, durable)) {
      yield logged
      place = logged.next
    }
  }
}

async function* readSegment(folder: string, { segment, offset }: LogPlace, end: number): AsyncIterable<Logged> {
  const bytes = await readFrom(join(folder, nameOf(segment)), offset, end)
  let at = 0
  while (at < bytes.length) {
    const found = readFrame(bytes, at)
    const next = found.is === 'unfinished' ? bytes.length : found.next
    const places = { at: { segment, offset: offset + at }, next: { segment, offset: offset + next } }
    if (found.is === 'record') yield { payload: found.payload, ...places }
    else yield { damagedBytes: next - at, ...places }
    at = next
  }
}

const nameOf = (segment: number) => `${String(segment).padStart(10, '0')}.log`

async function segmentsIn(folder: string): Promise<readonly number[]> {
  const names = await readdir(folder)
  return names
    .filter((name) => /^\d{10}\.log$/.test(name))
    .map((name) => Number(name.slice(0, 10)))
    .sort((a, b) => a - b)
}

async function readFrom(path: string, offset: number, end: number): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(size, end) - offset))
    let read = 0
    while (read < bytes.length) {
      const { bytesRead } = await file.read(bytes, read, bytes.length - read, offset + read)
      if (bytesRead === 0) break
      read += bytesRead
    }
    return bytes.subarray(0, read)
  } finally {
    await file.close()
  }
}

/** Cuts a half-written record off the end of the last segment. */
async function mend(path: string): Promise<{ readonly offset: number; readonly cutBytes: number }> {
  const bytes = await readFrom(path, 0, Number.POSITIVE_INFINITY)
  let at = 0
  while (at < bytes.length) {
    const found = readFrame(bytes, at)
    if (found.is === 'unfinished') break
    at = found.next
  }
  if (at < bytes.length) await truncate(path, at)
  return { offset: at, cutBytes: bytes.length - at }
}
