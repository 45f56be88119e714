/** Conversations in our own form: sent whole or event by event, and read back with their gradings. */
import { z } from 'zod'
import { conversationOf } from '../../observe/index.ts'
import type { Route } from '../context.ts'
import { ingest } from './ingest.ts'

const listForm = z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) })

export const conversations: Route = (server, context) => {
  const { observed } = context.observatory
  ingest(server, context, { path: '/v1/conversations', reader: 'conversations' })

  server.get('/v1/conversations', async ({ query, project }) => {
    const { limit } = listForm.parse(query)
    const threads = await observed.latestThreads(project, limit)
    return { conversations: threads }
  })

  server.get<{ Params: { id: string } }>('/v1/conversations/:id', async ({ params: { id }, project }, reply) => {
    const thread = await observed.thread(project, id)
    if (thread === undefined)
      return reply.code(404).send({ code: 'server/not-found', message: 'There is no such conversation.' })
    const grading = await observed.grading(project, id)
    return {
      thread,
      conversation: await conversationOf(observed, thread),
      ...(grading && { verdict: grading.verdict }),
    }
  })
}
