/**
 * JSON-RPC 2.0 messages as the Model Context Protocol uses them: what is read of them, and nothing more.
 *
 * What is not a single request or response is nobody's business here and passes as it came.
 *
 * @see https://modelcontextprotocol.io/specification
 */
import { isObject, type Json, type JsonObject } from '../../conversation/index.ts'

/** A request: it wants a response with the same id. */
export interface McpRequest {
  readonly id: string | number
  readonly method: string
  readonly params: JsonObject
}

/** A JSON-RPC error. */
interface RpcError {
  readonly code: number
  readonly message: string
  readonly data?: Json
}

/** What comes of a request. */
export type McpReply =
  | { readonly result: JsonObject }
  | { readonly error: RpcError }
  /**
   * No response: `silence`, ever; `closed`, the connection to the server is gone; `cut`, the stream breaks off before
   * the response, which a client may resume; `session-lost`, the server no longer knows the session.
   */
  | { readonly none: 'silence' | 'closed' | 'cut' | 'session-lost' }
  /** Over HTTP, a refusal that is no JSON-RPC response. */
  | { readonly refused: number; readonly text: string }

/** Error codes of JSON-RPC that are used here. */
export const rpcCodes = { invalidParams: -32602, internal: -32603, connectionClosed: -32000, notFound: -32001 }

/** The JSON object of a text; undefined when it holds none. */
export function objectIn(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as Json
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** A message as a request; undefined when it is none. */
export function requestIn(message: JsonObject | undefined): McpRequest | undefined {
  const { id, method, params = {} } = message ?? {}
  if ((typeof id !== 'string' && typeof id !== 'number') || typeof method !== 'string' || !isObject(params)) {
    return undefined
  }
  return { id, method, params }
}

/** A message as a response, with the id it answers; undefined when it is none. */
export function responseIn(
  message: JsonObject | undefined,
): { readonly id: string | number; readonly reply: McpReply } | undefined {
  const { id, method, result, error } = message ?? {}
  if ((typeof id !== 'string' && typeof id !== 'number') || method !== undefined) return undefined
  if (isObject(result)) return { id, reply: { result } }
  if (isObject(error)) return { id, reply: { error: error as unknown as RpcError } }
  return undefined
}

/** A request as it goes over the wire. */
export const requestText = ({ id, method, params }: McpRequest): string =>
  JSON.stringify({ jsonrpc: '2.0', id, method, params })

/** A response as it goes over the wire; undefined where there is none. */
export function responseText(id: string | number, reply: McpReply): string | undefined {
  if ('result' in reply) return JSON.stringify({ jsonrpc: '2.0', id, result: reply.result })
  return 'error' in reply ? JSON.stringify({ jsonrpc: '2.0', id, error: reply.error }) : undefined
}

/** A notification as it goes over the wire. */
export const noteText = (method: string): string => JSON.stringify({ jsonrpc: '2.0', method })

/** The tool that a request calls; undefined when it calls none. */
export function toolOf({ method, params }: McpRequest): string | undefined {
  return method === 'tools/call' && typeof params.name === 'string' ? params.name : undefined
}

/** What a tool is given. */
export const argumentsOf = ({ params }: McpRequest): JsonObject => (isObject(params.arguments) ? params.arguments : {})

/** The tools of a reply to tools/list; none when it is something else. */
export function toolsIn(reply: McpReply): readonly JsonObject[] {
  const tools = 'result' in reply ? reply.result.tools : undefined
  return Array.isArray(tools) ? (tools as readonly Json[]).filter(isObject) : []
}

/** Whether a reply says that the tool did what it was asked. */
export const isDone = (reply: McpReply): boolean => 'result' in reply && reply.result.isError !== true

/** A result that calls itself an error. */
export const errorResult = (text: string): McpReply => ({
  result: { content: [{ type: 'text', text }], isError: true },
})

/** What the agent is told when the server cannot answer. */
export function noAnswer(thrown: Error): McpReply {
  return { error: { code: rpcCodes.connectionClosed, message: `The MCP server did not answer: ${thrown.message}` } }
}
