/** Changing a server's list of tools, and telling its clients. */
import { isObject, type JsonObject } from '../../conversation/index.ts'
import type { Ask, McpFaultContext } from './mcp-fault.ts'
import { type McpReply, type McpRequest, toolsIn } from './rpc.ts'

const changed = 'notifications/tools/list_changed'

/** Asks, and edits the tools of the reply when it is a list of them. */
export async function editTools(
  request: McpRequest,
  ask: Ask,
  edit: (tools: readonly JsonObject[], isLastPage: boolean) => readonly JsonObject[],
): Promise<McpReply> {
  const reply = await ask(request)
  if (request.method !== 'tools/list' || !('result' in reply)) return reply
  const isLastPage = reply.result.nextCursor === undefined
  return { result: { ...reply.result, tools: edit(toolsIn(reply), isLastPage) } }
}

/**
 * Tells the client that the list has changed, when it did so in the middle of a session.
 *
 * A list that is wrong from a session's first request on has not changed, and a list that is being asked for needs no
 * announcement.
 */
export function announce({ method }: McpRequest, { strikes, notify }: McpFaultContext): void {
  if (strikes && method !== 'initialize' && method !== 'tools/list') notify(changed)
}

/** Asks, and has the server say at the beginning that its list may change: some clients listen only then. */
export async function sayingItMayChange(request: McpRequest, ask: Ask): Promise<McpReply> {
  const reply = await ask(request)
  if (request.method !== 'initialize' || !('result' in reply)) return reply
  const { capabilities } = reply.result
  const known = isObject(capabilities) ? capabilities : {}
  const tools = isObject(known.tools) ? known.tools : {}
  return { result: { ...reply.result, capabilities: { ...known, tools: { ...tools, listChanged: true } } } }
}
