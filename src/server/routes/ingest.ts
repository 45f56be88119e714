/**
 * What every path that takes production data has in common: the body as bytes, an answer only once it is on disk, and
 * status codes that make senders do the right thing. 400 for what can never be read; 503 with a short `Retry-After` for
 * everything that may work later, our own failures included, because senders drop what is answered otherwise.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { TakenIn } from '../../observe/index.ts'
import { type Problem, problemsIn } from '../../problem.ts'
import type { Context } from '../context.ts'

export interface IngestPath {
  readonly path: string
  /** Name of the reader that understands the body. */
  readonly reader: string
  /** What is answered once it is on disk; how much was kept when left out. */
  readonly answer?: (reply: FastifyReply, taken: TakenIn, request: FastifyRequest<{ Body: Buffer }>) => unknown
}

/** Seconds after which senders may come again: exporters give up when it is more than a few. */
const retryAfterSeconds = '2'

export function ingest(server: FastifyInstance, { observatory }: Context, { path, reader, answer }: IngestPath): void {
  server.post<{ Body: Buffer }>(path, async (request, reply) => {
    const { 'content-type': contentType, 'content-encoding': contentEncoding } = request.headers
    try {
      const taken = await observatory.take({
        project: request.project,
        reader,
        body: request.body ?? Buffer.alloc(0),
        ...(contentType !== undefined && { contentType }),
        ...(contentEncoding !== undefined && { contentEncoding }),
      })
      return answer?.(reply, taken, request) ?? taken
    } catch (thrown) {
      return refuse(reply, thrown)
    }
  })
}

function refuse(reply: FastifyReply, thrown: unknown) {
  const [problem] = problemsIn(thrown)
  const status = problem === undefined ? undefined : forGood[problem.code]
  if (problem !== undefined && status !== undefined) return reply.code(status).send(told(problem))
  if (problem === undefined) reply.log.error(thrown)
  return reply
    .code(503)
    .header('retry-after', retryAfterSeconds)
    .send(
      problem === undefined ? { code: 'server/failed', message: 'The server failed; send it again.' } : told(problem),
    )
}

/** What no second try can mend. */
const forGood: Readonly<Record<string, number | undefined>> = {
  'ingest/undecodable': 400,
  'ingest/unknown-encoding': 415,
  'ingest/too-large': 413,
}

const told = ({ code, message, hint }: Problem) => ({ code, message, hint })
