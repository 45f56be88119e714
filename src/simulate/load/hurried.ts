/** Customers in a hurry: they think, type and wait so many times as fast as people, and say the same. */
import type { Customer, Move, OutgoingMessage } from '../customers/customer.ts'

export interface Hurry {
  /** Pauses are divided by it; above 0. */
  readonly speed: number
  /** No pause is longer than this, in milliseconds: whoever is silent for hours only holds a place. */
  readonly longestPauseMs: number
}

export function hurried(customer: Customer, hurry: Hurry): Customer {
  return { next: async (heard, turn) => hurriedMove(await customer.next(heard, turn), hurry) }
}

function hurriedMove(move: Move, hurry: Hurry): Move {
  if (move.type === 'wait') return { ...move, forMs: pause(move.forMs, hurry) }
  if (move.type === 'say') return { ...move, messages: move.messages.map((message) => hurriedMessage(message, hurry)) }
  return move.goodbye === undefined ? move : { ...move, goodbye: hurriedMessage(move.goodbye, hurry) }
}

function hurriedMessage(message: OutgoingMessage, hurry: Hurry): OutgoingMessage {
  return { ...message, afterMs: pause(message.afterMs, hurry) }
}

function pause(ms: number, { speed, longestPauseMs }: Hurry): number {
  return Math.min(ms / speed, longestPauseMs)
}
