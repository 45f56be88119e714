/**
 * A field of a result has another name than before.
 *
 * Hidden, the server's tools/list still declares the old one: client libraries that check structured results against
 * it throw, and the model never sees the result. Declared, the list says the new name from the start, and only what
 * was written for the old one breaks.
 */
import { z } from 'zod'
import { isObject, type Json, type JsonObject } from '../../conversation/index.ts'
import { editJsonText, renamed } from './edit-result.ts'
import { editTools } from './edit-tools.ts'
import type { McpFaultKind, Meet } from './mcp-fault.ts'
import { toolOf } from './rpc.ts'

const options = z.strictObject({
  field: z.string().min(1).describe('The field as the server names it, wherever it stands in the result.'),
  to: z.string().min(1).describe('Its name from now on.'),
  tool: z.string().optional().describe('Only in results of this tool. Default all that match.'),
  alsoInSchema: z
    .boolean()
    .default(false)
    .describe('Declare it in tools/list as well. Then it is so from the start, whatever `match:` says. Default false.'),
})

export const fieldRenamed: McpFaultKind<z.output<typeof options>> = {
  kind: 'field-renamed',
  family: 'drift',
  summary: 'MCP: renames a field of the result, hidden or declared in the tool list',
  example: 'field-renamed: { field: startsAt, to: starts_at, alsoInSchema: true }',
  options,
  create({ field, to, tool, alsoInSchema }) {
    const isMeant = (name: string | undefined) => name !== undefined && (tool === undefined || name === tool)
    const inResult: Meet = async (request, ask) => {
      const reply = await ask(request)
      if (!isMeant(toolOf(request)) || !('result' in reply)) return reply
      return { result: editJsonText(reply.result, (value) => renamed(value, field, to) as JsonObject) }
    }
    const inList = (request: Parameters<Meet>[0], ask: Parameters<Meet>[1]) =>
      editTools(request, ask, (tools) =>
        tools.map((each) =>
          isMeant(String(each.name)) && isObject(each.outputSchema)
            ? { ...each, outputSchema: inSchema(each.outputSchema, field, to) as JsonObject }
            : each,
        ),
      )
    const how = alsoInSchema ? 'and says so in its tool list' : 'while its tool list says the old name'
    return {
      explain: () => `calls "${field}" "${to}" in ${tool === undefined ? 'its results' : `results of ${tool}`} ${how}`,
      meet: alsoInSchema ? (request, ask) => ask(request) : inResult,
      ...(alsoInSchema && {
        always: (request, ask, context) => inResult(request, (asked) => inList(asked, ask), context),
      }),
    }
  },
}

/** A JSON Schema with a property renamed wherever it is declared or required. */
function inSchema(schema: Json, from: string, to: string): Json {
  if (Array.isArray(schema)) return schema.map((item: Json) => inSchema(item, from, to))
  if (!isObject(schema)) return schema
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]): [string, Json] => {
      if (key === 'required' && Array.isArray(value))
        return [key, value.map((name: Json) => (name === from ? to : name))]
      if (key !== 'properties' || !isObject(value)) return [key, inSchema(value, from, to)]
      const properties = Object.entries(value).map(([name, each]) => [
        name === from ? to : name,
        inSchema(each, from, to),
      ])
      return [key, Object.fromEntries(properties)]
    }),
  )
}
