/** Turns: consecutive messages of one side. Three quick texts from a customer are one turn. */
import type { Conversation } from './conversation.ts'

/** Consecutive messages of one side. */
export interface Turn {
  readonly from: 'customer' | 'agent'
  readonly messages: readonly TurnMessage[]
  /** The messages' texts, one per line. */
  readonly text: string
  readonly startedAtMs: number
  readonly endedAtMs: number
}

/** One message of a turn. `index` is its place among the conversation's events. */
export interface TurnMessage {
  readonly index: number
  readonly atMs: number
  readonly text: string
}

/**
 * The conversation as turns, in order. Neighbouring turns are always of different sides.
 *
 * Events other than messages do not break a turn: an agent that says "one moment", calls a tool and
 * then answers has taken one turn.
 */
export function turnsOf({ events }: Pick<Conversation, 'events'>): Turn[] {
  const groups: { from: Turn['from']; messages: TurnMessage[] }[] = []
  for (const [index, event] of events.entries()) {
    if (event.type !== 'message') continue
    const message = { index, atMs: event.atMs, text: event.text }
    const current = groups.at(-1)
    if (current?.from === event.from) current.messages.push(message)
    else groups.push({ from: event.from, messages: [message] })
  }
  return groups.map(({ from, messages }) => ({
    from,
    messages,
    text: messages.map(({ text }) => text).join('\n'),
    startedAtMs: messages[0]?.atMs ?? 0,
    endedAtMs: messages.at(-1)?.atMs ?? 0,
  }))
}
