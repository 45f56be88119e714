/** The server answers with a JSON-RPC error: client libraries throw it instead of handing a result to the model. */
import { z } from 'zod'
import type { McpFaultKind } from './mcp-fault.ts'
import { rpcCodes } from './rpc.ts'

const options = z.strictObject({
  code: z.int().default(rpcCodes.internal).describe('The error code. Default -32603, internal error.'),
  message: z.string().default('Internal error').describe('What it says.'),
  carriedOut: z.boolean().default(false).describe('The server does it all the same, before it says so. Default false.'),
})

export const protocolError: McpFaultKind<z.output<typeof options>> = {
  kind: 'protocol-error',
  family: 'status',
  summary: 'MCP: answers with a JSON-RPC error instead of a result',
  example: 'protocol-error: { code: -32603, message: Internal error }',
  options,
  create: ({ code, message, carriedOut }) => ({
    explain: () => `${carriedOut ? 'carries the request out and then ' : ''}answers with error ${code}: "${message}"`,
    async meet(request, ask) {
      if (carriedOut) await ask(request)
      return { error: { code, message } }
    },
  }),
}
