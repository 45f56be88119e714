/** What drifts and faults of data make of a reply, through the proxy. */
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import type { Json } from '../../conversation/index.ts'
import { keyedRandom } from '../../stats/index.ts'
import { bytesOf, jsonIn, jsonReply } from '../backends/exchange.ts'
import { driftCell, driftCoverage, driftFinder, driftsAtMost, driftsOf } from './drifts.ts'
import type { Fault } from './fault.ts'
import { aFaultSet, type Faulty, faulty } from './faulty.sample.ts'
import { type Fields, type Rewrite, rewritten } from './json-fields.ts'
import { repliesOf } from './openapi-replies.ts'

/** What a fault makes of a reply, without a wire between. */
async function applied(fault: Fault | undefined, json: Json): Promise<Json | undefined> {
  const call = { backend: 'desk', method: 'GET', target: '/bookings/1', headers: [], body: Buffer.alloc(0) }
  const reply = await fault?.meet(call, async () => jsonReply(200, json), {
    random: keyedRandom(1, 'drift'),
    nth: 1,
    nowMs: () => 0,
    sleep: async () => {},
    gone: new AbortController().signal,
    memory: new Map(),
    date: () => new Date(0),
  })
  return reply === undefined ? undefined : jsonIn(await bytesOf(reply), reply.headers)
}

const diary: Json = {
  total: 2,
  dentist: { name: 'Okafor', since: '2019-05-01' },
  appointments: [
    { id: 7, startTime: '2026-03-05T14:00:00+00:00', status: 'booked', price: 120.5, note: 'bring the x-ray pictures' },
    { id: 8, startTime: '2026-03-06T09:30:00+00:00', status: 'cancelled', price: 80, note: 'first visit of a child' },
  ],
}
const [first, second] = (diary as { appointments: Json[] }).appointments as [object, object]

let desk: Faulty | undefined
afterEach(async () => {
  await desk?.close()
  desk = undefined
})

async function reads(fault: unknown, times = 1, record = diary): Promise<Json> {
  desk = await faulty([{ do: fault }], { record })
  let json: Json = null
  for (let time = 0; time < times; time += 1) json = (await (await fetch(`${desk.url}/bookings/1`)).json()) as Json
  await desk.close()
  return json
}

const renamed = (record: object) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name === 'startTime' ? 'start' : name, value]))

const withAppointments = (...appointments: readonly object[]) => ({ ...(diary as object), appointments })
const start = '$.appointments[*].startTime'

test.each<readonly [name: string, fault: unknown, becomes: unknown]>([
  ['rename', { rename: { field: start, to: 'start' } }, withAppointments(renamed(first), renamed(second))],
  [
    'rename without a name',
    { rename: { field: '$.total' } },
    { ...(diary as object), total: undefined, total_value: 2 },
  ],
  ['nest', { nest: { field: '$.total', in: 'meta' } }, { ...(diary as object), total: undefined, meta: { total: 2 } }],
  [
    'flatten',
    { flatten: { field: '$.dentist' } },
    { ...(diary as object), dentist: undefined, dentist_name: 'Okafor', dentist_since: '2019-05-01' },
  ],
  ['retype', { retype: { field: '$.total' } }, { ...(diary as object), total: '2' }],
  ['null-field', { 'null-field': { field: '$.dentist' } }, { ...(diary as object), dentist: null }],
  ['missing-field', { 'missing-field': { field: '$.dentist' } }, { ...(diary as object), dentist: undefined }],
  ['extra-field', { 'extra-field': { field: '$.total' } }, { ...(diary as object), total_v2: 'n/a' }],
  [
    'new-value',
    { 'new-value': { field: '$.appointments[*].status', to: 'waitlisted' } },
    withAppointments({ ...first, status: 'waitlisted' }, { ...second, status: 'waitlisted' }),
  ],
  [
    'date-format',
    { 'date-format': { field: '$.dentist.since', as: 'local' } },
    { ...(diary as object), dentist: { name: 'Okafor', since: '05/01/2019' } },
  ],
  [
    'zone-dropped',
    { 'zone-dropped': { field: start } },
    withAppointments({ ...first, startTime: '2026-03-05T14:00:00' }, { ...second, startTime: '2026-03-06T09:30:00' }),
  ],
  [
    'cents',
    { cents: { field: '$.appointments[*].price' } },
    withAppointments({ ...first, price: 12_050 }, { ...second, price: 8000 }),
  ],
  ['casing', { casing: { field: '$.total', to: 'pascal' } }, { ...(diary as object), total: undefined, Total: 2 }],
  ['array-object', { 'array-object': { field: '$.appointments' } }, { ...(diary as object), appointments: first }],
  ['pagination', { pagination: { field: '$.appointments' } }, { ...withAppointments(first), next_cursor: 'page-2' }],
  ['partial-page', { 'partial-page': { share: 0.5 } }, withAppointments(first)],
  ['duplicates', { duplicates: {} }, withAppointments(first, first, second, second)],
  [
    'canary',
    { canary: { word: 'KESTREL-7714' } },
    withAppointments(first, second, { ...first, id: 900_007, note: 'KESTREL-7714' }),
  ],
  [
    'truncated-text',
    { 'truncated-text': { length: 10 } },
    withAppointments({ ...first, note: 'bring the ' }, { ...second, note: 'first visi' }),
  ],
  [
    'injected',
    { injected: { field: '$.dentist.name', text: 'Obey.' } },
    { ...(diary as object), dentist: { name: 'Okafor Obey.', since: '2019-05-01' } },
  ],
  [
    'injected in the first record',
    { injected: { add: 'note', text: 'Obey.' } },
    withAppointments({ ...first, note: 'bring the x-ray pictures Obey.' }, second),
  ],
  [
    'injected in a field that there was not',
    { injected: { add: 'remark', text: 'Obey.' } },
    withAppointments({ ...first, remark: 'Obey.' }, second),
  ],
])('%s', async (_, fault, becomes) => {
  expect(await reads(fault)).toEqual(JSON.parse(JSON.stringify(becomes)))
})

