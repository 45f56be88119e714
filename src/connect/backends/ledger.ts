/**
 * The ledger: every call that the proxy saw, and what the backend really did with it, as events of a conversation.
 *
 * It records what the backend answered, not what the agent was made to see; where the two differ it records both.
 */
import {
  type Event,
  type Exchange,
  isObject,
  type Json,
  type StruckFault,
  type ToolCallEvent,
  type ToolResultEvent,
} from '../../conversation/index.ts'
import { templateOf } from '../faults/path-pattern.ts'
import { type Call, decoded, headerOf, jsonIn, pathOf, type Reply, Whole } from './exchange.ts'
import { Flow } from './flow.ts'
import { redacted, redactedBody, redactedPath, redactedText, removed } from './redact.ts'
import type { Route, Routes } from './routes.ts'

type Timeless<E extends Event> = Omit<E, 'atMs'>
/** What a ledger adds to a conversation; whoever keeps the conversation adds the time. */
export type LedgerEvent = Timeless<ToolCallEvent> | Timeless<ToolResultEvent>

/** The longest body that is kept in a record, in bytes. Longer ones are kept as their beginning. */
const keptBytes = 65_536
/** How much of a body that is no JSON is kept, in bytes; at most 2000 characters of it. */
const longestText = 8000

/** What the backend answered, as far as it is kept. */
export interface Answered {
  readonly reply: Reply
  /** Grows while the body passes. */
  readonly kept: Buffer[]
}

/** What a call asks, in the terms of a tool. */
export interface Asked extends Route {
  readonly args: Json
  readonly path: string
}

export function askedIn(call: Call, routes: Routes): Asked {
  const path = pathOf(call)
  const query = new URLSearchParams(call.target.slice(path.length + 1))
  const route = routes.of(call.method, path, query) ?? {
    tool: `${call.method} ${templateOf(redactedPath(path)).replaceAll(removed, '*')}`,
    writes: routes.writes(call.method, path),
    named: {},
    fixed: [],
  }
  for (const name of route.fixed) query.delete(name)
  return { ...route, path, args: argumentsOf(call, route.named, query) }
}

/** Named segments of the path, the query, and the fields of a JSON body, as one object. */
function argumentsOf({ body, headers }: Call, named: Readonly<Record<string, string>>, query: URLSearchParams): Json {
  const asked = { ...named, ...Object.fromEntries(query) }
  if (body.length === 0) return redacted(asked)
  const json = jsonIn(body, headers)
  if (json === undefined) return { ...(redacted(asked) as object), body: textOf(decoded(body, headers)) }
  return redacted(isObject(json) ? { ...asked, ...json } : { ...asked, body: json })
}

/** The JSON of a body, or its beginning as text. */
function bodyValue(bytes: Buffer, reply: Reply): Json {
  if (bytes.length === 0) return null
  const json = jsonIn(bytes, reply.headers)
  return json === undefined ? textOf(decoded(bytes, reply.headers)) : redacted(json)
}

const textOf = (bytes: Buffer) => redactedBody(bytes.subarray(0, longestText).toString('utf8').slice(0, 2000))

/** How long a reply asks its reader to wait, in milliseconds; undefined when it does not. */
function retryAfterOf({ headers }: Reply, nowMs: number): number | undefined {
  const value = headerOf(headers, 'retry-after')?.trim()
  if (value === undefined) return undefined
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs)
}

export interface Entry {
  readonly callId: string
  readonly call: Call
  readonly asked: Asked
  /** What the backend answered, each time that it was asked. */
  readonly answers: readonly Answered[]
  /** It was asked and did not answer: what it did, nobody knows. */
  readonly isUnknown: boolean
  /** What the agent got; absent when nothing left for it. */
  readonly got?: Answered
  readonly delivered: 'whole' | 'partly' | 'nothing'
  readonly struck: readonly StruckFault[]
  /** Fault sets that found nothing to change. */
  readonly idle: readonly string[]
  readonly askedMs: number
  readonly tookMs: number
  readonly nowMs: number
}

export function callEvent({ callId, asked }: Pick<Entry, 'callId' | 'asked'>): LedgerEvent {
  return { type: 'tool-call', callId, tool: asked.tool, args: asked.args, seenBy: 'ledger' }
}

export function resultEvent(entry: Entry): LedgerEvent {
  const truth = entry.answers.at(-1)
  const isOk = truth !== undefined && truth.reply.status < 400
  const shown = truth ?? entry.got
  return {
    type: 'tool-result',
    callId: entry.callId,
    outcome: isOk ? 'ok' : 'error',
    value: shown === undefined ? null : bodyValue(Buffer.concat(shown.kept), shown.reply),
    seenBy: 'ledger',
    exchange: exchangeOf(entry, truth),
  }
}

function exchangeOf(entry: Entry, truth: Answered | undefined): Exchange {
  const { call, asked, answers, got, delivered, struck, idle } = entry
  const isSame = got === undefined || answers.some((answer) => isAlike(answer, got))
  const retryAfterMs = got && retryAfterOf(got.reply, entry.nowMs)
  const idempotencyKey = headerOf(call.headers, 'idempotency-key')
  const commits = commitsOf(entry)
  return {
    backend: call.backend,
    method: call.method,
    path: redactedPath(asked.path),
    writes: asked.writes,
    ...(truth !== undefined && { status: truth.reply.status }),
    ...(commits !== undefined && { commits }),
    delivered: delivered === 'whole' && !isSame ? 'changed' : delivered,
    ...(got !== undefined && delivered !== 'nothing' && { gotStatus: got.reply.status }),
    ...(got !== undefined &&
      delivered !== 'nothing' &&
      !isSame && { got: bodyValue(Buffer.concat(got.kept), got.reply) }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(idempotencyKey !== undefined && { idempotencyKey: redactedText(idempotencyKey) }),
    tookMs: Math.round(entry.tookMs),
    askedMs: Math.round(entry.askedMs),
    ...(truth?.reply.recorded !== undefined && { recorded: truth.reply.recorded }),
    ...(struck.length > 0 && { faults: struck }),
    ...(idle.length > 0 && { idleFaults: idle }),
  }
}

/** How often a write was carried out; undefined for reads, and where the only answer never came. */
function commitsOf({ asked, answers, isUnknown }: Entry): number | undefined {
  const done = answers.filter(({ reply }) => reply.status >= 200 && reply.status < 300).length
  return asked.writes && (done > 0 || !isUnknown) ? done : undefined
}

/** Whether what the agent got is what the backend answered, however slowly it came. */
function isAlike(one: Answered, other: Answered): boolean {
  if (one === other) return true
  return one.reply.status === other.reply.status && Buffer.concat(one.kept).equals(Buffer.concat(other.kept))
}

/** The same reply, with the beginning of its body kept while it passes. */
export function keeping(reply: Reply): Answered {
  const kept: Buffer[] = []
  let size = 0
  const keep = (piece: Uint8Array) => {
    if (size < keptBytes) kept.push(Buffer.from(piece.subarray(0, keptBytes - size)))
    size += piece.length
  }
  const { body } = reply
  if (body instanceof Whole) {
    keep(body.bytes)
    return { kept, reply }
  }
  if (!(body instanceof Flow)) return { kept, reply: { ...reply, body: passing(body, keep) } }
  body.watch(keep)
  return { kept, reply }
}

async function* passing(body: AsyncIterable<Uint8Array>, keep: (piece: Uint8Array) => void): AsyncIterable<Uint8Array> {
  for await (const piece of body) {
    keep(piece)
    yield piece
  }
}
