/** Changing what a tool's result says, in both places where it says it: structured, and as JSON in its text. */
import { isObject, type Json, type JsonObject } from '../../conversation/index.ts'
import { objectIn } from './rpc.ts'

/** The same result with its structured content, and every text block that is a JSON object, edited. */
export function editJsonText(result: JsonObject, edit: (value: JsonObject) => JsonObject): JsonObject {
  const { structuredContent, content } = result
  return {
    ...result,
    ...(Array.isArray(content) && {
      content: (content as readonly Json[]).map((block) => (isObject(block) ? editedBlock(block, edit) : block)),
    }),
    ...(isObject(structuredContent) && { structuredContent: edit(structuredContent) }),
  }
}

function editedBlock(block: JsonObject, edit: (value: JsonObject) => JsonObject): JsonObject {
  const value = block.type === 'text' && typeof block.text === 'string' ? objectIn(block.text) : undefined
  return value === undefined ? block : { ...block, text: JSON.stringify(edit(value)) }
}

/** The same value with a field renamed wherever it stands. */
export function renamed(value: Json, from: string, to: string): Json {
  if (Array.isArray(value)) return value.map((item: Json) => renamed(item, from, to))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name === from ? to : name, renamed(item, from, to)]),
  )
}
