/** Requests that belong to no conversation: they pass untouched, and calls of tools are counted. */
import type { KnownTools } from './known-tools.ts'
import type { McpCalls } from './mcp-calls.ts'
import type { Ask } from './mcp-fault.ts'
import { type McpRequest, noAnswer, toolOf } from './rpc.ts'

/** Whoever takes the requests of an agent: a conversation, or nobody. */
export type Taker = Pick<McpCalls, 'exchange'> & { readonly id?: string }

export interface Passing extends Taker {
  /** Calls of tools that nobody could place, and one of them. */
  unplaced(): { readonly n: number; readonly example: string }
}

/** @param tools learns what the server says of its tools: agents often ask before their first conversation */
export function passing(tools: KnownTools): Passing {
  let n = 0
  let example = ''
  return {
    async exchange(request: McpRequest, _server, ask: Ask) {
      const tool = toolOf(request)
      if (tool !== undefined) {
        n += 1
        example ||= tool
      }
      const reply = await ask(request).catch(noAnswer)
      if (request.method === 'tools/list') tools.learn(reply)
      return { reply, notes: [], done: () => {} }
    },
    unplaced: () => ({ n, example }),
  }
}
