/**
 * A door: one listening Fastify with the guard before its routes, the same headers on every answer, and patience that ends.
 *
 * Every route says what it needs and what it answers, or the door does not open.
 */
import type { IncomingMessage } from 'node:http'
import Fastify, { type FastifyRequest, type RouteOptions } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Guard } from './access/guard.ts'
import type { BodyRoom } from './bodies.ts'
import type { Context, Route, Server } from './context.ts'
import { describe } from './openapi.ts'
import { answerThrown, notFound } from './refused.ts'

export interface DoorOptions {
  readonly context: Context
  readonly guard: Guard
  readonly room: BodyRoom
  readonly bodyBytes: number
  /** How long a request may take to arrive, in milliseconds. */
  readonly requestMs: number
  readonly log?: (line: string) => void
}

/** Nothing that is sent back is ever a page: browsers are told to run, frame, guess and keep none of it. */
const headers = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const

export async function openDoor(options: DoorOptions, routes: readonly Route[]): Promise<Server> {
  const { context, guard, room, bodyBytes, requestMs, log } = options
  const server: Server = Fastify({
    bodyLimit: bodyBytes,
    requestTimeout: requestMs,
    http: {
      headersTimeout: Math.min(requestMs, 10_000),
      connectionsCheckingInterval: Math.min(requestMs, 1000),
      maxHeaderSize: 32 * 1024,
    },
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 1000 },
    logger: log === undefined ? false : { stream: { write: log }, serializers: told },
  }).withTypeProvider<ZodTypeProvider>()
  server.setValidatorCompiler(validatorCompiler)
  server.setSerializerCompiler(serializerCompiler)
  server.setErrorHandler(answerThrown)
  server.setNotFoundHandler(() => {
    throw notFound('path')
  })
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', (request: FastifyRequest, payload: IncomingMessage) =>
    room.read(payload, request.routeOptions.bodyLimit),
  )
  server.decorateRequest('project', '')
  server.decorateRequest('caller', null)
  server.addHook('onRoute', insist)
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(headers)
    reply.raw.once('close', () => room.forget(request.raw))
    await guard.meet(request)
  })
  server.addHook('onResponse', async (request, reply) => {
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none')
    context.tallies.answered(`${request.method} ${route}`, reply.statusCode, reply.elapsedTime / 1000)
  })
  await describe(server, context.version)
  for (const route of routes) route(server, context)
  return server
}

function insist({ url, config, schema }: RouteOptions): void {
  const needs = config?.needs
  if (needs === undefined) throw new Error(`${url} does not say what it needs`)
  if (schema?.response === undefined) throw new Error(`${url} does not say what it answers`)
  Object.assign(schema, needs === 'nothing' ? { security: [] } : { 'x-scope': needs })
}

/** What of a request is logged: neither headers nor what stands behind the path, which may hold what nobody is to read. */
const told = {
  req: ({ method, url, ip }: { method: string; url: string; ip: string }) => ({
    method,
    path: url.split('?')[0]?.slice(0, 200),
    from: ip,
  }),
}
