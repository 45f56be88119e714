/**
 * What every path that takes production data has in common: the body as bytes, an answer only once it is on disk, and
 * status codes that make senders do the right thing (`refused.ts`).
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { TakenIn } from '../../observe/index.ts'
import type { Context, Server } from '../context.ts'
import { guarded, refusals } from '../forms.ts'

export interface IngestPath {
  readonly path: string
  /** In a few words. */
  readonly summary: string
  /** Kinds of bodies; the first is the usual one. */
  readonly consumes: readonly string[]
  /** Name of the reader that understands the body. */
  readonly reader: string
  /** The status of an answer that is kept. Default 200. */
  readonly status?: number
  /** Another path to the same, which the description leaves out. */
  readonly isAlias?: boolean
  /** What is answered once it is on disk; how much was kept when left out. */
  readonly answer?: (reply: FastifyReply, taken: TakenIn, body: Buffer, request: FastifyRequest) => unknown
}

const kept = z
  .unknown()
  .describe('It is on disk. Records that could not be read are counted, and the rest of the request is kept.')

/** How every path that takes production data is described. */
export function ingestSchema({
  summary,
  consumes,
  status = 200,
  isAlias = false,
}: Omit<IngestPath, 'path' | 'reader'>) {
  return {
    summary,
    consumes: [...consumes],
    ...(isAlias && { hide: true }),
    response: { [status]: kept, ...refusals(400, 413, 415, ...guarded) },
  }
}

export function ingest(server: Server, { observatory }: Context, options: IngestPath): void {
  const { path, reader, status = 200, answer } = options
  server.post(path, { config: { needs: 'ingest' }, schema: ingestSchema(options) }, async (request, reply) => {
    const { 'content-type': contentType } = request.headers
    const body = bytesIn(request)
    const taken = await observatory.take({
      project: request.project,
      reader,
      body,
      ...(contentType !== undefined && { contentType }),
    })
    reply.code(status)
    return answer?.(reply, taken, body, request) ?? taken
  })
}

/** The body, whatever it was packed in; empty when there was none. */
export function bytesIn({ body }: FastifyRequest): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0)
}
