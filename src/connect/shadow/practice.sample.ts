/** A small real backend for tests: appointments of dental offices in PostgreSQL, over HTTP. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'

export interface Practice {
  readonly url: string
  /** How many requests of each method came. */
  readonly met: ReadonlyMap<string, number>
  close(): Promise<void>
}

export const dentists = ['iris', 'noor'] as const
const times = ['09:00', '09:30', '10:00', '10:30', '11:00']
type Row = Record<string, unknown>

/** Makes tables and two offices with patients and six appointments each. */
export async function furnish(address: string, schema: string): Promise<void> {
  const client = new pg.Client({ connectionString: address })
  await client.connect()
  await client.query(`create schema ${schema}; set search_path = ${schema};
    create table patients (id int generated always as identity primary key, office text not null, name text not null);
    create table appointments (id int generated always as identity primary key, office text not null,
      patient_id text not null, dentist text not null, start text not null, status text not null default 'booked',
      note text, created_at timestamptz not null default now());
    create view tidy as select id, office, patient_id as "patientId", dentist, start, status, note,
      created_at as "createdAt" from appointments;
    insert into patients (office, name) select 'o' || o, 'Patient ' || p from generate_series(1, 2) o, generate_series(1, 3) p;
    insert into appointments (office, patient_id, dentist, start)
      select 'o' || o, (1 + n % 3)::text, case n % 2 when 0 then 'iris' else 'noor' end, '2026-03-0' || (2 + n / 2) || 'T09:00'
      from generate_series(1, 2) o, generate_series(0, 5) n`)
  await client.end()
}

export async function startPractice(address: string, schema: string): Promise<Practice> {
  const pool = new pg.Pool({ connectionString: address, options: `-c search_path=${schema}`, max: 4 })
  pool.on('error', () => {})
  const met = new Map<string, number>()
  const server = createServer((request, response) => {
    const method = request.method ?? ''
    met.set(method, (met.get(method) ?? 0) + 1)
    answer(pool, request, response).catch((thrown: Error) => json(response, 500, { error: thrown.message }))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    met,
    async close() {
      const closed = new Promise<void>((done) => server.close(() => done()))
      server.closeAllConnections()
      await closed
      await pool.end()
    },
  }
}

async function answer(pool: pg.Pool, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://practice')
  const [, offices = '', office = '', what = '', id, verb] = url.pathname.split('/')
  const pieces: Buffer[] = []
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece)
  const body = pieces.length === 0 ? {} : (JSON.parse(Buffer.concat(pieces).toString()) as Row)
  if (offices !== 'offices' || !/^o[12]$/.test(office)) return json(response, 404, { error: 'no such office' })
  const asked = { pool, office, id, body, query: url.searchParams }
  const route = `${request.method} ${what}${id === undefined ? '' : '/id'}${verb === undefined ? '' : `/${verb}`}`
  const [status, value] = (await routes[route]?.(asked)) ?? [404, { error: 'no such route' }]
  json(response, status, value)
}

interface Asked {
  readonly pool: pg.Pool
  readonly office: string
  readonly id: string | undefined
  readonly body: Row
  readonly query: URLSearchParams
}

type Answer = readonly [status: number, value: unknown]
const missing: Answer = [404, { error: 'no such record' }]

const routes: Readonly<Record<string, (asked: Asked) => Promise<Answer>>> = {
  'GET patients/id': async (asked) => (await one(asked, 'patients')) ?? missing,
  'GET appointments/id': async (asked) => (await one(asked, 'tidy')) ?? missing,
  'GET appointments': list,
  'GET slots': free,
  async 'POST appointments'({ pool, office, body }) {
    const patient = await pool.query('select 1 from patients where office = $1 and id::text = $2', [
      office,
      body.patientId,
    ])
    if (patient.rowCount === 0) return [422, { error: 'no such patient' }]
    const values = [office, body.patientId, body.dentist, body.start, body.note ?? null]
    const into = 'insert into appointments (office, patient_id, dentist, start, note) values ($1, $2, $3, $4, $5)'
    const { rows } = await pool.query(`${into} returning id`, values)
    const made = await pool.query('select * from tidy where id = $1', [(rows[0] as Row).id])
    return [201, made.rows[0]]
  },
  'PATCH appointments/id': (asked) =>
    changed(
      asked,
      ['dentist', 'start', 'note'].filter((field) => field in asked.body).map((field) => [field, asked.body[field]]),
    ),
  async 'DELETE appointments/id'({ pool, office, id }) {
    const gone = await pool.query('delete from appointments where office = $1 and id::text = $2', [office, id])
    return gone.rowCount === 0 ? missing : [204, undefined]
  },
  async 'POST appointments/id/cancel'(asked) {
    const [, record] = (await one(asked, 'tidy')) ?? []
    if (record === undefined) return missing
    return (record as Row).status === 'booked'
      ? changed(asked, [['status', 'cancelled']])
      : [409, { error: 'not booked' }]
  },
}

async function one({ pool, office, id }: Asked, table: string): Promise<Answer | undefined> {
  const { rows } = await pool.query(`select * from ${table} where office = $1 and id::text = $2`, [office, id])
  return rows[0] === undefined ? undefined : [200, rows[0]]
}

async function changed(asked: Asked, fields: readonly (readonly [string, unknown])[]): Promise<Answer> {
  const { pool, office, id } = asked
  const sets = fields.map(([field], index) => `${field} = $${index + 3}`).join(', ')
  const values = fields.map(([, value]) => value)
  if (sets !== '')
    await pool.query(`update appointments set ${sets} where office = $1 and id::text = $2`, [office, id, ...values])
  return (await one(asked, 'tidy')) ?? missing
}

async function list({ pool, office, query }: Asked): Promise<Answer> {
  const tests = ['office = $1']
  const values: unknown[] = [office]
  for (const [name, test] of [
    ['patientId', '"patientId" ='],
    ['status', 'status ='],
    ['dentist', 'dentist ='],
    ['from', 'start >='],
  ]) {
    const value = query.get(name ?? '')
    if (value === null) continue
    values.push(value)
    tests.push(`${test} $${values.length}`)
  }
  const { rows } = await pool.query(`select * from tidy where ${tests.join(' and ')} order by start, id`, values)
  const offset = Number(query.get('offset') ?? 0)
  const limit = Number(query.get('limit') ?? 100)
  return [200, { appointments: rows.slice(offset, offset + limit), total: rows.length }]
}

/** Free half hours of one day. */
async function free({ pool, office, query }: Asked): Promise<Answer> {
  const day = query.get('day') ?? '2026-03-02'
  const { rows } = await pool.query(`select dentist, start from tidy where office = $1 and status = 'booked'`, [office])
  const taken = new Set((rows as Row[]).map(({ dentist, start }) => `${dentist} ${start}`))
  const all = dentists.flatMap((dentist) => times.map((time) => ({ dentist, start: `${day}T${time}` })))
  return [200, { slots: all.filter(({ dentist, start }) => !taken.has(`${dentist} ${start}`)) }]
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(value === undefined ? undefined : JSON.stringify(value))
}