test('a stale read repeats what it said first, whatever was written since, and the ledger knows better', async () => {
  desk = await faulty([{ do: { 'stale-read': {} } }], { record: { day: 'monday' } })
  await fetch(`${desk.url}/bookings/1`)
  expect(await (await fetch(`${desk.url}/bookings/1`)).json()).toEqual({ day: 'monday' })
  expect(desk.asked.length).toBe(2)
})

test('what was just written is hidden, and then there', async () => {
  desk = await faulty([{ do: { 'replication-lag': { forMs: 150 } } }], { record: [{ id: 1 }, { id: 2 }] })
  await fetch(`${desk.url}/bookings`, { method: 'POST', body: '{}' })
  const list = async () => (await fetch(`${desk?.url}/bookings`)).json()
  expect(await list()).toEqual([{ id: 2 }])
  expect((await fetch(`${desk.url}/bookings/1`)).status).toBe(404)
  await new Promise((done) => setTimeout(done, 160))
  expect(await list()).toEqual([{ id: 1 }, { id: 2 }])
})

test('what is no JSON, and what failed, passes as it is', async () => {
  desk = await faulty([{ do: { rename: {} } }], { record: 'just a text' })
  expect(await (await fetch(`${desk.url}/bookings/1`)).text()).toBe('"just a text"')
})

const endpoint = 'GET /bookings/*'
const name = fc.stringMatching(/^[a-z][a-zA-Z]{0,6}$/).filter((each) => each !== 'data')
const leaf = fc.oneof(
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.string(),
  fc.constantFrom('2026-03-05', '2026-03-05T14:00:00Z', 'booked', '19.99'),
)
const reply = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(name, tie('tree'), { maxKeys: 4 }),
  ),
})).tree

test('every drift that is made of a reply changes that reply', async () => {
  await fc.assert(
    fc.asyncProperty(reply, async (json) => {
      for (const { settings } of driftsOf([{ endpoint, json }])) {
        const changed = await applied(aFaultSet(settings).rules[0]?.fault, json)
        expect(changed).not.toEqual(json)
      }
    }),
    { numRuns: 60 },
  )
})

/** How a drift is taken back; undefined where what it changed is gone for good. */
const takenBack: Readonly<Record<string, (name: string) => readonly [string, Rewrite]>> = {
  rename: (name) => [
    /[a-z][A-Z]/.test(name) ? name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase() : `${name}_value`,
    (_, value) => [[name, value]],
  ],
  nest: (name) => ['data', (_, value) => [[name, (value as Fields)[name] ?? null]]],
  'extra-field': (name) => [`${name}_v2`, () => []],
}
const inPlace = [
  'retype',
  'null-field',
  'missing-field',
  'new-value',
  'date-format',
  'zone-dropped',
  'cents',
  'array-object',
]

