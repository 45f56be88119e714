/** A message of the customer taken apart: without some of its edits, and in parts that keep theirs. */
import { type Edit, withoutEdits } from '../../simulate/index.ts'
import type { Said } from '../reproduce/script.ts'

/** With some of its edits alone. @param keeps by the edit's place among them */
export function withEdits({ text, edits = [], ...rest }: Said, keeps: (nth: number) => boolean): Said {
  const dropped = new Set(edits.flatMap((_, nth) => (keeps(nth) ? [] : [nth])))
  const written = withoutEdits({ text, edits }, dropped)
  return { ...rest, text: written.text, ...(written.edits.length > 0 && { edits: written.edits }) }
}

/** The parts of a message between borders, each with the edits that lie whole within it. */
export function partsOf({ text, edits = [] }: Said, border: RegExp): readonly Said[] {
  const parts: Said[] = []
  let from = 0
  for (const part of text.split(border)) {
    const start = text.indexOf(part, from)
    from = start + part.length
    if (part.trim() !== '') parts.push(slice(part, start, edits))
  }
  return parts
}

function slice(text: string, start: number, edits: readonly Edit[]): Said {
  const within: Edit[] = []
  let grown = 0
  let grownWithin = 0
  for (const edit of edits) {
    const place = edit.at + grown - start
    grown += edit.to.length - edit.from.length
    if (place < 0 || place + edit.to.length > text.length) continue
    within.push({ ...edit, at: place - grownWithin })
    grownWithin += edit.to.length - edit.from.length
  }
  return { text, ...(within.length > 0 && { edits: within }) }
}

/** Parts as one message again, said after the same pause. */
export function joined(parts: readonly Said[], { afterMs, meanwhile }: Said): Said {
  const edits: Edit[] = []
  let plainLength = 0
  for (const part of parts) {
    const own = part.edits ?? []
    edits.push(...own.map((edit) => ({ ...edit, at: edit.at + plainLength })))
    plainLength += part.text.length + 1 - own.reduce((sum, { from, to }) => sum + to.length - from.length, 0)
  }
  return {
    text: parts.map(({ text }) => text).join(' '),
    ...(edits.length > 0 && { edits }),
    ...(afterMs !== undefined && { afterMs }),
    ...(meanwhile !== undefined && { meanwhile }),
  }
}
