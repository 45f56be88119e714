/** Where LangSmith's clients send runs, and what they ask beforehand: in which form runs are taken. */
import { z } from 'zod'
import type { Route } from '../context.ts'
import { ingest } from './ingest.ts'

const mebibyte = 1024 * 1024

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
        answer: () => ({ message: 'Runs batch ingested' }),
      })
    }
  }
}
