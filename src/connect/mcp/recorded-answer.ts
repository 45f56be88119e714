/** A recorded answer of a tool as an MCP server gives it. */
import { isObject, type Json, type JsonObject } from '../../conversation/index.ts'
import type { RecordedAnswer } from '../recordings/replay-tools.ts'
import { errorResult, type McpReply } from './rpc.ts'

/** Structured where it is an object, and as text; a result that was recorded as the protocol has it stays as it is. */
export function resultOf({ value, isError }: RecordedAnswer): McpReply {
  if (isObject(value) && isContent(value.content)) return { result: value }
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const result: JsonObject = {
    content: [{ type: 'text', text }],
    ...(isObject(value) && { structuredContent: value }),
    ...(isError && { isError }),
  }
  return { result }
}

/** What the agent gets where nothing was recorded that would do. */
export const notRecordedOf = (tool: string): McpReply =>
  errorResult(JSON.stringify({ error: 'fieldproof-not-recorded', message: `Nothing was recorded for ${tool}.` }))

const isContent = (content: Json | undefined) =>
  Array.isArray(content) && content.every((block: Json) => isObject(block) && typeof block.type === 'string')
