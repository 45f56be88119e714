/**
 * A conversation as production would have sent it: messages with their times, calls of tools as a trace has them. Of a call
 * only what the agent's side saw: what it asked, what it got and when, and of a refusal its status and headers. What it asked without a tool no trace of its tools has.
 */
import type { Conversation, Event, Exchange, Json, ToolResultEvent } from '../src/conversation/index.ts'
import { momentOf } from '../src/conversation/index.ts'

export function recordedOutside(id: string, { agent, channel, startedAt, events }: Conversation): object {
  const beganMs = momentOf(startedAt) ?? 0
  const seen = new Set(
    events.flatMap((event) => ('seenBy' in event && event.seenBy === 'ledger' ? [event.callId] : [])),
  )
  let laterMs = 0
  let atMs = 0
  const asked = new Map<string, number>()
  const sent = events.flatMap((event) => {
    const told = toldOf(event, seen.size > 0)
    if (told === undefined || (told.type === 'tool-result' && !asked.has(told.callId))) return []
    // In simulated time a call takes none; what comes after a result came after it.
    if (told.type === 'tool-call') asked.set(told.callId, event.atMs + laterMs)
    if (told.type === 'tool-result' && 'exchange' in event)
      laterMs += Math.max(0, (asked.get(told.callId) ?? 0) + (event.exchange?.tookMs ?? 0) - event.atMs - laterMs)
    atMs = Math.max(atMs, event.atMs + laterMs)
    return { ...told, at: new Date(beganMs + atMs).toISOString() }
  })
  return { id, agent, channel, events: sent, ended: true }
}

type Told = { readonly type: string; readonly callId: string } & object

function toldOf(event: Event, isProxied: boolean): Told | undefined {
  switch (event.type) {
    case 'message':
      return { callId: '', type: event.type, from: event.from, text: event.text } as Told
    case 'handoff':
      return { ...event, callId: '' }
    case 'tool-call':
      return event.tool.includes(' ') || (isProxied && event.seenBy === 'agent')
        ? undefined
        : ({ ...event, seenBy: 'trace' } as Told)
    case 'tool-result':
      return isProxied && event.seenBy === 'agent' ? undefined : resultOf(event)
    default:
      return undefined
  }
}

/** @param value what the backend answered */
function resultOf({ type, callId, outcome, value, exchange }: ToolResultEvent): Told {
  const seen = exchange === undefined ? { outcome, value } : gotOf(exchange, value)
  return { type, callId, seenBy: 'trace', ...seen } as Told
}

function gotOf({ delivered, gotStatus = 200, got, retryAfterMs }: Exchange, value: Json): object {
  if (delivered === 'nothing') return { outcome: 'error', value: 'Error: read ECONNRESET' }
  const body = got ?? value
  if (gotStatus < 400) return { outcome: 'ok', value: body }
  const headers = retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) }
  return { outcome: 'error', value: { status: gotStatus, headers, body } }
}
