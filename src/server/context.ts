/** What routes stand on. A route is one file that adds itself to the server; only `routes/index.ts` knows which there are. */
import type { FastifyInstance } from 'fastify'
import type { Observatory } from '../observe/index.ts'

export interface Context {
  readonly observatory: Observatory
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Fieldproof's own. */
  readonly version: string
}

/** Adds what it answers. */
export type Route = (server: FastifyInstance, context: Context) => void

declare module 'fastify' {
  interface FastifyRequest {
    /** The project that the request speaks for, as whoever sent it may. */
    project: string
  }
}
