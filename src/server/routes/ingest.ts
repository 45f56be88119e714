/**
 * What every path that takes production data has in common: the body as bytes, an answer only once it is on disk, and
 * status codes that make senders do the right thing. 400 for what can never be read; 503 with a short `Retry-After` for
 * everything that may work later, our own failures included, because senders drop what is answered otherwise.
 */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { TakenIn } from '../../observe/index.ts'
import { type Problem, problemsIn } from '../../problem.ts'
import type { Context } from '../context.ts'

export interface IngestPath {
  readonly path: string
  /** The reader of a body, by what the request is. */
  readonly reader: (contentType: string) => string
  /** What is answered once it is on disk. */
  readonly answer?: (taken: TakenIn, contentType: string) => unknown
}

/** Seconds after which senders may come again: exporters give up when it is more than a few. */
const retryAfterSeconds = '2'

export function ingest(server: FastifyInstance, { observatory }: Context, { path, reader, answer }: IngestPath): void {
  server.post<{ Body: Buffer }>(path, async (request, reply) => {
    const contentType = request.headers['content-type'] ?? ''
    try {
      const taken = await observatory.take('default', reader(contentType), request.body, contentType)
      return answer?.(taken, contentType) ?? taken
    } catch (thrown) {
      return refuse(reply, thrown)
    }
  })
}

function refuse(reply: FastifyReply, thrown: unknown) {
  const [problem] = problemsIn(thrown)
  if (problem !== undefined && never.has(problem.code)) return reply.code(400).send(told(problem))
  if (problem === undefined) reply.log.error(thrown)
  return reply
    .code(503)
    .header('retry-after', retryAfterSeconds)
    .send(
      problem === undefined ? { code: 'server/failed', message: 'The server failed; send it again.' } : told(problem),
    )
}

/** What no second try can mend. */
const never = new Set(['ingest/undecodable'])

const told = ({ code, message, hint }: Problem) => ({ code, message, hint })
