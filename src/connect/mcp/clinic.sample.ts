/** A real MCP server for tests: it finds slots and books them, and a line in a file says that it did. */
import { appendFileSync } from 'node:fs'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { z } from 'zod'

/** @param record gets a line for each booking */
export function clinic(record: string): McpServer {
  const server = new McpServer({ name: 'clinic', version: '1.0.0' })
  server.registerTool(
    'find_slots',
    {
      description: 'Free slots of a day.',
      inputSchema: { day: z.string() },
      outputSchema: { day: z.string(), startsAt: z.string() },
      annotations: { readOnlyHint: true },
    },
    ({ day }) => answer({ day, startsAt: '09:30' }),
  )
  server.registerTool(
    'book',
    { description: 'Books a slot.', inputSchema: { slot: z.string() }, outputSchema: { booked: z.string() } },
    async ({ slot }, { sendNotification, _meta }) => {
      appendFileSync(record, `${slot}\n`)
      const progressToken = _meta?.progressToken
      if (progressToken !== undefined) {
        await sendNotification({ method: 'notifications/progress', params: { progressToken, progress: 1 } })
      }
      if (slot === 'never') return { content: [{ type: 'text', text: 'There is no such slot.' }], isError: true }
      return answer({ booked: slot })
    },
  )
  return server
}

function answer(value: Record<string, string>) {
  return { content: [{ type: 'text' as const, text: JSON.stringify(value) }], structuredContent: value }
}
