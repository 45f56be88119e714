/** Whoever a request comes from, as the audit log names them. */
import type { FastifyRequest } from 'fastify'
import type { By } from './access/key-book.ts'

export function byOf({ caller, ip }: FastifyRequest): By {
  return { who: caller?.who ?? 'nobody', from: ip }
}
