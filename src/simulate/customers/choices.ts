/**
 * Lists in an agent's message: numbered, lettered or bulleted lines, and buttons in square brackets.
 *
 * A list is read by the line that introduces it: options to choose from, details that are wanted, or
 * details read back (`Date: March 3rd`).
 */

/** A list taken out of a message. `rest` is the message without it. */
export interface Listed {
  readonly items: readonly string[]
  readonly kind: 'options' | 'wanted' | 'read-back'
  readonly rest: string
}

const LINE = /^\s*(?:\(?\d{1,2}[.)]|\(?[a-dA-D][.)]|[-*•–])\s+(.{1,160})$/
const BUTTON = /\[([^\][\n]{1,60})\]/g
const WANTED =
  /\b(?:need|provide|share|tell me|give me|send|let me know|require|fill|following (?:details|information|info)|could i (?:have|get)|may i (?:have|get)|what(?:'s| is| are) your)\b/i
const PAIR = /^[\p{L} /-]{2,30}:\s*\S/u

/** The list in a message, or nothing when fewer than two items are listed. */
export function listIn(text: string): Listed | undefined {
  const lines = text.split('\n')
  const marked = lines.map((line) => LINE.exec(line)?.[1]?.trim())
  const items = marked.filter((item) => item !== undefined).map((item) => item.replace(/[.,;]$/, ''))
  if (items.length >= 2) {
    const rest = lines.filter((_, index) => marked[index] === undefined).join('\n')
    return { items, rest, kind: kindOf(items, rest) }
  }
  const buttons = [...text.matchAll(BUTTON)].map((match) => (match[1] ?? '').trim())
  return buttons.length >= 2 ? { items: buttons, rest: text.replaceAll(BUTTON, ''), kind: 'options' } : undefined
}

function kindOf(items: readonly string[], rest: string): Listed['kind'] {
  const pairs = items.filter((item) => PAIR.test(item)).length
  if (pairs * 2 >= items.length && !WANTED.test(rest)) return 'read-back'
  return WANTED.test(rest) && !/\b(?:which|choose|pick|select|prefer|option|works? (?:best|for))\b/i.test(rest)
    ? 'wanted'
    : 'options'
}
