/**
 * The server: one process over the observatory, on one port, and on a second one for OpenTelemetry where it is asked for.
 *
 * It listens on loopback unless told otherwise, and nowhere else without keys. Bodies arrive as bytes, whatever they say
 * they are, so that what takes them in decides what can be read.
 */
import { type Clock, wallClock } from '../connect/index.ts'
import { type Observatory, type WebhookSettings, webhookSources } from '../observe/index.ts'
import { Problem, reasonOf } from '../problem.ts'
import { type Access, type Labels, openAccess, openLabels } from '../store/index.ts'
import { guard, isLoopback } from './access/guard.ts'
import { passwords } from './access/passwords.ts'
import { bodyRoom } from './bodies.ts'
import { type Connections, connectionsOf } from './connections.ts'
import type { Context, Server } from './context.ts'
import { type DoorOptions, openDoor } from './door.ts'
import { allRoutes, otlpRoutes } from './routes/index.ts'
import { tallies } from './tallies.ts'

export interface ServerOptions {
  readonly observatory: Observatory
  /** Webhooks of chat providers whose deliveries are copied here, by name. Default none. */
  readonly webhooks?: WebhookSettings
  /** Keys and people. Without, there are none: whoever is on this machine may do everything, and nobody else anything. */
  readonly access?: Access
  /** What people said of verdicts. Without, it is remembered until the server ends. */
  readonly labels?: Labels
  readonly clock?: Clock
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Fieldproof's own. */
  readonly version: string
  /** Default loopback. */
  readonly host?: string
  /** 0 for a free one. */
  readonly port: number
  /** A second port that takes OpenTelemetry alone: 4318 is what exporters try by themselves. */
  readonly otlpPort?: number
  /** Where people reach it when something stands before it: `https://fieldproof.example.com`. */
  readonly publicUrl?: string
  /** Largest body as sent and unpacked, in bytes. Default 16 MiB. */
  readonly bodyBytes?: number
  /** All bodies that are held at once, in bytes. Default 64 MiB. */
  readonly heldBytes?: number
  /** How long a request may take to arrive, in milliseconds. Default 30,000. */
  readonly requestMs?: number
  /** How long requests that are under way may take yet when it ends, in milliseconds. Default 10,000. */
  readonly endMs?: number
  /** One line of JSON per request and failure. Left out, nothing is logged. */
  readonly log?: (line: string) => void
}

export interface OpenServer {
  /** `http://127.0.0.1:4319` */
  readonly url: string
  /** Where OpenTelemetry alone is taken, when that was asked for. */
  readonly otlpUrl?: string
  /** Takes nothing more, answers what it has taken, and ends. */
  close(): Promise<void>
}

/** @throws Problem `server/no-keys` or `server/cannot-listen` */
export async function openServer(options: ServerOptions): Promise<OpenServer> {
  const { observatory, now, version, clock = wallClock(), host = '127.0.0.1', port, otlpPort, log } = options
  const access = options.access ?? (await openAccess(':memory:'))
  const labels = options.labels ?? (await openLabels(':memory:'))
  if (!isLoopback(host) && !(await access.hasKeys())) throw noKeys(host)
  const ending = new AbortController()
  const context: Context = {
    observatory,
    webhooks: webhookSources(options.webhooks ?? {}, now),
    access,
    labels,
    clock,
    now,
    version,
    passwords: passwords(),
    tallies: tallies(),
    ending: ending.signal,
    isHttps: options.publicUrl?.startsWith('https:') ?? false,
  }
  const own: DoorOptions = {
    context,
    guard: guard({ access, now }),
    room: bodyRoom(options.heldBytes ?? 64 * 1024 * 1024),
    bodyBytes: options.bodyBytes ?? 16 * 1024 * 1024,
    requestMs: options.requestMs ?? 30_000,
    ...(log !== undefined && { log }),
  }
  const doors = [await openDoor(own, allRoutes)]
  if (otlpPort !== undefined) doors.push(await openDoor(own, otlpRoutes))
  const connections = doors.map((door) => connectionsOf(door.server))

  async function close(): Promise<void> {
    ending.abort()
    await endAll(doors, connections, clock, options.endMs ?? 10_000)
    await own.guard.note()
    if (options.access === undefined) await access.close()
    if (options.labels === undefined) await labels.close()
  }
  try {
    const [url = '', otlpUrl] = await Promise.all(
      doors.map((door, index) => door.listen({ host, port: index === 0 ? port : (otlpPort ?? 0) })),
    )
    return { url, ...(otlpUrl !== undefined && { otlpUrl }), close }
  } catch (thrown) {
    await close()
    throw cannotListen(thrown)
  }
}

/** Answers what was asked, and lets each connection go as soon as it is; at last also those that ask without end. */
async function endAll(
  doors: readonly Server[],
  connections: readonly Connections[],
  clock: Clock,
  endMs: number,
): Promise<void> {
  const ended = new AbortController()
  const closing = Promise.all(doors.map((door) => door.close())).finally(() => ended.abort())
  const untilMs = clock.nowMs() + endMs
  while (!ended.signal.aborted) {
    for (const each of connections) {
      if (clock.nowMs() < untilMs) each.closeUnasked()
      else each.closeAll()
    }
    await clock.sleep(50, ended.signal).catch(() => {})
  }
  await closing
}

const noKeys = (host: string) =>
  new Problem({
    code: 'server/no-keys',
    message: `${host} can be reached from other machines, and there are no keys: anybody could read every conversation.`,
    hint: 'Make a key first ("fieldproof keys create operator --scopes admin"), or leave out --host to be reached from this machine alone.',
  })

function cannotListen(thrown: unknown): unknown {
  const reason = reasonOf(thrown)
  if (!/EADDRINUSE|EADDRNOTAVAIL|EACCES|ENOTFOUND/.test(reason)) return thrown
  return new Problem({
    code: 'server/cannot-listen',
    message: `The server cannot listen there (${reason}).`,
    hint: 'Name another --port or --host; another server may be running already.',
    cause: thrown,
  })
}
