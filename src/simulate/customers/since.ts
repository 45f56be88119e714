/**
 * What happened since the customer's last turn.
 */
import type { Event } from '../../conversation/index.ts'

/** What happened between two customer turns. */
export interface Since {
  readonly text: string
  readonly last: string
  readonly replies: number
  readonly handedOver: boolean
  readonly waitedMs: number
}

/** Reads the events from `from` on. */
export function sinceLast(events: readonly Event[], from: number): Since {
  const texts: string[] = []
  let handedOver = false
  let sentMs: number | undefined
  let waitedMs = 0
  for (const event of events.slice(from)) {
    if (event.type === 'handoff') handedOver = true
    if (event.type !== 'message') continue
    if (event.from === 'customer') sentMs = event.atMs
    else {
      if (texts.length === 0 && sentMs !== undefined) waitedMs = event.atMs - sentMs
      texts.push(event.text)
    }
  }
  return { text: texts.join('\n'), last: texts.at(-1) ?? '', replies: texts.length, handedOver, waitedMs }
}
