/** What routes stand on. A route is one file that adds itself to the server; only `routes/index.ts` knows which there are. */

import type { Server as HttpServer } from 'node:http'
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
} from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Clock } from '../connect/index.ts'
import type { Observatory, WebhookSources } from '../observe/index.ts'
import type { Access, Labels, Scope } from '../store/index.ts'
import type { Caller } from './access/caller.ts'
import type { Passwords } from './access/passwords.ts'
import type { Tallies } from './tallies.ts'

export interface Context {
  readonly observatory: Observatory
  /** Webhooks of chat providers whose deliveries are copied here; nothing is copied where there are none. */
  readonly webhooks?: WebhookSources
  readonly access: Access
  /** What people said of verdicts. */
  readonly labels: Labels
  readonly passwords: Passwords
  readonly tallies: Tallies
  readonly clock: Clock
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Fieldproof's own. */
  readonly version: string
  /** Aborted when the server takes nothing more. */
  readonly ending: AbortSignal
  /** Whether people reach the server by https, as far as it was told. */
  readonly isHttps: boolean
}

/** A Fastify whose schemas are zod's. */
export type Server = FastifyInstance<
  HttpServer,
  RawRequestDefaultExpression<HttpServer>,
  RawReplyDefaultExpression<HttpServer>,
  FastifyBaseLogger,
  ZodTypeProvider
>

/** Adds what it answers. */
export type Route = (server: Server, context: Context) => void

declare module 'fastify' {
  interface FastifyRequest {
    /** The project that the request speaks for, as whoever sent it may. */
    project: string
    /** Who sent it; nobody only where nothing is needed. */
    caller: Caller | null
  }
  interface FastifyContextConfig {
    /** What a caller must be allowed for it. Every route says. */
    needs?: Scope | 'nothing'
  }
}