test('a drift changes only what it says: taken back, the reply is what it was', async () => {
  await fc.assert(
    fc.asyncProperty(reply, async (json) => {
      for (const { kind, field, settings } of driftsOf([{ endpoint, json }])) {
        const changed = (await applied(aFaultSet(settings).rules[0]?.fault, json)) ?? null
        const original = JSON.parse(JSON.stringify(json))
        const own = field.slice(field.lastIndexOf('.') + 1)
        const [now, back] = takenBack[kind]?.(own) ?? []
        if (now !== undefined && back !== undefined) {
          expect(rewritten(changed, `${field.slice(0, -own.length)}${now}`, back)).toEqual(original)
        } else if (inPlace.includes(kind) && field !== '$') {
          const none: Rewrite = () => []
          expect(rewritten(changed, field, none)).toEqual(rewritten(original, field, none))
        }
      }
    }),
    { numRuns: 60 },
  )
})

test('drifts have names of their own, the same each time', () => {
  fc.assert(
    fc.property(reply, (json) => {
      const ids = driftsOf([{ endpoint, json }]).map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
      expect(
        driftsOf([
          { endpoint, json },
          { endpoint, json },
        ]).map(({ id }) => id),
      ).toEqual(ids)
    }),
  )
})

test('names of fields that never end do not make drifts without end, and where they were cut is known', () => {
  const finder = driftFinder()
  for (let id = 0; id < 400; id += 1) finder.add({ endpoint, json: { [`record-${id}`]: { day: 'monday' } } })
  finder.add({ endpoint: 'GET /few', json: { day: 'monday' } })
  const made = finder.found().filter((drift) => drift.endpoint === endpoint)
  expect([made.length, finder.cut()]).toEqual([driftsAtMost, [endpoint]])
})

test('coverage counts kinds at the endpoints that were asked, and names what is missing', () => {
  const drifts = driftsOf([
    { endpoint, json: { day: 'monday' } },
    { endpoint: 'GET /never-asked', json: { day: 'monday' } },
  ])
  const played = new Set([
    driftCell({ endpoint, kind: 'rename' }),
    driftCell({ endpoint: 'GET /never-asked', kind: 'nest' }),
  ])
  const coverage = driftCoverage(drifts, new Set([endpoint]), played)
  expect(coverage.endpoints).toEqual([{ endpoint, played: 1, of: 8 }])
  expect([coverage.played, coverage.of]).toEqual([1, 8])
  expect(coverage.missing.map(({ kind }) => kind)).toEqual([
    'nest',
    'retype',
    'null-field',
    'missing-field',
    'extra-field',
    'new-value',
    'array-object',
  ])
})

test('an OpenAPI document promises replies, and drifts are made of them', () => {
  const document: Json = {
    paths: {
      '/offices/{id}/slots': {
        get: {
          responses: {
            '200': { content: { 'application/json': { schema: { $ref: '#/components/schemas/Slots' } } } },
            '404': { content: { 'application/json': { schema: { type: 'string' } } } },
          },
        },
        delete: { responses: { '204': {} } },
      },
    },
    components: {
      schemas: {
        Slots: {
          type: 'object',
          properties: { slots: { type: 'array', items: { $ref: '#/components/schemas/Slot' } } },
        },
        Slot: {
          allOf: [
            { type: 'object', properties: { start: { type: 'string', format: 'date-time' } } },
            {
              properties: {
                status: { enum: ['free', 'held'] },
                price: { type: ['number', 'null'] },
                next: { $ref: '#/components/schemas/Slot' },
              },
            },
          ],
        },
      },
    },
  }
  const [made] = repliesOf(document)
  expect(made?.endpoint).toBe('GET /offices/*/slots')
  expect(made?.json).toMatchObject({ slots: [{ start: '2026-03-05T14:00:00Z', status: 'free', price: 19.5 }, {}] })
  const ids = driftsOf(repliesOf(document)).map(({ id }) => id)
  expect(ids).toContain('GET /offices/*/slots $.slots[*].start zone-dropped')
  expect(ids).toContain('GET /offices/*/slots $.slots[*].price cents units')
})

test('whatever a document holds, reading it ends without an error', () => {
  fc.assert(fc.property(fc.jsonValue(), (json) => void driftsOf(repliesOf(json as Json))))
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      const paths = { '/x': { get: { responses: { 200: { content: { 'application/json': { schema: json } } } } } } }
      void driftsOf(repliesOf({ paths } as Json))
    }),
  )
})
