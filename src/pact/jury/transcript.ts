/**
 * A conversation as jurors get it: JSON, one entry per event, each with its index and a key that says whose it is.
 *
 * What the customer wrote and what tools returned stand under keys that end in `_data`; only `agent_said` is the
 * agent's. Verifier readings, deliveries and times are left to the conditions that code checks.
 */
import type { Conversation, Event, Json } from '../../conversation/index.ts'
import { legible } from './legible.ts'

export type View = 'all' | 'agent'

/** One line per event, so that people can read what a juror read. */
export function transcriptFor({ events }: Conversation, view: View): string {
  const lines = events.flatMap((event, at) => {
    if (view === 'agent' && !(event.type === 'message' && event.from === 'agent')) return []
    const part = partOf(event)
    return part === undefined ? [] : [JSON.stringify({ at, ...part })]
  })
  return `[\n${lines.join(',\n')}\n]`
}

function partOf(event: Event): Readonly<Record<string, Json>> | undefined {
  switch (event.type) {
    case 'message':
      return { [event.from === 'agent' ? 'agent_said' : 'customer_data']: legible(event.text) }
    case 'tool-call':
      return { agent_called: legible(event.tool), arguments_data: plain(event.args) }
    case 'tool-result':
      return { tool_result: event.outcome, tool_data: plain(event.value) }
    case 'handoff':
      return { handed_over_to: legible(event.to ?? 'a person') }
    case 'silence':
      return {
        silence_of: event.from,
        for_seconds: Math.round(event.forMs / 1000),
        ...(event.backOn !== undefined && { back_on: legible(event.backOn) }),
      }
    default:
      return undefined
  }
}

/** Deeper than any backend answers, and far from where a stack would end. */
const MAX_DEPTH = 60

function plain(value: Json, depth = 0): Json {
  if (typeof value === 'string') return legible(value)
  if (value === null || typeof value !== 'object') return value
  if (depth === MAX_DEPTH) return `(nested deeper than ${MAX_DEPTH} levels)`
  if (Array.isArray(value)) return value.map((part: Json) => plain(part, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [legible(key), plain(part, depth + 1)]))
}
