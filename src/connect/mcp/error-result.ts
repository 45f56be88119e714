/** The tool answers with a result that calls itself an error: `isError: true`. */
import { z } from 'zod'
import type { McpFaultKind } from './mcp-fault.ts'
import { errorResult } from './rpc.ts'

const options = z.strictObject({
  text: z.string().default('The service is temporarily unavailable.').describe('What the result says.'),
  carriedOut: z.boolean().default(false).describe('The server does it all the same, before it says so. Default false.'),
})

export const errorResultFault: McpFaultKind<z.output<typeof options>> = {
  kind: 'error-result',
  family: 'status',
  summary: 'MCP: answers a tool call with a result marked isError',
  example: 'error-result: { text: The calendar is down. }',
  options,
  create: ({ text, carriedOut }) => ({
    explain: () => `${carriedOut ? 'carries the call out and then ' : ''}answers with an error result: "${text}"`,
    async meet(request, ask) {
      if (carriedOut) await ask(request)
      return errorResult(text)
    },
  }),
}
