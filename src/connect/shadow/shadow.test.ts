import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Json } from '../../conversation/index.ts'
import { backendSettings, startBackends } from '../backends/backends.ts'
import { bytesOf, headerOf } from '../backends/exchange.ts'
import type { LedgerEvent } from '../backends/ledger.ts'
import { liveSource } from '../backends/live.ts'
import { routesOf } from '../backends/routes.ts'
import type { Source } from '../backends/source.ts'
import { type Postgres, startPostgres } from './postgres.sample.ts'
import { dentists, furnish, type Practice, startPractice } from './practice.sample.ts'
import { shadowSettings } from './settings.ts'
import { shadowSource } from './shadow.ts'

let postgres: Postgres
let practice: Practice
let twin: Practice
const sources: Source[] = []

beforeAll(async () => {
  postgres = await startPostgres()
  await furnish(postgres.address, 'practice')
  await furnish(postgres.address, 'twin')
  practice = await startPractice(postgres.address, 'practice')
  twin = await startPractice(postgres.address, 'twin')
})

afterAll(async () => {
  for (const source of sources) await source.close()
  await practice?.close()
  await twin?.close()
  await postgres?.close()
})

const settings = {
  resources: {
    appointments: {
      collection: '/offices/{office}/appointments',
      filters: { from: 'start >=' },
      sort: ['start', 'id'],
      paging: { limit: 'limit', offset: 'offset' },
      new: { status: 'booked' },
      'must-exist': ['/offices/{office}/patients/{patientId}'],
      actions: {
        cancel: {
          path: 'POST /offices/{office}/appointments/{id}/cancel',
          set: { status: 'cancelled' },
          when: { status: 'booked' },
        },
      },
    },
  },
  slots: [{ path: '/offices/{office}/slots', 'taken-by': 'appointments', same: ['dentist'] }],
}

function opened(practice: Practice): Source {
  const live = liveSource(new URL(practice.url))
  sources.push(live)
  return live
}

const noReads = routesOf({ tools: {}, reads: [] })
const shadowed = (more: object = settings) =>
  shadowSource(opened(practice), shadowSettings.parse(more), {
    routes: noReads,
    now: () => new Date('2026-03-01T00:00:00Z'),
  })

interface Answered {
  readonly status: number
  readonly body: Json
  readonly header: (name: string) => string | undefined
}

async function ask(
  source: Source,
  request: string,
  body?: Json,
  trial = 'one',
  headers: readonly (readonly [string, string])[] = [],
): Promise<Answered> {
  const [method = '', target = ''] = request.split(' ')
  const bytes = body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body))
  const type = [['content-type', 'application/json'] as const]
  const reply = await source.ask(
    { backend: 'practice', method, target, headers: [...type, ...headers], body: bytes },
    { trial },
  )
  const text = (await bytesOf(reply)).toString()
  const answered = { status: reply.status, header: (name: string) => headerOf(reply.headers, name) }
  return { ...answered, body: text === '' ? null : (JSON.parse(text) as Json) }
}

const visit = (start = '2026-03-09T09:00', dentist = 'iris') => ({ patientId: '1', dentist, start })
const at = '/offices/o1/appointments'

/** Where the database's log of changes ends: no write of any kind leaves it where it is. */
async function writeAheadPosition(client: pg.Client): Promise<Json> {
  const { rows } = await client.query('select pg_current_wal_lsn() as written, pg_current_wal_insert_lsn() as inserted')
  return rows[0] as Json
}

test('after a thousand writes in shadow the write-ahead position of the database has not moved', async () => {
  const client = new pg.Client({ connectionString: postgres.address })
  await client.connect()
  try {
    await client.query('vacuum (freeze, analyze)')
    const shadow = shadowed()
    await ask(shadow, `GET ${at}`)
    await ask(shadow, `GET /offices/o1/slots`)
    await client.query('checkpoint')
    const before = await writeAheadPosition(client)
    const posts = practice.met.get('POST') ?? 0

    const statuses: number[] = []
    for (let n = 1; n <= 250; n += 1) {
      const trial = `thousand-${n % 5}`
      const { status, body } = await ask(shadow, `POST ${at}`, visit(), trial)
      const id = (body as { id: string }).id
      statuses.push(status)
      statuses.push(
        (await ask(shadow, `PATCH ${at}/${n % 2 === 0 ? id : (n % 6) + 1}`, { note: `${n}` }, trial)).status,
      )
      statuses.push((await ask(shadow, `POST ${at}/${id}/cancel`, undefined, trial)).status)
      statuses.push((await ask(shadow, `DELETE ${at}/${id}`, undefined, trial)).status)
    }

    expect([...new Set(statuses)]).toEqual([201, 200, 204])
    expect(statuses).toHaveLength(1000)
    expect(await writeAheadPosition(client)).toEqual(before)
    expect((practice.met.get('POST') ?? 0) - posts).toBe(0)
    expect([...practice.met.keys()]).toEqual(['GET'])

    // The measure itself: one real write moves it.
    await ask(opened(practice), `POST ${at}`, visit('2026-03-08T09:00'))
    expect(await writeAheadPosition(client)).not.toEqual(before)
    await client.query(`delete from practice.appointments where start = '2026-03-08T09:00'`)
  } finally {
    await client.end()
  }
})

