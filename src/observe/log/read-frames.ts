/**
 * A segment read record by record, of which no more is held at once than one stretch or one record.
 *
 * What no record explains is damage when whole records stand behind it, and otherwise an unfinished end.
 */
import { type FileHandle, open } from 'node:fs/promises'
import { frameBytes, headBytes, mark, payloadOf } from './frame.ts'

/** What stands at a place of a segment. */
export type Framed =
  | { readonly is: 'record'; readonly payload: Buffer; readonly at: number; readonly next: number }
  /** Bytes that no record explains, up to the next record. */
  | { readonly is: 'damage'; readonly at: number; readonly next: number }
  /** Not all of it is there: written to its end it may become a record. The last that is told. */
  | { readonly is: 'unfinished'; readonly at: number; readonly next: number }

/** Read from the disk at once. */
const stretchBytes = 1024 * 1024

/** What stands in a file from `from` to `end`, or to its end where that comes first. */
export async function* readFrames(path: string, from: number, end: number): AsyncGenerator<Framed> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const stretch = new Stretch(file, Math.min(size, end))
    let at = from
    while (at < stretch.end) {
      const here = await stretch.recordAt(at)
      const next = here?.next ?? (await stretch.nextRecord(at + 1))
      if (here !== undefined) yield { is: 'record', at, ...here }
      else if (next !== undefined) yield { is: 'damage', at, next }
      else yield { is: 'unfinished', at, next: stretch.end }
      at = next ?? stretch.end
    }
  } finally {
    await file.close()
  }
}

/** The part of a file that was read last. */
class Stretch {
  readonly end: number
  private readonly file: FileHandle
  private bytes: Buffer = Buffer.alloc(0)
  private from = 0

  constructor(file: FileHandle, end: number) {
    this.file = file
    this.end = end
  }

  async recordAt(at: number): Promise<{ readonly payload: Buffer; readonly next: number } | undefined> {
    const length = frameBytes(await this.read(at, headBytes))
    if (length === undefined || length > this.end - at) return undefined
    const frame = await this.read(at, length)
    const payload = frame.length < length ? undefined : payloadOf(frame)
    return payload && { payload, next: at + length }
  }

  /** Where the next whole record stands. */
  async nextRecord(from: number): Promise<number | undefined> {
    let at = from
    while (at <= this.end - headBytes) {
      const piece = await this.read(at, stretchBytes)
      if (piece.length < headBytes) return undefined
      const found = piece.indexOf(mark)
      // A mark may stand across the end of the piece.
      if (found === -1) at += piece.length - mark.length + 1
      else if ((await this.recordAt(at + found)) !== undefined) return at + found
      else at += found + 1
    }
    return undefined
  }

  /** Up to so many bytes; fewer at the end. */
  private async read(at: number, length: number): Promise<Buffer> {
    const wanted = Math.min(length, this.end - at)
    if (at < this.from || at + wanted > this.from + this.bytes.length) await this.load(at, wanted)
    return this.bytes.subarray(at - this.from, at - this.from + wanted)
  }

  private async load(at: number, wanted: number): Promise<void> {
    const bytes = Buffer.allocUnsafeSlow(Math.min(Math.max(wanted, stretchBytes), this.end - at))
    let length = 0
    while (length < bytes.length) {
      const { bytesRead } = await this.file.read(bytes, length, bytes.length - length, at + length)
      if (bytesRead === 0) break
      length += bytesRead
    }
    this.bytes = bytes.subarray(0, length)
    this.from = at
  }
}
