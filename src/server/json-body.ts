/** Bodies that are JSON of our own forms, for routes that take them: small, and said to be JSON. */
import type { FastifyRequest } from 'fastify'
import { badRequest, Refused } from './refused.ts'

/** Route options: the body is parsed before it is validated. No page can send this kind without being asked first. */
export const jsonBody = { preValidation: parsed, bodyLimit: 64 * 1024 } as const

async function parsed(request: FastifyRequest): Promise<void> {
  const [kind = ''] = (request.headers['content-type'] ?? '').split(';')
  if (kind.trim().toLowerCase() !== 'application/json') throw notJson()
  if (!Buffer.isBuffer(request.body)) throw badRequest('The body is missing.')
  try {
    request.body = JSON.parse(request.body.toString('utf8'))
  } catch {
    throw badRequest('The body is not JSON.')
  }
}

const notJson = () =>
  new Refused(415, {
    code: 'server/not-json',
    message: 'The body has to be JSON, and has to say so.',
    hint: 'Send it with "Content-Type: application/json".',
  })