const office = fc.constantFrom('o1', 'o2')
const start = fc.constantFrom(
  '2026-03-02T09:00',
  '2026-03-03T09:00',
  '2026-03-09T09:00',
  '2026-03-09T10:00',
  '2026-03-09T10:30',
)
const which = fc.oneof(
  fc.constantFrom(...Array.from({ length: 12 }, (_, n) => n + 1), 999),
  fc.integer({ min: 0, max: 4 }).map((n) => `made ${n}`),
)
const change = fc.record(
  { start, dentist: fc.constantFrom(...dentists), note: fc.constantFrom('x', null) },
  { requiredKeys: [] },
)
const query = fc
  .record(
    {
      patientId: fc.constantFrom('1', '2', '3', '9'),
      status: fc.constantFrom('booked', 'cancelled'),
      dentist: fc.constantFrom(...dentists),
      from: fc.constantFrom('2026-03-03', '2026-03-09T10:00'),
      limit: fc.constantFrom('2', '3'),
      offset: fc.constantFrom('1', '3', '6'),
    },
    { requiredKeys: [] },
  )
  .map((asked) => `${new URLSearchParams(asked as Record<string, string>)}`)

const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ how: fc.constant('POST'), office, patientId: fc.constantFrom('1', '2', '5', '77'), start }),
  },
  { weight: 3, arbitrary: fc.record({ how: fc.constant('PATCH'), office, which, change }) },
  { weight: 1, arbitrary: fc.record({ how: fc.constant('DELETE'), office, which }) },
  { weight: 2, arbitrary: fc.record({ how: fc.constant('cancel'), office, which }) },
  { weight: 1, arbitrary: fc.record({ how: fc.constant('GET'), office, which }) },
  { weight: 3, arbitrary: fc.record({ how: fc.constant('list'), office, query }) },
  { weight: 1, arbitrary: fc.record({ how: fc.constant('slots'), office }) },
)

interface Step {
  readonly how: string
  readonly office: string
  readonly which?: number | string
  readonly query?: string
  readonly change?: Json
  readonly patientId?: string
  readonly start?: string
}

/** Plays steps against one system and tells what was answered, with made ids and moments left out. */
async function played(source: Source, steps: readonly Step[], trial: string): Promise<Json> {
  const made: string[] = []
  const seen: Json[] = []
  for (const each of steps) {
    const wanted = typeof each.which === 'string' ? made[Number(each.which.slice(5))] : each.which
    const [request, sent] = requestOf(each, `${wanted ?? 999}`)
    const { status, body } = await ask(source, request, sent, trial)
    if (each.how === 'POST' && status === 201) made.push(String((body as { id: Json }).id))
    seen.push([each.how, status, status < 300 ? tidy(body, made) : null])
  }
  return seen
}

function requestOf(each: Step, id: string): [string, Json?] {
  const all = `/offices/${each.office}/appointments`
  const { patientId = '', start = '', change = {} } = each
  const requests: Readonly<Record<string, [string, Json?]>> = {
    POST: [`POST ${all}`, { patientId, dentist: 'iris', start }],
    PATCH: [`PATCH ${all}/${id}`, change],
    DELETE: [`DELETE ${all}/${id}`],
    cancel: [`POST ${all}/${id}/cancel`],
    GET: [`GET ${all}/${id}`],
    list: [`GET ${all}?${each.query}`],
    slots: [`GET /offices/${each.office}/slots?day=2026-03-09`],
  }
  return requests[each.how] ?? ['GET /']
}

function tidy(body: Json, made: readonly string[]): Json {
  return JSON.parse(JSON.stringify(body), (key, value: unknown) => {
    if (key === 'createdAt') return 'a moment'
    const index = key === 'id' ? made.indexOf(String(value)) : -1
    return index === -1 ? value : `made ${index}`
  }) as Json
}

