/** Langfuse's own ingestion, as its clients used before they spoke OpenTelemetry: every event is answered for itself. */
import { langfuseAnswer } from '../../observe/index.ts'
import type { Route } from '../context.ts'
import { ingest } from './ingest.ts'

export const langfuse: Route = (server, context) => {
  ingest(server, context, {
    path: '/api/public/ingestion',
    summary: "Langfuse's own ingestion; every event is answered for itself",
    consumes: ['application/json'],
    reader: 'langfuse',
    status: 207,
    answer: (_, __, body) => langfuseAnswer(body),
  })
}
