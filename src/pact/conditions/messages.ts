/** The messages of a conversation, each with its place among the events. */
import type { Conversation } from '../../conversation/index.ts'

export interface Said {
  readonly at: number
  readonly atMs: number
  readonly from: 'customer' | 'agent'
  readonly text: string
}

/** What was said in a conversation: by anyone, and by each side. */
interface SaidBy {
  readonly all: readonly Said[]
  readonly agent: readonly Said[]
  readonly customer: readonly Said[]
}

/** Nearly every condition asks for it, and a conversation's events never change. */
const known = new WeakMap<Conversation['events'], SaidBy>()

function saidIn(events: Conversation['events']): SaidBy {
  const before = known.get(events)
  if (before !== undefined) return before
  const all: Said[] = []
  for (const [at, event] of events.entries()) {
    if (event.type === 'message') all.push({ at, atMs: event.atMs, from: event.from, text: event.text })
  }
  const by = (side: Said['from']) => all.filter(({ from }) => from === side)
  const said = { all, agent: by('agent'), customer: by('customer') }
  known.set(events, said)
  return said
}

export function messagesOf({ events }: Pick<Conversation, 'events'>): readonly Said[] {
  return saidIn(events).all
}

/** What one side said, in order. */
export function messagesFrom(side: Said['from'], { events }: Pick<Conversation, 'events'>): readonly Said[] {
  return saidIn(events)[side]
}

/** What the agent said, in order. */
export function agentMessages(conversation: Pick<Conversation, 'events'>): readonly Said[] {
  return messagesFrom('agent', conversation)
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
