/**
 * A customer that says exact lines and leaves: for scripts, and for measuring everything but customers.
 *
 * It reads nothing of what the agent says.
 */
import type { Ending } from '../../conversation/index.ts'
import type { Customer, Move, Understanding } from './customer.ts'

const NOTHING: Understanding = { acts: [], confidence: 1, rung: 0, frustration: 0 }

/** A line, or several messages sent without waiting for a reply in between. */
export type Line = string | readonly string[]

/**
 * Says one line per turn and leaves after the last.
 *
 * @param lines what to say; nothing is typed or thought about, so every message goes out at once
 */
export function scriptedCustomer(lines: readonly Line[], ending: Ending = { outcome: 'satisfied' }): Customer {
  const moves = lines.map(moveOf)
  const end: Move = { type: 'leave', ending, understanding: NOTHING }
  return { next: (_heard, turn) => moves[turn] ?? end }
}

function moveOf(line: Line): Move {
  const texts = typeof line === 'string' ? [line] : line
  const messages = texts.map((text, index) => ({
    text,
    afterMs: 0,
    ...(index < texts.length - 1 && { dontWait: true }),
  }))
  return { type: 'say', messages, understanding: NOTHING }
}
