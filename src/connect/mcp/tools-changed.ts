/** The server's list of tools changes under the agent: tools go, come, or are called something else. */
import { z } from 'zod'
import type { Json, JsonObject } from '../../conversation/index.ts'
import { announce, editTools, sayingItMayChange } from './edit-tools.ts'
import type { McpFaultKind } from './mcp-fault.ts'
import { type McpReply, rpcCodes, toolOf } from './rpc.ts'

const added = z.strictObject({
  name: z.string().min(1),
  description: z.string().default(''),
  inputSchema: z.record(z.string(), z.json()).default({ type: 'object' }),
  answer: z.string().default('Done.').describe('What it answers whenever it is called.'),
})

const options = z.strictObject({
  remove: z.array(z.string()).default([]).describe('Tools that are no longer there.'),
  rename: z.record(z.string(), z.string()).default({}).describe('Tools by their old names, with their new ones.'),
  add: z.array(added).default([]).describe('Tools that the server never had.'),
  notify: z.boolean().default(true).describe('Send notifications/tools/list_changed when it happens. Default true.'),
})

const unknown = (name: string): McpReply => ({
  error: { code: rpcCodes.invalidParams, message: `Unknown tool: ${name}` },
})

export const toolsChanged: McpFaultKind<z.output<typeof options>> = {
  kind: 'tools-changed',
  family: 'drift',
  summary: 'MCP: removes, renames or adds tools in the middle of a session',
  example: 'tools-changed: { rename: { book: create_booking }, remove: [cancel] }',
  options,
  lasts: true,
  create({ remove, rename, add, notify }) {
    const newNames = new Map(Object.entries(rename))
    const oldNames = new Map(Object.entries(rename).map(([old, now]) => [now, old]))
    const answers = new Map(add.map(({ name, answer }) => [name, answer]))
    const isGone = (name: string) => remove.includes(name) || (newNames.has(name) && !oldNames.has(name))
    const edit = (tools: readonly JsonObject[], isLastPage: boolean): readonly JsonObject[] => {
      const left = tools
        .filter(({ name }) => !remove.includes(String(name)))
        .map((tool) => ({ ...tool, name: newNames.get(String(tool.name)) ?? (tool.name as Json) }))
      return isLastPage ? [...left, ...add.map(({ answer: _, ...tool }) => tool as JsonObject)] : left
    }
    const parts = [
      ...remove.map((name) => `without ${name}`),
      ...Object.entries(rename).map(([old, now]) => `with ${old} called ${now}`),
      ...add.map(({ name }) => `with ${name} added`),
    ]
    return {
      explain: () => `lists its tools ${parts.join(', ')}${notify ? '' : ', without a word'}`,
      async meet(request, ask, context) {
        if (notify) announce(request, context)
        const name = toolOf(request)
        if (name === undefined) return editTools(request, ask, edit)
        const answer = answers.get(name)
        if (answer !== undefined) return { result: { content: [{ type: 'text', text: answer }] } }
        if (isGone(name)) return unknown(name)
        const old = oldNames.get(name)
        return ask(old === undefined ? request : { ...request, params: { ...request.params, name: old } })
      },
      ...(notify && { always: (request, ask) => sayingItMayChange(request, ask) }),
    }
  },
}
