/** What an agent has done in some events: messages, and calls of tools as whoever saw most of them counted. */
import type { Event, Witness } from '../../conversation/index.ts'
import type { SoFar } from '../scenario.ts'

export function doneIn(events: readonly Event[]): SoFar {
  let messages = 0
  const calls = new Map<Witness, number>()
  for (const event of events) {
    if (event.type === 'message' && event.from === 'agent') messages += 1
    if (event.type === 'tool-call') calls.set(event.seenBy, (calls.get(event.seenBy) ?? 0) + 1)
  }
  return { messages, calls: Math.max(0, ...calls.values()) }
}
