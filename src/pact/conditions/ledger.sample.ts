/**
 * Conversations with a ledger for tests: messages, and calls as the backend proxy saw them. Not part of the product.
 *
 * `call('create_appointment', args)` went well; its third argument says what went otherwise.
 */
import type { Conversation, Event, Exchange, Json } from '../../conversation/index.ts'

export interface SampleCall {
  readonly tool: string
  readonly args: Json
  /** What the backend answered. Default `{ "done": true }`; null where it refused or was never asked. */
  readonly value?: Json
  readonly outcome?: 'ok' | 'error'
  /** Pause before the call, in real milliseconds. Default 100. */
  readonly afterMs?: number
  readonly exchange?: Partial<Exchange>
}

export type Line = readonly [from: 'customer' | 'agent', text: string, afterMs?: number] | SampleCall | Event

export function call(tool: string, args: Json, rest: Omit<SampleCall, 'tool' | 'args'> = {}): SampleCall {
  return { tool, args, ...rest }
}

const struck = (set: string, does: string) => [{ set, kind: set, does }]

/** The backend does it, and its reply never comes. */
export function lost(tool: string, args: Json, value: Json = { done: true }): SampleCall {
  return {
    tool,
    args,
    value,
    exchange: {
      delivered: 'nothing',
      faults: struck('lost-reply', 'carries out what it was asked and its reply is lost'),
    },
  }
}

/** A fault answers in place of the backend, which is never asked. */
export function refused(
  tool: string,
  args: Json,
  gotStatus: number,
  got: Json = { error: { code: gotStatus } },
): SampleCall {
  return {
    tool,
    args,
    value: got,
    outcome: 'error',
    exchange: {
      commits: 0,
      delivered: 'changed',
      gotStatus,
      got,
      faults: struck('calendar-down', `answers ${gotStatus}`),
    },
  }
}

/** Reads, and everything else that a name does not give away, must say so: `exchange: { writes: false }`. */
const reads = /^(?:find|list|get|verify)/

/** A message takes a second, a call 20 ms. */
export function seen(...lines: readonly Line[]): Conversation {
  const events: Event[] = []
  let realMs = 0
  let atMs = 0
  for (const [index, line] of lines.entries()) {
    if ('type' in line) events.push({ ...line, atMs })
    else if ('tool' in line) {
      realMs += line.afterMs ?? 100
      const exchange = exchangeOf(line, realMs)
      realMs += exchange.tookMs
      events.push(...eventsOf(line, exchange, String(index), atMs))
    } else {
      const [from, text, afterMs = 1000] = line
      if (index > 0) atMs += afterMs
      events.push({ type: 'message', atMs, from, text })
    }
  }
  return {
    id: 'seen',
    origin: 'simulated',
    agent: { id: 'desk' },
    channel: 'chat',
    startedAt: '2026-03-02T09:00:00Z',
    timeZone: 'Europe/Lisbon',
    events,
  }
}

function exchangeOf({ tool, exchange = {}, outcome = 'ok' }: SampleCall, askedMs: number): Exchange {
  const writes = exchange.writes ?? !reads.test(tool)
  return {
    backend: 'practice',
    method: writes ? 'POST' : 'GET',
    path: `/${tool}`,
    writes,
    ...(outcome === 'ok' && { status: 200 }),
    ...(writes && { commits: outcome === 'ok' ? 1 : 0 }),
    delivered: 'whole',
    ...(exchange.delivered === undefined && outcome === 'ok' && { gotStatus: 200 }),
    askedMs,
    tookMs: 20,
    ...exchange,
  }
}

function eventsOf(line: SampleCall, exchange: Exchange, callId: string, atMs: number): readonly Event[] {
  const { tool, args, value = { done: true }, outcome = 'ok' } = line
  return [
    { type: 'tool-call', atMs, callId, tool, args, seenBy: 'ledger' },
    { type: 'tool-result', atMs, callId, outcome, value, seenBy: 'ledger', exchange },
  ]
}
