/** Where LangSmith's clients send runs, and what they ask beforehand: in which form runs are taken. */
import type { Route } from '../context.ts'
import { ingest } from './ingest.ts'

const mebibyte = 1024 * 1024

export const langsmith: Route = (server, context) => {
  for (const prefix of ['', '/api/v1']) {
    server.get(`${prefix}/info`, async () => ({
      batch_ingest_config: { use_multipart_endpoint: true, size_limit: 100, size_limit_bytes: 8 * mebibyte },
    }))
    for (const path of ['/runs', '/runs/batch', '/runs/multipart']) {
      ingest(server, context, {
        path: `${prefix}${path}`,
        reader: 'langsmith',
        answer: (reply) => reply.code(202).send({ message: 'Runs batch ingested' }),
      })
    }
  }
}
