/**
 * The stream of a reply breaks off before the response, which the server has given: a client that resumes with
 * Last-Event-ID gets it from a server that keeps events; from any other it never does.
 */
import { z } from 'zod'
import type { McpFaultKind } from './mcp-fault.ts'

const options = z.strictObject({})

export const streamCut: McpFaultKind<z.output<typeof options>> = {
  kind: 'stream-cut',
  family: 'transport',
  summary: 'MCP over HTTP: breaks the stream off before the response; a client may resume it',
  example: 'stream-cut: {}',
  options,
  only: 'http',
  create: () => ({
    explain: () => 'breaks the stream off before the response',
    async meet(request, ask) {
      await ask(request)
      return { none: 'cut' }
    },
  }),
}
