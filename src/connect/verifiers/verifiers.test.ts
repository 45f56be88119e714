import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { afterAll, expect, test } from 'vitest'
import type { Json } from '../../conversation/index.ts'
import { openSqliteFile } from '../../sqlite.ts'
import { wallClock } from '../clock.ts'
import { verifierFrom, verifierSettings } from './index.ts'
import { functionVerifier } from './module.ts'
import { readSettled } from './settled.ts'
import { type Row, type Subject, verifierConformance } from './verifier.conformance.ts'

const folder = mkdtempSync(join(tmpdir(), 'fieldproof-verifiers-'))
afterAll(() => rmSync(folder, { recursive: true }))
const never = new AbortController().signal

const verifierOf = (settings: Readonly<Record<string, unknown>>) =>
  verifierFrom('appointments', verifierSettings.parse(settings) as Record<string, unknown>, { folder })

async function overHttp(): Promise<Subject> {
  const rows = new Map<number, Row>()
  let broken = false
  const server = createServer((request, response) => {
    const office = decodeURIComponent((request.url ?? '').split('/')[2] ?? '')
    if (broken) {
      response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>')
      return
    }
    const appointments = [...rows.values()].filter((row) => row.office === office)
    response.end(JSON.stringify({ appointments, at: performance.now() }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    verifier: verifierOf({
      http: { url: `http://127.0.0.1:${port}/offices/{{prepare.office}}/appointments`, records: '$.appointments[*]' },
    }),
    put: async (row) => void rows.set(row.id, row),
    remove: async (id) => void rows.delete(id),
    breakDown: async () => {
      broken = true
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function overSqlite(): Promise<Subject> {
  const file = join(folder, 'backend.db')
  const database = openSqliteFile(file)
  database.exec('create table appointments (id integer primary key, office text, patient text, note text)')
  return {
    verifier: verifierOf({
      sql: {
        sqlite: 'backend.db',
        query: 'select * from appointments where office = ?',
        parameters: ['{{prepare.office}}'],
      },
    }),
    async put({ id, office, patient, note }) {
      database.prepare('insert or replace into appointments values (?, ?, ?, ?)').run(id, office, patient, note)
    },
    async remove(id) {
      database.prepare('delete from appointments where id = ?').run(id)
    },
    breakDown: async () => database.exec('drop table appointments'),
    close: async () => database.close(),
  }
}

async function overPostgres(): Promise<Subject> {
  const database = await PGlite.create()
  await database.exec('create table appointments (id int primary key, office text, patient text, note text)')
  const server = new PGLiteSocketServer({ db: database, host: '127.0.0.1', port: 0, maxConnections: 10 })
  await server.start()
  return {
    verifier: verifierOf({
      sql: {
        postgres: `postgres://postgres@${server.getServerConn()}/postgres`,
        query: 'select * from appointments where office = $1',
        parameters: ['{{prepare.office}}'],
      },
    }),
    async put({ id, office, patient, note }) {
      const values = [id, office, patient, note]
      await database.query('delete from appointments where id = $1', [id])
      await database.query('insert into appointments values ($1, $2, $3, $4)', values)
    },
    remove: async (id) => void (await database.query('delete from appointments where id = $1', [id])),
    breakDown: async () => void (await database.exec('drop table appointments')),
    async close() {
      await server.stop()
      await database.close()
    },
  }
}

/** Rows in a JSON file, for readers that are programs or functions. */
function inFile(name: string): Omit<Subject, 'verifier'> & { readonly file: string } {
  const rows = new Map<number, Row>()
  const file = join(folder, name)
  const save = () => writeFileSync(file, JSON.stringify([...rows.values()]))
  writeFileSync(file, '[]')
  return {
    file,
    async put(row) {
      rows.set(row.id, row)
      save()
    },
    async remove(id) {
      rows.delete(id)
      save()
    },
    breakDown: async () => rmSync(file),
    close: async () => {},
  }
}

async function overCommand(): Promise<Subject> {
  const rows = inFile('command.json')
  const program = `
    let given = ''
    for await (const part of process.stdin) given += part
    const { prepare } = JSON.parse(given)
    const { readFileSync } = await import('node:fs')
    const rows = JSON.parse(readFileSync('command.json', 'utf8'))
    console.log(JSON.stringify({ rows: rows.filter((row) => row.office === prepare.office) }))`
  const command = [process.execPath, '--input-type=module', '-e', program]
  return { ...rows, verifier: verifierOf({ command: { command, records: '$.rows[*]' } }) }
}

async function overModule(): Promise<Subject> {
  const rows = inFile('module.json')
  writeFileSync(
    join(folder, 'read.mjs'),
    `import { readFileSync } from 'node:fs'
     export const appointments = ({ prepare }) =>
       JSON.parse(readFileSync(${JSON.stringify(rows.file)}, 'utf8')).filter((row) => row.office === prepare.office)`,
  )
  return { ...rows, verifier: verifierOf({ module: { file: 'read.mjs', export: 'appointments' } }) }
}

verifierConformance('A request', overHttp)
verifierConformance('A SQLite query', overSqlite)
verifierConformance('A PostgreSQL query', overPostgres)
verifierConformance('A program', overCommand)
verifierConformance('A function in a file', overModule)

const readFunction = (answer: readonly Json[], shape?: { key?: string | readonly string[] }) =>
  functionVerifier('appointments', () => answer, shape).read({}, never)

test('two records under one key are refused, since a change in one could hide the other', async () => {
  await expect(readFunction([{ id: 7 }, { id: 7 }])).rejects.toThrow(
    'two records have the key "7"; choose a key that tells them apart',
  )
})

test('a key of several fields tells records apart', async () => {
  const answer = [
    { day: 'mon', slot: 1 },
    { day: 'mon', slot: 2 },
  ]
  expect(await readFunction(answer, { key: ['day', 'slot'] })).toEqual({
    'appointments/mon/1': { day: 'mon', slot: 1 },
    'appointments/mon/2': { day: 'mon', slot: 2 },
  })
})

test('a record without the key says what it does have', async () => {
  await expect(readFunction([{ number: 7, note: '' }])).rejects.toThrow(
    'a record has no field "id" to be its key; it has number, note',
  )
})

test('a query that would write is refused by the database', async () => {
  const file = join(folder, 'untouched.db')
  const database = openSqliteFile(file)
  database.exec('create table t (id integer primary key)')
  const writing = verifierOf({ sql: { sqlite: 'untouched.db', query: 'insert into t values (1) returning id' } })
  await expect(writing.read({}, never)).rejects.toThrow(/readonly/)
  expect(database.prepare('select count(*) as n from t').all()).toEqual([{ n: 0 }])
  await writing.close()
  database.close()
})

test('a backend that finishes its work late is read once it has come to rest', async () => {
  const answers = [0, 1, 1].map((n) => Array.from({ length: n }, (_, id) => ({ id })))
  let reading = 0
  const slow = functionVerifier('appointments', () => answers[Math.min(reading++, 2)] ?? [])
  const settled = await readSettled({ ...slow, settle: { everyMs: 1, timeoutMs: 1000 } }, {}, wallClock(), never)
  expect([settled, reading]).toEqual([{ 'appointments/0': { id: 0 } }, 3])
})

test('a backend that never rests is read as it stands when patience ends', async () => {
  let reading = 0
  const restless = functionVerifier('appointments', () => [{ id: 1, version: reading++ }])
  const settled = await readSettled({ ...restless, settle: { everyMs: 1, timeoutMs: 20 } }, {}, wallClock(), never)
  expect(settled).toEqual({ 'appointments/1': { id: 1, version: reading - 1 } })
})

test('settings of no kind, or of two, are refused', () => {
  expect(verifierSettings.safeParse({}).success).toBe(false)
  expect(verifierSettings.safeParse({ htpp: {} }).success).toBe(false)
  expect(verifierSettings.safeParse({ sql: { query: 'select 1' } }).success).toBe(false)
})
