/** The files of a log: one per segment, numbered in the order in which they were begun. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** A segment's file. Moments are milliseconds since 1970, by the clock of the disk. */
export interface SegmentFile {
  readonly segment: number
  readonly path: string
  readonly bytes: number
  readonly begunMs: number
  readonly writtenMs: number
}

export const pathOf = (folder: string, segment: number) => join(folder, `${String(segment).padStart(10, '0')}.log`)

/** In their order. */
export async function segmentsIn(folder: string): Promise<readonly number[]> {
  const names = await readdir(folder)
  return names
    .filter((name) => /^\d{10}\.log$/.test(name))
    .map((name) => Number(name.slice(0, 10)))
    .sort((a, b) => a - b)
}

/** In their order. */
export async function segmentFiles(folder: string): Promise<readonly SegmentFile[]> {
  const segments = await segmentsIn(folder)
  return Promise.all(
    segments.map(async (segment) => {
      const path = pathOf(folder, segment)
      const { size, birthtimeMs, mtimeMs } = await stat(path)
      return { segment, path, bytes: size, begunMs: birthtimeMs, writtenMs: mtimeMs }
    }),
  )
}

/** The first segment that was written since a moment; the last where none was, 0 where there is none. */
export async function segmentSince(folder: string, sinceMs: number): Promise<number> {
  const files = await segmentFiles(folder)
  return (files.find(({ writtenMs }) => writtenMs >= sinceMs) ?? files.at(-1))?.segment ?? 0
}
