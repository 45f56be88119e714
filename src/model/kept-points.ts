/**
 * Points that were had before are not asked for again: they are kept in a file by the hash of model and text.
 *
 * Each portion is kept as it comes, so that a server that fails in the middle costs nothing but the rest. The file holds no
 * text. A line that cannot be read is as if it were not there.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Disk, nodeDisk } from './disk.ts'
import type { Embedder, Point } from './embedder.ts'

const line = z.object({ key: z.string().length(64), point: z.string() })

export interface Points {
  readonly points: ReadonlyMap<string, Point>
  /** Texts that had to be asked for. */
  readonly asked: number
}

/** @param file of this embedder alone. @throws Problem when the server does not give what is missing */
export async function keptPoints(
  embedder: Embedder,
  texts: Iterable<string>,
  { file, disk = nodeDisk, signal }: { readonly file: string; readonly disk?: Disk; readonly signal?: AbortSignal },
): Promise<Points> {
  const known = readPoints((await disk.read(file)) ?? '')
  const points = new Map<string, Point>()
  const missing: string[] = []
  for (const text of new Set(texts)) {
    const point = known.get(keyOf(embedder, text))
    if (point === undefined) missing.push(text)
    else points.set(text, point)
  }
  let at = 0
  for await (const portion of embedder.embed(missing, signal)) {
    const lines = portion.map((point) => {
      const text = missing[at] ?? ''
      at += 1
      points.set(text, point)
      return JSON.stringify({ key: keyOf(embedder, text), point: written(point) })
    })
    await disk.append(file, `${lines.join('\n')}\n`)
  }
  return { points, asked: missing.length }
}

const keyOf = ({ id }: Embedder, text: string) => createHash('sha256').update(`${id}\n${text}`).digest('hex')

function readPoints(text: string): ReadonlyMap<string, Point> {
  const found = new Map<string, Point>()
  for (const each of text.split('\n')) {
    const read = line.safeParse(jsonOf(each))
    if (read.success) found.set(read.data.key, pointFrom(read.data.point))
  }
  return found
}

/** As numbers of 32 bits, which is more than models give. */
const written = (point: Point) => Buffer.from(Float32Array.from(point).buffer).toString('base64')

function pointFrom(text: string): Point {
  const bytes = Buffer.from(text, 'base64')
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, at) => bytes.readFloatLE(4 * at))
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
