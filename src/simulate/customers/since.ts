/**
 * What happened since the customer's last turn.
 */
import type { Event } from '../../conversation/index.ts'

/** What happened between two customer turns. */
export interface Since {
  /** What the agent has said since the customer's last message. */
  readonly text: string
  /** What it said while the customer was still sending: answers to what had not been said in full. */
  readonly before: string
  readonly last: string
  readonly replies: number
  readonly handedOver: boolean
  readonly waitedMs: number
  /** How many messages the customer had sent. */
  readonly sent: number
}

/** Reads the events from `from` on. */
export function sinceLast(events: readonly Event[], from: number): Since {
  const texts: string[] = []
  const before: string[] = []
  let handedOver = false
  let sentMs: number | undefined
  let waitedMs = 0
  let sent = 0
  for (const event of events.slice(from)) {
    if (event.type === 'handoff') handedOver = true
    if (event.type !== 'message') continue
    if (event.from === 'customer') {
      sentMs = event.atMs
      sent += 1
      before.push(...texts.splice(0))
    } else {
      if (texts.length === 0 && sentMs !== undefined) waitedMs = event.atMs - sentMs
      texts.push(event.text)
    }
  }
  const heard = texts.length > 0 ? texts : before.splice(0)
  return {
    text: heard.join('\n'),
    before: before.join('\n'),
    last: heard.at(-1) ?? '',
    replies: heard.length,
    handedOver,
    waitedMs,
    sent,
  }
}
