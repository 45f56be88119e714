/**
 * A fault of an MCP server: one way in which it misbehaves, as data.
 *
 * A kind is one file in this folder that passes `mcp-fault.conformance.ts`, registered by one line in `mcp-kinds.ts`.
 * It stands between the client and the server for one request. When it strikes is decided by the rule it stands in.
 */
import type { FaultContext, FaultKind } from '../faults/fault.ts'
import type { McpReply, McpRequest } from './rpc.ts'

export interface McpFaultContext extends Pick<FaultContext, 'random' | 'nth' | 'sleep' | 'memory'> {
  /** Whether this request is the one that it struck, and not a later one that it lasts through. */
  readonly strikes: boolean
  /** Tells the client something before it gets the reply, once however often it is said. */
  notify(method: string): void
}

export type Ask = (request: McpRequest) => Promise<McpReply>

/** Stands around one request. */
export type Meet = (request: McpRequest, ask: Ask, context: McpFaultContext) => Promise<McpReply>

export interface McpFault {
  /** What it does, in words that follow "the backend": `answers with an error`. */
  explain(): string
  /** @returns what the client gets; `ask` may be called not at all, once, or again */
  readonly meet: Meet
  /** Stands around every request of a conversation in which the rule stands, struck or not. */
  readonly always?: Meet
}

export interface McpFaultKind<Options = unknown>
  extends Pick<FaultKind<Options>, 'kind' | 'family' | 'summary' | 'example' | 'options'> {
  /** Whether only calls of tools that write can meet it. Default false. */
  readonly writesOnly?: true
  /**
   * Whether it changes the server and not one exchange: once struck, by any request, it meets every later one of the
   * conversation too. Default false: it meets calls of tools, or the methods that `match:` names.
   */
  readonly lasts?: true
  /** Where the protocol has room for it. Default both. */
  readonly only?: 'http'
  /** @throws Problem when the options cannot work */
  create(options: Options): McpFault
}

/** Any kind, in lists; its options are known only to itself. */
export interface AnyMcpFaultKind extends Omit<McpFaultKind, 'create'> {
  create(options: never): McpFault
}
