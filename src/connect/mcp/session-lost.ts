/** The server forgets the session, as after a restart: 404 to everything in it, until the client begins a new one. */
import { z } from 'zod'
import type { McpFaultKind } from './mcp-fault.ts'

const options = z.strictObject({})

export const sessionLost: McpFaultKind<z.output<typeof options>> = {
  kind: 'session-lost',
  family: 'transport',
  summary: 'MCP over HTTP: forgets the session and answers 404 until a new one begins',
  example: 'session-lost: {}',
  options,
  only: 'http',
  create: () => ({
    explain: () => 'forgets the session and answers 404 until a new one begins',
    meet: async () => ({ none: 'session-lost' }),
  }),
}