test('every sequence of writes and reads is answered as the real system would have answered it', async () => {
  const shadow = shadowed()
  const real = opened(twin)
  const database = new pg.Client({ connectionString: postgres.address })
  await database.connect()
  const everything: Step[] = ['o1', 'o2'].flatMap((office) => [
    ...['', 'status=cancelled', 'limit=3', 'limit=3&offset=3', 'limit=3&offset=6', 'patientId=1&limit=1'].map(
      (query) => ({
        how: 'list',
        office,
        query,
      }),
    ),
    { how: 'slots', office },
  ])
  let run = 0
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 16 }), async (steps) => {
        await database.query('drop schema twin cascade')
        await furnish(postgres.address, 'twin')
        run += 1
        const all = [...(steps as Step[]), ...everything]
        const trial = `run-${run}`
        expect(await played(shadow, all, trial)).toEqual(await played(real, all, trial))
        shadow.forget?.(trial)
      }),
      { numRuns: 60 },
    )
  } finally {
    await database.end()
  }
})

test('a conversation sees what it wrote, another does not, and forgetting it leaves nothing', async () => {
  const shadow = shadowed()
  const made = await ask(shadow, `POST ${at}`, visit(), 'ann')
  expect({ ...made, header: made.header('location') }).toEqual({
    status: 201,
    header: `${at}/shadow-appointments-1`,
    body: {
      id: 'shadow-appointments-1',
      office: 'o1',
      patientId: '1',
      dentist: 'iris',
      start: '2026-03-09T09:00',
      status: 'booked',
      note: null,
      createdAt: '2026-03-01T00:00:00.000Z',
    },
  })
  const reads = async (trial: string) => {
    const list = await ask(shadow, `GET ${at}?from=2026-03-09`, undefined, trial)
    const one = await ask(shadow, `GET ${at}/shadow-appointments-1`, undefined, trial)
    const free = await ask(shadow, 'GET /offices/o1/slots?day=2026-03-09', undefined, trial)
    const { total } = list.body as { total: number }
    return [total, one.status, (free.body as { slots: readonly Json[] }).slots.length]
  }
  expect([await reads('ann'), await reads('ben')]).toEqual([
    [1, 200, 9],
    [0, 404, 10],
  ])
  shadow.forget?.('ann')
  expect(await reads('ann')).toEqual([0, 404, 10])
})

const saying = (answer: Answered | undefined) => (answer?.body ?? {}) as { error?: Readonly<Record<string, string>> }

test('a write that nothing maps is denied with the lines that would map it, and never reaches the service', async () => {
  const shadow = shadowed({})
  const before = [...practice.met].filter(([method]) => method !== 'GET')
  const answers = [
    await ask(shadow, `POST ${at}`, visit()),
    await ask(shadow, `POST ${at}/1/cancel`),
    await ask(shadow, `DELETE ${at}/1`),
    await ask(shadow, `PROPFIND ${at}`),
    await ask(shadow, `GET ${at}`, undefined, 'one', [['X-HTTP-Method-Override', 'DELETE']]),
  ]
  expect([...practice.met].filter(([method]) => method !== 'GET')).toEqual(before)
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403])
  expect(saying(answers[0]).error).toMatchInlineSnapshot(`
    {
      "code": "shadow-unmapped",
      "message": "POST /offices/*/appointments may write, and the shadow does not know what. Nothing was sent to the real system.",
      "yaml": "resources:
      appointments:
        collection: /offices/*/appointments",
    }
  `)
  expect(saying(answers[1]).error?.yaml).toMatchInlineSnapshot(`
    "resources:
      appointments:
        collection: /offices/*/appointments
        actions: { cancel: { path: POST /offices/*/appointments/{id}/cancel, set: { status: … } } }"
  `)
})

test('three lines are enough for a resource that keeps to the conventions', async () => {
  const shadow = shadowed({ resources: { appointments: { collection: '/offices/*/appointments' } } })
  await ask(shadow, `POST ${at}`, visit())
  await ask(shadow, `PATCH ${at}/1`, { note: 'moved' })
  await ask(shadow, `DELETE ${at}/2`)
  const { body } = await ask(shadow, `GET ${at}`)
  const { appointments, total } = body as { appointments: readonly { id: Json; note: Json }[]; total: number }
  expect([total, appointments.map(({ id, note }) => [id, note])]).toEqual([
    6,
    [
      [1, 'moved'],
      [3, null],
      [4, null],
      [5, null],
      [6, null],
      ['shadow-appointments-1', null],
    ],
  ])
})

