/**
 * A real PostgreSQL server, started for a test in a temporary folder and gone with it.
 *
 * A shadow is proven by the write-ahead position of the database behind it, which only the real server has.
 */
import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import pg from 'pg'

export interface Postgres {
  readonly address: string
  close(): Promise<void>
}

export async function startPostgres(): Promise<Postgres> {
  const bin = programs()
  const folder = mkdtempSync(join(tmpdir(), 'fieldproof-postgres-'))
  const user = ownUser()
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const options = { cwd: folder, ...user }
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync'], {
    ...options,
    stdio: 'pipe',
  })
  const port = await freePort()
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    `unix_socket_directories=`,
    'autovacuum=off',
    'fsync=off',
    'wal_level=minimal',
    'max_wal_senders=0',
    'checkpoint_timeout=1h',
  ]
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...settings.flatMap((each) => ['-c', each])], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const gone = new Promise<void>((done) => server.once('exit', () => done()))
  let said = ''
  server.stderr.on('data', (piece: Buffer) => {
    said += piece.toString()
  })
  const address = `postgres://postgres@127.0.0.1:${port}/postgres`
  await ready(
    address,
    () => server.exitCode ?? server.signalCode,
    () => said,
  )
  return {
    address,
    async close() {
      server.kill('SIGINT')
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The folder with the server's programs: on the path, or where Debian puts them. */
function programs(): string {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((one, other) => Number(other) - Number(one)) : []
  const places = [...(process.env.PATH ?? '').split(delimiter), ...versions.map((each) => join(debian, each, 'bin'))]
  const found = places.find((place) => existsSync(join(place, 'initdb')) && existsSync(join(place, 'postgres')))
  if (found !== undefined) return found
  throw new Error(
    'This test needs a real PostgreSQL server, and found none on the path or under /usr/lib/postgresql. Install it: apt-get install postgresql, or brew install postgresql.',
  )
}

/** PostgreSQL refuses to run as root; Debian's package comes with a user for it. */
function ownUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres']).toString())
  return { uid: idOf('-u'), gid: idOf('-g') }
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer()
    probe.once('error', failed)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => found(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

async function ready(address: string, ended: () => unknown, said: () => string): Promise<void> {
  for (;;) {
    if (ended() !== null) throw new Error(`PostgreSQL ended before it was ready:\n${said()}`)
    const client = new pg.Client({ connectionString: address })
    // Until it listens, connections are refused.
    client.on('error', () => {})
    const isReady = await client.connect().then(
      () => true,
      () => false,
    )
    await client.end().catch(() => {})
    if (isReady) return
    await new Promise((later) => setTimeout(later, 50))
  }
}
