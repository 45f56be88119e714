/** Langfuse's own ingestion, as its clients used before they spoke OpenTelemetry: every event is answered for itself. */
import { langfuseAnswer } from '../../observe/index.ts'
import type { Route } from '../context.ts'
import { ingest } from './ingest.ts'

export const langfuse: Route = (server, context) => {
  ingest(server, context, {
    path: '/api/public/ingestion',
    reader: 'langfuse',
    answer: (reply, _, { body }) => reply.code(207).send(langfuseAnswer(body)),
  })
}