test('the same Idempotency-Key gives the same answer once more, and another body under it is refused', async () => {
  const shadow = shadowed()
  const key = [['Idempotency-Key', 'k1']] as const
  const first = await ask(shadow, `POST ${at}`, visit(), 'one', key)
  const again = await ask(shadow, `POST ${at}`, visit(), 'one', key)
  const other = await ask(shadow, `POST ${at}`, visit('2026-03-09T10:00'), 'one', key)
  expect([first.status, again.status, again.body, other.status]).toEqual([201, 201, first.body, 422])
  expect((await ask(shadow, `GET ${at}?from=2026-03-09`)).body).toMatchObject({ total: 1 })
})

test('what is not there is 404, what it refers to must exist, and an action on what is done already is 409', async () => {
  const shadow = shadowed()
  const statuses = [
    (await ask(shadow, 'POST /offices/o9/appointments', visit())).status,
    (await ask(shadow, `POST ${at}`, { ...visit(), patientId: '77' })).status,
    (await ask(shadow, `PATCH ${at}/99`, { note: 'x' })).status,
    (await ask(shadow, `POST ${at}/1/cancel`)).status,
    (await ask(shadow, `POST ${at}/1/cancel`)).status,
    (await ask(shadow, `DELETE ${at}/1`)).status,
    (await ask(shadow, `DELETE ${at}/1`)).status,
    (await ask(shadow, `GET ${at}/1`)).status,
  ]
  expect(statuses).toEqual([404, 422, 404, 200, 409, 204, 404, 404])
})

test('a write with an If-Match of an older version is refused', async () => {
  const shadow = shadowed()
  await ask(shadow, `PATCH ${at}/3`, { note: 'a' })
  const etag = (await ask(shadow, `GET ${at}/3`)).header('etag') ?? ''
  const fresh = await ask(shadow, `PATCH ${at}/3`, { note: 'b' }, 'one', [['if-match', etag]])
  const stale = await ask(shadow, `PATCH ${at}/3`, { note: 'c' }, 'one', [['if-match', etag]])
  expect([etag, fresh.status, stale.status]).toEqual(['"shadow-1-1"', 200, 412])
})

test('what the backend declares to be a read passes, and a write of nobody is denied', async () => {
  const live = opened(practice)
  const routes = routesOf({ tools: {}, reads: ['POST /search'] })
  const shadow = shadowSource(live, shadowSettings.parse(settings), {
    routes,
    now: () => new Date('2026-03-01T00:00:00Z'),
  })
  const before = practice.met.get('POST') ?? 0
  expect((await ask(shadow, 'POST /search', { q: 'x' })).body).toEqual({ error: 'no such office' })
  expect((practice.met.get('POST') ?? 0) - before).toBe(1)
  const call = { backend: 'practice', method: 'POST', target: at, headers: [], body: Buffer.from('{}') }
  expect((await shadow.ask(call, {})).status).toBe(403)
})

test('through the proxy a shadowed write counts as a commit of its conversation, and a denied one as none', async () => {
  const backend = backendSettings.parse({
    upstream: practice.url,
    correlate: { lease: true },
    tools: { book: 'POST /offices/*/appointments', erase: 'DELETE /offices/*' },
    mode: { shadow: settings },
  })
  const backends = await startBackends({ practice: backend })
  try {
    backends.lead({})
    const ledger: LedgerEvent[] = []
    const trial = backends.open(
      { id: 'trial', seed: 1, faults: [], turn: () => 1, emit: (event) => ledger.push(event) },
      {},
    )
    const url = `${backends.urls.practice}${at}`
    const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(visit()) }
    const made = (await (await fetch(url, post)).json()) as { id: string }
    const seen = (await (await fetch(`${url}/${made.id}`)).json()) as { start: string }
    await (await fetch(`${backends.urls.practice}/offices/o1`, { method: 'DELETE' })).text()
    trial.close()

    expect(seen.start).toBe('2026-03-09T09:00')
    const told = ledger.flatMap((event) => (event.type === 'tool-result' ? [event.exchange] : []))
    expect(told.map((each) => [each?.method, each?.status, each?.commits])).toEqual([
      ['POST', 201, 1],
      ['GET', 200, undefined],
      ['DELETE', 403, 0],
    ])
    expect((await fetch(`${url}/${made.id}`)).status).toBe(404)
  } finally {
    await backends.close()
  }
})
