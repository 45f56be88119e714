/**
 * The server: one process and one port over the observatory.
 *
 * It listens on loopback unless told otherwise. Bodies arrive as bytes, whatever they say they are, so that what takes
 * them in decides what can be read.
 */
import Fastify from 'fastify'
import type { Context } from './context.ts'
import { routes } from './routes/index.ts'

export interface ServerOptions extends Context {
  readonly host?: string
  /** 0 for a free one. */
  readonly port: number
  /** Largest body as sent, in bytes. Default 16 MiB. */
  readonly bodyBytes?: number
}

export interface OpenServer {
  /** `http://127.0.0.1:4319` */
  readonly url: string
  /** Takes nothing more, answers what it has taken, and ends. */
  close(): Promise<void>
}

/** @throws when the port is taken */
export async function openServer(options: ServerOptions): Promise<OpenServer> {
  const { host = '127.0.0.1', port, bodyBytes = 16 * 1024 * 1024, ...context } = options
  const server = Fastify({ bodyLimit: bodyBytes, logger: false, forceCloseConnections: 'idle' })
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body))
  server.decorateRequest('project', 'default')
  for (const route of routes) route(server, context)
  const url = await server.listen({ host, port })
  return { url, close: () => server.close() }
}
