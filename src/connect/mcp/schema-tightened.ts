/** A tool wants one argument more than it did: a required one, insisted on or only declared. */
import { z } from 'zod'
import { isObject, type JsonObject } from '../../conversation/index.ts'
import { announce, editTools, sayingItMayChange } from './edit-tools.ts'
import type { McpFaultKind } from './mcp-fault.ts'
import { argumentsOf, errorResult, type McpRequest, toolOf } from './rpc.ts'

const options = z.strictObject({
  tool: z.string().min(1).describe('The tool.'),
  argument: z.string().min(1).describe('The argument that it now requires.'),
  schema: z.record(z.string(), z.json()).default({ type: 'string' }).describe('Its JSON Schema. Default any text.'),
  enforced: z
    .boolean()
    .default(true)
    .describe('Calls without it are answered with an error result, unasked. Default true. The server never sees it.'),
  notify: z.boolean().default(false).describe('Send notifications/tools/list_changed when it happens. Default false.'),
})

export const schemaTightened: McpFaultKind<z.output<typeof options>> = {
  kind: 'schema-tightened',
  family: 'drift',
  summary: 'MCP: requires a new argument of a tool',
  example: 'schema-tightened: { tool: book, argument: reason }',
  options,
  lasts: true,
  create: ({ tool, argument, schema, enforced, notify }) => ({
    explain: () =>
      `requires "${argument}" of ${tool}${enforced ? '' : ' but does without it'}${notify ? '' : ', without a word'}`,
    async meet(request, ask, context) {
      if (notify) announce(request, context)
      if (toolOf(request) === tool) {
        if (enforced && argumentsOf(request)[argument] === undefined) {
          return errorResult(`Input validation error: Invalid arguments for tool ${tool}: "${argument}" is required`)
        }
        return ask(without(request, argument))
      }
      return editTools(request, ask, (tools) =>
        tools.map((each) => (each.name === tool ? requiring(each, argument, schema as JsonObject) : each)),
      )
    },
    ...(notify && { always: (request, ask) => sayingItMayChange(request, ask) }),
  }),
}

function requiring(tool: JsonObject, argument: string, schema: JsonObject): JsonObject {
  const input = isObject(tool.inputSchema) ? tool.inputSchema : { type: 'object' }
  const { properties, required } = input as JsonObject
  return {
    ...tool,
    inputSchema: {
      ...input,
      properties: { ...(isObject(properties) && properties), [argument]: schema },
      required: [...(Array.isArray(required) ? required : []), argument],
    },
  }
}

function without(request: McpRequest, argument: string): McpRequest {
  const given = argumentsOf(request)
  if (given[argument] === undefined) return request
  const { [argument]: _, ...rest } = given
  return { ...request, params: { ...request.params, arguments: rest } }
}
