/**
 * A durable log in segment files: what was appended is on disk before its promise resolves, and the log is the queue.
 *
 * Appends that arrive while one write is under way share the next: one write, one sync. After a crash a half-written
 * end is cut off; nothing of it was ever acknowledged. A damaged stretch in the middle is stepped over and counted.
 * A failed write leaves the log as it was, and the next append tries again in a new segment, since nobody knows what a
 * disk that failed to sync has kept.
 */
import { type FileHandle, mkdir, open, statfs, truncate, unlink } from 'node:fs/promises'
import { framed } from './frame.ts'
import { logProblem, tooLittleRoom } from './problems.ts'
import { readFrames } from './read-frames.ts'
import { pathOf, segmentFiles, segmentsIn } from './segments.ts'

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
   * @param payload must not change until then
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
  /** Ends the segment that is written to if it was begun before a moment, so that it can grow old. */
  roll(begunBeforeMs: number): Promise<void>
  /** Removes whole segments that lie before a place and were last written before a moment. @returns how many */
  forget(before: LogPlace, writtenBeforeMs: number): Promise<number>
  close(): Promise<void>
}

interface Waiting {
  readonly frame: readonly Uint8Array[]
  readonly done: () => void
  readonly failed: (reason: unknown) => void
}

/** Opens the log in a folder, which is made when it is not there. @throws Problem `ingest/disk-refuses` */
export async function openSegmentLog(folder: string, options: SegmentLogOptions = {}): Promise<SegmentLog> {
  try {
    await mkdir(folder, { recursive: true })
    const segments = await segmentsIn(folder)
    const last = segments.at(-1)
    const mended = last === undefined ? { offset: 0, cutBytes: 0 } : await mend(pathOf(folder, last))
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
  private mustRoll = false
  private waiting: Waiting[] = []
  private waitingBytes = 0
  /** On the disk, when it was last looked at. */
  private freeBytes: number | undefined
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
      this.waiting.push({ frame: framed(payload), done, failed })
      this.waitingBytes += payload.length
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

  async roll(begunBeforeMs: number): Promise<void> {
    const last = (await segmentFiles(this.folder)).at(-1)
    if (last === undefined || last.begunMs >= begunBeforeMs) return
    this.mustRoll = true
    this.working ??= this.work()
    await this.working
  }

  async forget(before: LogPlace, writtenBeforeMs: number): Promise<number> {
    let gone = 0
    // The last file says where the log goes on.
    for (const { segment, path, bytes, writtenMs } of (await segmentFiles(this.folder)).slice(0, -1)) {
      const isBefore = segment < before.segment || (segment === before.segment && bytes <= before.offset)
      if (!isBefore || segment >= this.end.segment || writtenMs >= writtenBeforeMs) break
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
    while (this.waiting.length > 0 || this.mustRoll) {
      if (this.mustRoll) await this.beginSegment().catch(() => this.giveUpSegment())
      if (this.waiting.length === 0) break
      // One turn of the event loop lets everything that is about to arrive join this write.
      await new Promise((resolve) => setImmediate(resolve))
      const batch = this.waiting
      this.waiting = []
      this.waitingBytes = 0
      try {
        await this.write(batch.flatMap(({ frame }) => frame))
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

  private async write(pieces: readonly Uint8Array[]): Promise<void> {
    this.freeBytes ??= await this.lookForRoom()
    if (this.freeBytes < this.keepFreeBytes) {
      const { freeBytes } = this
      this.freeBytes = undefined
      throw tooLittleRoom('free', freeBytes)
    }
    if (this.file !== undefined && this.end.offset >= this.segmentBytes) await this.beginSegment()
    this.file ??= await this.openSegment()
    const { offset } = this.end
    await writeAll(this.file, pieces, offset)
    // The room that is left is looked for while the disk works, so that nobody waits for it.
    const [freeBytes] = await Promise.all([this.lookForRoom(), this.file.datasync()])
    this.freeBytes = freeBytes
    this.end = { segment: this.end.segment, offset: offset + bytesIn(pieces) }
  }

  /** Ends the segment that is written to. One of which nothing is durable goes on. */
  private async beginSegment(): Promise<void> {
    this.mustRoll = false
    if (this.end.offset === 0) return
    await this.file?.close()
    this.file = undefined
    this.end = { segment: this.end.segment + 1, offset: 0 }
    this.file = await this.openSegment()
  }

  private async openSegment(): Promise<FileHandle> {
    const path = pathOf(this.folder, this.end.segment)
    const file = await open(path, this.end.offset === 0 ? 'w+' : 'r+')
    // The name of a new file is durable only once its folder is.
    const folder = await open(this.folder, 'r')
    await folder.sync().finally(() => folder.close())
    return file
  }

  /** After a failed write: what stands behind the durable end is cut off where possible, and never written to again. */
  private async giveUpSegment(): Promise<void> {
    const { segment, offset } = this.end
    const path = pathOf(this.folder, segment)
    await this.file?.close().catch(() => {})
    this.file = undefined
    await truncate(path, offset).catch(() => {})
    this.end = { segment: segment + 1, offset: 0 }
  }

  private async lookForRoom(): Promise<number> {
    if (this.keepFreeBytes === 0) return Number.POSITIVE_INFINITY
    const { bavail, bsize } = await statfs(this.folder)
    return bavail * bsize
  }
}

async function writeAll(file: FileHandle, pieces: readonly Uint8Array[], offset: number): Promise<void> {
  const { bytesWritten } = await file.writev([...pieces], offset)
  if (bytesWritten === bytesIn(pieces)) return
  // A disk may take less than it was given.
  const bytes = Buffer.concat(pieces)
  for (let written = bytesWritten; written < bytes.length; ) {
    written += (await file.write(bytes, written, bytes.length - written, offset + written)).bytesWritten
  }
}

function bytesIn(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((length, piece) => length + piece.length, 0)
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
  for await (const found of readFrames(pathOf(folder, segment), offset, end)) {
    const places = { at: { segment, offset: found.at }, next: { segment, offset: found.next } }
    if (found.is === 'record') yield { payload: found.payload, ...places }
    else yield { damagedBytes: found.next - found.at, ...places }
  }
}

/** Cuts a half-written record off the end of the last segment. */
async function mend(path: string): Promise<{ readonly offset: number; readonly cutBytes: number }> {
  let offset = 0
  for await (const { is, at, next } of readFrames(path, 0, Number.POSITIVE_INFINITY)) {
    if (is === 'unfinished') {
      await truncate(path, at)
      return { offset: at, cutBytes: next - at }
    }
    offset = next
  }
  return { offset, cutBytes: 0 }
}
