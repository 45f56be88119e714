/**
 * Requests that are refused, and what becomes of anything thrown: one place that decides status codes.
 *
 * Senders drop what is answered with 500, so our own failures are 503 with a short `Retry-After`, and say nothing of what
 * went wrong inside. 400 and its like only for what no second try can mend.
 */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { problemsIn, reasonOf } from '../problem.ts'

export interface Refusal {
  readonly code: string
  readonly message: string
  readonly hint: string
}

export class Refused extends Error {
  readonly status: number
  readonly refusal: Refusal
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, refusal: Refusal, headers: Readonly<Record<string, string>> = {}) {
    super(refusal.message)
    this.status = status
    this.refusal = refusal
    this.headers = headers
  }
}

/** Seconds after which senders may come again: exporters give up when it is more than a few. */
export const retryAfter = { 'retry-after': '2' } as const

export const notFound = (what: string) =>
  new Refused(404, {
    code: 'server/not-found',
    message: `There is no such ${what}.`,
    hint: 'Check the name, and that the key is one of the same project. /openapi.json lists the paths.',
  })

export const badRequest = (why: string) =>
  new Refused(400, {
    code: 'server/bad-request',
    message: why,
    hint: 'See /openapi.json for what is taken here.',
  })

export const busy = (why: string) =>
  new Refused(503, { code: 'server/busy', message: why, hint: 'Send it again in a moment.' }, retryAfter)

/** What no second try can mend. */
const forGood: Readonly<Record<string, number | undefined>> = {
  'ingest/undecodable': 400,
  'ingest/unknown-encoding': 415,
  'ingest/too-large': 413,
  'observe/held': 409,
  'observe/no-such-conversation': 404,
  'server/bad-person': 400,
  'server/name-taken': 403,
  'store/last-admin': 409,
}

export function answerThrown(thrown: FastifyError | Error, request: FastifyRequest, reply: FastifyReply) {
  const { status, refusal, headers } = refusedBecause(thrown, request)
  // What was not read of a body must not be taken for the next request.
  if (status === 413 || status === 503) reply.header('connection', 'close')
  return reply.code(status).headers(headers).type('application/json').send(JSON.stringify(refusal))
}

function refusedBecause(thrown: FastifyError | Error, request: FastifyRequest): Refused {
  if (thrown instanceof Refused) return thrown
  const [problem] = problemsIn(thrown)
  if (problem !== undefined) {
    const { code, message, hint } = problem
    const status = forGood[code]
    return status === undefined
      ? new Refused(503, { code, message, hint }, retryAfter)
      : new Refused(status, { code, message, hint })
  }
  if ('validation' in thrown && thrown.validation !== undefined) return badRequest(reasonOf(thrown))
  const status = 'statusCode' in thrown ? thrown.statusCode : undefined
  if (status !== undefined && status >= 400 && status < 500) {
    return new Refused(status, badRequest(reasonOf(thrown)).refusal)
  }
  request.log.error(thrown)
  return new Refused(
    503,
    { code: 'server/failed', message: 'The server failed.', hint: 'Send it again in a moment.' },
    retryAfter,
  )
}
