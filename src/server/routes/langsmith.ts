/** Where LangSmith's clients send runs, and what they ask beforehand: in which form runs are taken. */
import { z } from 'zod'
import { langsmithCompletion } from '../../observe/index.ts'
import type { Context, Route, Server } from '../context.ts'
import { bytesIn, ingest, ingestSchema } from './ingest.ts'

const mebibyte = 1024 * 1024
const taken = { message: 'Runs batch ingested' }

export const langsmith: Route = (server, context) => {
  for (const prefix of ['', '/api/v1']) {
    const isAlias = prefix !== ''
    server.get(
      `${prefix}/info`,
      {
        config: { needs: 'nothing' },
        schema: {
          summary: "In which form runs are taken, as LangSmith's clients ask",
          ...(isAlias && { hide: true }),
          response: { 200: z.unknown().describe('What LangSmith answers, as far as its clients use it.') },
        },
      },
      async () => ({
        batch_ingest_config: { use_multipart_endpoint: true, size_limit: 100, size_limit_bytes: 8 * mebibyte },
      }),
    )
    for (const [path, kind] of [
      ['/runs', 'application/json'],
      ['/runs/batch', 'application/json'],
      ['/runs/multipart', 'multipart/form-data'],
    ] as const) {
      ingest(server, context, {
        path: `${prefix}${path}`,
        summary: "Runs, as LangSmith's clients send them",
        consumes: [kind],
        reader: 'langsmith',
        status: 202,
        isAlias,
        answer: () => taken,
      })
    }
    completions(server, context, prefix)
  }
}

/** Clients that send no batches tell how a run ended at an address of its own. */
function completions(server: Server, { observatory }: Context, prefix: string): void {
  server.patch(
    `${prefix}/runs/:id`,
    {
      config: { needs: 'ingest' },
      schema: {
        ...ingestSchema({
          summary: "How a run ended, as LangSmith's clients send it",
          consumes: ['application/json'],
          status: 202,
          isAlias: prefix !== '',
        }),
        params: z.object({ id: z.string().min(1).max(200) }),
      },
    },
    async (request, reply) => {
      const { project, params } = request
      const body = langsmithCompletion(bytesIn(request), params.id)
      await observatory.take({ project, reader: 'langsmith', body, contentType: 'application/json' })
      return reply.code(202).send(taken)
    },
  )
}
