/**
 * Edits of a plain text: applying them, taking single ones back, and cutting where they end a message.
 *
 * Edits are places in the plain text, in its order, and do not overlap; so any of them can be left out.
 */
import type { Edit } from '../customers/customer.ts'

export interface Written {
  readonly text: string
  readonly edits: readonly Edit[]
}

/** At the end of what an edit puts in: here the message is sent, and what follows is another. Never sent itself. */
export const SENT = '\u001e'

/** The text with edits applied. */
export function applied(plain: string, edits: readonly Edit[]): string {
  let text = ''
  let at = 0
  for (const edit of edits) {
    text += plain.slice(at, edit.at) + edit.to
    at = edit.at + edit.from.length
  }
  return text + plain.slice(at)
}

/** The plain text of which something was written. */
export function plainOf({ text, edits }: Written): string {
  let plain = ''
  let at = 0
  let shift = 0
  for (const edit of edits) {
    const place = edit.at + shift
    plain += text.slice(at, place) + edit.from
    at = place + edit.to.length
    shift += edit.to.length - edit.from.length
  }
  return plain + text.slice(at)
}

/**
 * A written message with some of its edits taken back.
 *
 * @param drop indexes into `edits`
 */
export function withoutEdits(written: Written, drop: ReadonlySet<number>): Written {
  const kept = written.edits.filter((_, index) => !drop.has(index))
  return { text: applied(plainOf(written), kept), edits: kept }
}

/** The same without what would send it in several messages, for where there can be one only. */
export function inOnePiece(written: Written): Written {
  const cuts = written.edits.flatMap(({ to }, index) => (to.endsWith(SENT) ? [index] : []))
  return cuts.length === 0 ? written : withoutEdits(written, new Set(cuts))
}

/** Two edits that cannot both be made. What is put in at the edge of another edit stands beside it. */
export function collide(a: Edit, b: Edit): boolean {
  if (a.from === '' && b.from === '') return false
  return a.at < b.at + b.from.length && b.at < a.at + a.from.length
}

/** Edits in the order of the text: what is put in comes before what is replaced at the same place. */
export function inOrder(edits: readonly Edit[]): readonly Edit[] {
  return [...edits].sort((a, b) => a.at - b.at || Math.min(1, a.from.length) - Math.min(1, b.from.length))
}

/** The messages that are sent: one, unless an edit ends one on the way. The plain texts of all of them make the whole. */
export function messagesOf(written: Written): readonly Written[] {
  if (written.edits.every(({ to }) => !to.endsWith(SENT))) return [written]
  const plain = plainOf(written)
  const messages: Written[] = []
  let from = 0
  let edits: Edit[] = []
  const send = (until: number) => {
    const text = applied(plain.slice(from, until), edits)
    if (text.trim() !== '') messages.push({ text, edits })
    from = until
    edits = []
  }
  for (const edit of written.edits) {
    const ends = edit.to.endsWith(SENT)
    edits.push({ ...edit, at: edit.at - from, to: ends ? edit.to.slice(0, -SENT.length) : edit.to })
    if (ends) send(edit.at + edit.from.length)
  }
  send(plain.length)
  return messages
}
