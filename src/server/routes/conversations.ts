/** Conversations in our own form: sent whole or event by event, and read back with their gradings. */
import { z } from 'zod'
import { conversationOf } from '../../observe/index.ts'
import type { Route } from '../context.ts'
import { guarded, ms, refusals } from '../forms.ts'
import { notFound } from '../refused.ts'
import { ingest } from './ingest.ts'

const thread = z.object({
  project: z.string(),
  id: z.string(),
  state: z.enum(['open', 'quiet', 'closed']),
  channel: z.string(),
  agent: z.string(),
  version: z.string(),
  customer: z.string().optional(),
  firstMs: ms,
  lastMs: ms,
  seenMs: ms.describe('When the last of it arrived.'),
  revision: z.number().int().describe('Grows with everything that arrives.'),
  graded: z.number().int().describe('The revision that was graded last; 0 for none.'),
  dueMs: ms.describe('When it counts as over unless more arrives; 0 when somebody said that it is.'),
})

export const conversations: Route = (server, context) => {
  const { observed } = context.observatory
  ingest(server, context, {
    path: '/v1/conversations',
    summary: 'Send conversations, whole or event by event: one JSON value, a list, or one per line',
    consumes: ['application/json', 'application/x-ndjson'],
    reader: 'conversations',
  })

  server.get(
    '/v1/conversations',
    {
      config: { needs: 'read' },
      schema: {
        summary: 'The conversations that went on last, newest first',
        querystring: z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) }),
        response: { 200: z.object({ conversations: z.array(thread) }), ...refusals(400, ...guarded) },
      },
    },
    async ({ query: { limit }, project }) => ({ conversations: [...(await observed.latestThreads(project, limit))] }),
  )

  server.get(
    '/v1/conversations/:id',
    {
      config: { needs: 'read' },
      schema: {
        summary: 'A conversation, and the verdict on it once it was graded',
        params: z.object({ id: z.string() }),
        response: {
          200: z.object({
            thread,
            conversation: z.unknown().describe('As schemas/conversation.schema.json has it.'),
            verdict: z.unknown().optional(),
          }),
          ...refusals(404, ...guarded),
        },
      },
    },
    async ({ params: { id }, project }) => {
      const found = await observed.thread(project, id)
      if (found === undefined) throw notFound('conversation')
      const grading = await observed.grading(project, id)
      return {
        thread: found,
        conversation: await conversationOf(observed, found),
        ...(grading && { verdict: grading.verdict }),
      }
    },
  )
}
