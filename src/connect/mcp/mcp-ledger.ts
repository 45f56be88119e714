/**
 * Calls of MCP tools as events of a conversation: what the server answered, and what the agent got of it.
 *
 * MCP has no statuses. So that promises about backends hold for both kinds, an outcome is given the HTTP status that
 * means the same: 200 for a result, 422 for one marked as an error, 400 for a request that the protocol refuses, 500
 * for any other protocol error.
 */
import { type Exchange, isObject, type Json, type JsonObject, type StruckFault } from '../../conversation/index.ts'
import type { LedgerEvent } from '../backends/ledger.ts'
import { redacted } from '../backends/redact.ts'
import { isDone, type McpReply, objectIn } from './rpc.ts'

export type Delivered = 'whole' | 'partly' | 'nothing'

export interface McpEntry {
  readonly callId: string
  readonly backend: string
  /** As the server knows it. */
  readonly tool: string
  readonly writes: boolean
  /** What the server answered, each time that it was asked. */
  readonly answers: readonly McpReply[]
  /** What the agent got; absent when nothing came of it yet. */
  readonly got?: McpReply
  readonly delivered: Delivered
  /** Of a recorded answer: in what was asked otherwise than then. */
  readonly recorded?: readonly string[]
  readonly struck: readonly StruckFault[]
  readonly askedMs: number
  readonly tookMs: number
}

export function mcpCallEvent(callId: string, tool: string, args: JsonObject): LedgerEvent {
  return { type: 'tool-call', callId, tool, args: redacted(args), seenBy: 'ledger' }
}

export function mcpResultEvent(entry: McpEntry): LedgerEvent {
  const { callId, answers, got } = entry
  const truth = answers.at(-1)
  const shown = truth ?? got
  return {
    type: 'tool-result',
    callId,
    outcome: truth !== undefined && isDone(truth) ? 'ok' : 'error',
    value: shown === undefined ? null : saidBy(shown),
    seenBy: 'ledger',
    exchange: exchangeOf(entry, truth),
  }
}

function exchangeOf(entry: McpEntry, truth: McpReply | undefined): Exchange {
  const { backend, tool, writes, answers, got, struck, recorded } = entry
  const [status, gotStatus] = [truth, got].map((reply) => reply && statusOf(reply))
  const delivered = got !== undefined && 'none' in got ? (got.none === 'cut' ? 'partly' : 'nothing') : entry.delivered
  const reached = got !== undefined && delivered !== 'nothing'
  const isSame = truth !== undefined && got !== undefined && JSON.stringify(truth) === JSON.stringify(got)
  const isChanged = reached && !isSame && delivered === 'whole'
  return {
    backend,
    method: 'tools/call',
    path: tool,
    writes,
    ...(status !== undefined && { status }),
    ...(writes && { commits: answers.filter(isDone).length }),
    delivered: isChanged ? 'changed' : delivered,
    ...(reached && gotStatus !== undefined && { gotStatus }),
    ...(isChanged && { got: gotOf(got, truth) }),
    tookMs: Math.round(entry.tookMs),
    askedMs: Math.round(entry.askedMs),
    ...(recorded !== undefined && { recorded }),
    ...(struck.length > 0 && { faults: struck }),
  }
}

function statusOf(reply: McpReply): number | undefined {
  if ('none' in reply) return undefined
  if ('refused' in reply) return reply.refused
  if ('error' in reply) return reply.error.code <= -32600 && reply.error.code >= -32602 ? 400 : 500
  return isDone(reply) ? 200 : 422
}

/** What the agent got; all of it where the difference is not in what it says first. */
function gotOf(got: McpReply, truth: McpReply | undefined): Json {
  const said = saidBy(got)
  const isSame = truth !== undefined && JSON.stringify(said) === JSON.stringify(saidBy(truth))
  return isSame && 'result' in got ? redacted(got.result) : said
}

/** What a reply says: its structured content, else its text, as JSON where it is JSON, else all of it. */
function saidBy(reply: McpReply): Json {
  if ('none' in reply) return null
  if ('refused' in reply) return redacted(objectIn(reply.text) ?? reply.text.slice(0, 2000))
  if ('error' in reply) return redacted(reply.error as unknown as Json)
  const { structuredContent, content } = reply.result
  if (isObject(structuredContent)) return redacted(structuredContent)
  const blocks = Array.isArray(content) ? (content as readonly Json[]).filter(isObject) : []
  const texts = blocks.flatMap(({ text }) => (typeof text === 'string' ? [text] : []))
  if (blocks.length === 0 || texts.length < blocks.length) return redacted(reply.result)
  return redacted(objectIn(texts.join('\n')) ?? texts.join('\n').slice(0, 2000))
}
