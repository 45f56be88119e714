/** A server over a folder of its own, on loopback, with a clock that tests may move. For tests. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { wallClock } from '../connect/index.ts'
import { type Observatory, openObservatory } from '../observe/index.ts'
import { type Pact, parsePact } from '../pact/index.ts'
import { type Access, openAccess, type Scope } from '../store/index.ts'
import { keyBook } from './access/key-book.ts'
import { type OpenServer, openServer, type ServerOptions } from './open-server.ts'

const usualPact = parsePact('pact: p\nversion: 1\nconditions:\n  - id: no-guarantees\n    never-says: guarantee\n', {
  file: 'p.yaml',
  read: () => '',
})

/** 2026-03-02T00:00:00Z. */
const begunMs = 1_772_409_600_000

export interface Served {
  readonly server: OpenServer
  readonly observatory: Observatory
  readonly access: Access
  /** Milliseconds since 1970: stands still until `lateMs` is added to. */
  now(): number
  lateMs: number
  /** A new key, as it is written. */
  key(scopes: readonly Scope[], project?: string): Promise<string>
  ask(path: string, init?: Asked): Promise<Response>
  close(): Promise<void>
}

/** A request: its key, and a body that is sent as JSON unless it is text or bytes already. */
export interface Asked {
  readonly method?: string
  readonly key?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export async function served({
  pact = usualPact,
  ...options
}: Partial<ServerOptions> & { readonly pact?: Pact } = {}): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), 'fieldproof-server-'))
  const own = { lateMs: 0 }
  const now = () => begunMs + own.lateMs
  const observatory = await openObservatory({ folder, grading: { pact }, clock: wallClock(), now })
  const access = await openAccess(join(folder, 'access.db'))
  const server = await openServer({ observatory, access, now, version: '1.2.3', port: 0, ...options })
  return Object.assign(own, {
    server,
    observatory,
    access,
    now,
    async key(scopes: readonly Scope[], project = 'default') {
      const { text } = await keyBook(access, now).create({ project, name: scopes.join(), scopes }, { who: 'a test' })
      return text
    },
    ask: (path: string, { method, key, body, headers }: Asked = {}) =>
      globalThis.fetch(server.url + path, {
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: {
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(key !== undefined && { authorization: `Bearer ${key}` }),
          ...headers,
        },
        ...(body !== undefined && {
          body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
        }),
      }),
    async close() {
      await server.close()
      await observatory.close()
      await access.close()
      await rm(folder, { recursive: true })
    },
  })
}

/** A conversation that says what it is told to, in our own form. */
export function saying(id: string, text: string) {
  return {
    id,
    events: [{ at: '2026-03-02T10:00:00Z', type: 'message', from: 'agent', text }],
    ended: true,
  }
}
