/**
 * Calls as they were seen from outside: what was asked, what the agent got, how long that took.
 *
 * Where a proxy of ours saw them it is known exactly. A trace tells less: of a failure only its words, which may name a
 * status and a wait. What neither says stays out.
 */
import { type Conversation, callsOf, type Exchange, type Json, type ToolCall } from '../../conversation/index.ts'

export interface SeenCall {
  /** Indexes of the call and of its result among the events. */
  readonly at: number
  readonly resultAt?: number
  readonly tool: string
  /** Which call of this tool it is, from 1. */
  readonly nth: number
  readonly args: Json
  readonly askedMs: number
  readonly tookMs?: number
  /** What the agent got; absent where nothing came. */
  readonly got?: Json
  /** Why nothing came: no result, a time-out, a connection that broke. */
  readonly lost?: 'no-result' | 'timed-out' | 'reset'
  /** Whether it did what it was asked although nothing came. */
  readonly isDone?: boolean
  readonly isError: boolean
  /** Of HTTP, where anything says it. */
  readonly status?: number
  readonly retryAfterMs?: number
}

/** In the order in which they were made. What a proxy saw is trusted alone, where it saw anything. */
export function seenCalls(conversation: Conversation): readonly SeenCall[] {
  const calls = callsOf(conversation)
  const proxied = calls.filter(({ exchange }) => exchange !== undefined)
  const counts = new Map<string, number>()
  return (proxied.length > 0 ? proxied : calls).map((call) => {
    const nth = (counts.get(call.tool) ?? 0) + 1
    counts.set(call.tool, nth)
    return { ...asked(call, conversation), nth, ...cameOf(call, conversation) }
  })
}

function asked({ at, resultAt, tool, args }: ToolCall, { events }: Conversation) {
  return { at, tool, args, askedMs: events[at]?.atMs ?? 0, ...(resultAt !== undefined && { resultAt }) }
}

type Came = Omit<SeenCall, 'at' | 'resultAt' | 'tool' | 'nth' | 'args' | 'askedMs'>

function cameOf(call: ToolCall, { events }: Conversation): Came {
  if (call.exchange !== undefined) return exchanged(call.exchange, call)
  if (call.resultAt === undefined) return { isError: false, lost: 'no-result' }
  const tookMs = (events[call.resultAt]?.atMs ?? 0) - (events[call.at]?.atMs ?? 0)
  // Who reports a call when it is over tells nothing of how long it took.
  return { ...told(call), ...(tookMs > 0 && { tookMs }) }
}

function exchanged({ delivered, gotStatus, got, commits, retryAfterMs, tookMs }: Exchange, call: ToolCall): Came {
  if (delivered === 'nothing') return { tookMs, isError: true, lost: 'reset', isDone: (commits ?? 0) > 0 }
  return {
    tookMs,
    got: got ?? call.value,
    isError: (gotStatus ?? 200) >= 400,
    ...(gotStatus !== undefined && { status: gotStatus }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  }
}

/** What an agent or a trace says came back. */
function told({ outcome, value }: ToolCall): Came {
  const got = parsed(value)
  const isError = outcome === 'error' || saysError(got)
  if (!isError) return { got, isError }
  const status = statusIn(got)
  const words = wordsOf(got)
  if (status === undefined && /tim(?:e|ed)[ -]?out|ETIMEDOUT|deadline exceeded/i.test(words))
    return { isError, lost: 'timed-out' }
  if (/ECONNRESET|socket hang up|connection (?:was )?(?:reset|closed)/i.test(words)) return { isError, lost: 'reset' }
  const retryAfterMs = waitIn(got)
  return { got, isError, ...(status !== undefined && { status }), ...(retryAfterMs !== undefined && { retryAfterMs }) }
}

/** Whoever gives results to a model often gives failures as results too. */
function saysError(value: Json): boolean {
  if (typeof value === 'string') return /^\s*(?:error\b|http(?:\/[\d.]+)? [45]\d\d\b)/i.test(value)
  return statusField(value) !== undefined || fieldsOf(value).some(([name, field]) => name === 'error' && Boolean(field))
}

/** Models are given results as text that holds JSON. */
function parsed(value: Json): Json {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value) as Json
  } catch {
    return value
  }
}

const wordsOf = (json: Json) => (typeof json === 'string' ? json : JSON.stringify(json))

const statusNames = /^(?:http)?_?status(?:_?code)?$/i
const waitNames = /^retry[-_]?after(?:[-_]?(ms|milliseconds|s|secs|seconds))?$/i
/** What statuses are called where only their names are said. */
const named: readonly (readonly [RegExp, number])[] = [
  [/too many requests|rate[- ]?limit/i, 429],
  [/service (?:is )?(?:temporarily )?unavailable/i, 503],
  [/bad gateway/i, 502],
  [/gateway time-?out/i, 504],
  [/internal server error/i, 500],
]

function statusField(value: Json): number | undefined {
  const codes = fieldsOf(value).flatMap(([name, field]) => (statusNames.test(name) ? [Number(field)] : []))
  return codes.find((code) => Number.isInteger(code) && code >= 400 && code < 600)
}

/** A status of failure, by a field that is called so, by its number in an error's words, or by its name in them. */
function statusIn(value: Json): number | undefined {
  const code = statusField(value)
  if (code !== undefined) return code
  const words = typeof value === 'string' ? value : errorWords(value)
  const [, number] = /\b(?:HTTP(?:\/[\d.]+)?|status(?: code)?|error)[ :=]*([45]\d\d)\b/i.exec(words) ?? []
  if (number !== undefined) return Number(number)
  return named.find(([name]) => name.test(words))?.[1]
}

/** How long to wait, in milliseconds: seconds unless the name or the words say otherwise. */
function waitIn(value: Json): number | undefined {
  for (const [name, field] of fieldsOf(value)) {
    const match = waitNames.exec(name)
    if (match !== null && /^\d+(?:\.\d+)?$/.test(String(field)))
      return Number(field) * (/^m/i.test(match[1] ?? '') ? 1 : 1000)
  }
  const said = /(?:retry[- ]after|try again in|wait)[ :=]*(\d+(?:\.\d+)?)\s*(ms|milliseconds)?/i.exec(wordsOf(value))
  return said === null ? undefined : Number(said[1]) * (said[2] === undefined ? 1000 : 1)
}

function errorWords(value: Json): string {
  const errors = fieldsOf(value).filter(([name, field]) => /^(?:error|message|detail)$/i.test(name) && isText(field))
  return errors.map(([, field]) => String(field)).join(' ')
}

const isText = (value: Json) => typeof value === 'string'

/** The fields of an object and of what it holds under `error`, `response` and `headers`. */
function fieldsOf(value: Json): readonly (readonly [string, Json])[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return []
  return Object.entries(value as { readonly [key: string]: Json }).flatMap(([name, field]) => [
    [name, field] as const,
    ...(/^(?:error|response|headers)$/i.test(name) ? fieldsOf(field) : []),
  ])
}
