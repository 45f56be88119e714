/** Bytes of protocol buffers with some stretches replaced, and the lengths of all that is around them right again. */
import type { Around, Stretch } from './place.ts'

export interface Edit extends Stretch {
  /** What stands there instead. */
  readonly bytes: Uint8Array
}

/** A replaced piece of the bytes. */
type Piece = Pick<Edit, 'from' | 'to' | 'bytes'>

/** @param edits of which none overlaps another */
export function edited(bytes: Buffer, edits: readonly Edit[]): Buffer {
  const pieces: Piece[] = [...edits, ...lengthsAround(edits)].sort((a, b) => a.from - b.from)
  const parts: Uint8Array[] = []
  let at = 0
  for (const { from, to, bytes: instead } of pieces) {
    parts.push(bytes.subarray(at, from), instead)
    at = to
  }
  parts.push(bytes.subarray(at))
  return Buffer.concat(parts)
}

/** The lengths of all messages in which something is replaced. Inner ones come first: how a length is written counts further out. */
function lengthsAround(edits: readonly Edit[]): readonly Piece[] {
  const grown = new Map<number, { readonly message: Around; readonly outer: number | undefined; by: number }>()
  for (const { from, to, bytes, around } of edits) {
    for (const [nth, message] of around.entries()) {
      if (!grown.has(message.lengthAt))
        grown.set(message.lengthAt, { message, outer: around[nth - 1]?.lengthAt, by: 0 })
    }
    const inner = grown.get(around.at(-1)?.lengthAt ?? -1)
    if (inner !== undefined) inner.by += bytes.length - (to - from)
  }
  return [...grown.values()]
    .sort((a, b) => b.message.lengthAt - a.message.lengthAt)
    .map(({ message: { lengthAt, at, end }, outer, by }) => {
      const length = varintOf(end - at + by)
      const around = outer === undefined ? undefined : grown.get(outer)
      if (around !== undefined) around.by += by + length.length - (at - lengthAt)
      return { from: lengthAt, to: at, bytes: length }
    })
}

/** A text as a field. */
export function textField(tag: number, text: string): Uint8Array {
  const bytes = Buffer.from(text)
  return Buffer.concat([varintOf(tag), varintOf(bytes.length), bytes])
}

function varintOf(value: number): Uint8Array {
  const bytes: number[] = []
  let left = value
  for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) | 0x80)
  bytes.push(left)
  return Uint8Array.from(bytes)
}
