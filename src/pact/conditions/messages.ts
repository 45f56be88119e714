/** The messages of a conversation, each with its place among the events. */
import type { Conversation } from '../../conversation/index.ts'

export interface Said {
  readonly at: number
  readonly atMs: number
  readonly from: 'customer' | 'agent'
  readonly text: string
}

export function messagesOf({ events }: Pick<Conversation, 'events'>): Said[] {
  return events.flatMap((event, at) =>
    event.type === 'message' ? [{ at, atMs: event.atMs, from: event.from, text: event.text }] : [],
  )
}

/** What the agent said, in order. */
export function agentMessages(conversation: Pick<Conversation, 'events'>): Said[] {
  return messagesOf(conversation).filter(({ from }) => from === 'agent')
}

/** What the customer had written before an event, in one text. */
export function customerTextBefore(conversation: Pick<Conversation, 'events'>, at: number): string {
  return messagesOf(conversation)
    .filter((message) => message.from === 'customer' && message.at < at)
    .map(({ text }) => text)
    .join('\n')
}

/** A short piece of a text for a finding: around `start`, on one line. */
export function excerpt(text: string, start = 0, length = 80): string {
  const from = Math.max(0, start - 20)
  const piece = text
    .slice(from, from + length)
    .replace(/\s+/g, ' ')
    .trim()
  return `${from > 0 ? '…' : ''}${piece}${from + length < text.length ? '…' : ''}`
}
