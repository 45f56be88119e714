/**
 * Tool calls with what came of them, in the order in which they were made.
 *
 * Where both the agent and the backend proxy saw a tool, only the proxy's record of it counts: an agent's
 * own report may list calls that never left it. A call without a result has the outcome `none`.
 */
import type { Conversation, Event, Exchange, Json, ToolResultEvent, Witness } from './conversation.ts'

/** A tool call with its result, where one is on record. */
export interface ToolCall {
  /** Index of the call among the conversation's events. */
  readonly at: number
  /** Index of its result; absent when none was recorded. */
  readonly resultAt?: number
  readonly tool: string
  readonly args: Json
  readonly outcome: 'ok' | 'error' | 'none'
  /** What the tool answered; `null` when no result was recorded. */
  readonly value: Json
  /** What the backend proxy knows of it, where it saw it. */
  readonly exchange?: Exchange
}

const trust: Record<Witness, number> = { agent: 0, trace: 1, ledger: 2 }

/** Every call the agent made, each with its result, as the most trusted witness of that tool saw it. */
export function callsOf({ events }: Pick<Conversation, 'events'>): readonly ToolCall[] {
  const before = known.get(events)
  if (before?.length === events.length) return before.calls
  const calls = callsIn(events)
  known.set(events, { length: events.length, calls })
  return calls
}

/** Each condition on tools asks anew. A conversation that goes on has grown since. */
const known = new WeakMap<readonly Event[], { readonly length: number; readonly calls: readonly ToolCall[] }>()

function callsIn(events: readonly Event[]): readonly ToolCall[] {
  const results = resultsByCall(events)
  const witness = bestWitness(events)

  return events.flatMap((event, at): ToolCall[] => {
    if (event.type !== 'tool-call' || event.seenBy !== witness.get(event.tool)) return []
    const result = results.get(at)
    const call = { at, tool: event.tool, args: event.args }
    if (result === undefined) return [{ ...call, outcome: 'none', value: null }]
    const { outcome, value, exchange } = result.event
    return [{ ...call, resultAt: result.at, outcome, value, ...(exchange !== undefined && { exchange }) }]
  })
}

/**
 * Results by the index of their call. A result answers the first open call of its id and witness, because some
 * agents use one id again and again.
 */
function resultsByCall(events: readonly Event[]): ReadonlyMap<number, { at: number; event: ToolResultEvent }> {
  const results = new Map<number, { at: number; event: ToolResultEvent }>()
  const open = new Map<string, number[]>()
  for (const [at, event] of events.entries()) {
    if (event.type !== 'tool-call' && event.type !== 'tool-result') continue
    const id = `${event.seenBy} ${event.callId}`
    const waiting = open.get(id) ?? []
    open.set(id, waiting)
    if (event.type === 'tool-call') waiting.push(at)
    else {
      const call = waiting.shift()
      if (call !== undefined) results.set(call, { at, event })
    }
  }
  return results
}

function bestWitness(events: readonly Event[]): ReadonlyMap<string, Witness> {
  const best = new Map<string, Witness>()
  for (const event of events) {
    if (event.type !== 'tool-call') continue
    const known = best.get(event.tool)
    if (known === undefined || trust[event.seenBy] > trust[known]) best.set(event.tool, event.seenBy)
  }
  return best
}
