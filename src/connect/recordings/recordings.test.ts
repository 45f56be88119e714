/** A backend recorded through the proxy, and then replayed without it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, afterEach, expect, test } from 'vitest'
import { backendSettings, startBackends } from '../backends/backends.ts'
import { liveSource } from '../backends/live.ts'
import type { OpenTrial } from '../backends/trial-calls.ts'
import { wallClock } from '../clock.ts'
import { recordingOf, type ToolAnswer } from './made.ts'
import { recheck } from './recheck.ts'
import { readRecording } from './recording.ts'
import { replaySettings } from './replay.ts'

const folder = mkdtempSync(join(tmpdir(), 'fieldproof-recordings-'))
afterAll(() => rmSync(folder, { recursive: true }))

type Answer = (
  method: string,
  url: string,
  body: string,
) => {
  readonly status?: number
  readonly type?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
})

async function backend(answer: Answer): Promise<string> {
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const piece of request.setEncoding('utf8')) text += piece
    const {
      status = 200,
      type = 'application/json',
      headers = {},
      body,
    } = answer(request.method ?? '', request.url ?? '', text)
    response.writeHead(status, { 'content-type': type, ...headers }).end(body)
  })
  servers.push(server)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

interface Asked {
  readonly method?: string
  readonly path: string
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Asks a backend in some mode, in one conversation, and tells status and body of each answer. */
async function inMode(
  mode: unknown,
  upstream: string | undefined,
  asked: readonly Asked[],
  conversations = 1,
): Promise<string[]> {
  return heard({ ...(upstream !== undefined && { upstream }), mode }, asked, { conversations })
}

const quiet = { seed: 1, faults: [], turn: () => 1, emit: () => {} }

async function heard(
  form: object,
  asked: readonly Asked[],
  { conversations = 1, ...brought }: { readonly conversations?: number } & Pick<OpenTrial, 'recorded'> = {},
): Promise<string[]> {
  const settings = backendSettings.parse({ correlate: { lease: true }, ...form })
  const backends = await startBackends({ desk: settings }, wallClock(), folder)
  const saw: string[] = []
  try {
    backends.lead({})
    for (let round = 0; round < conversations; round += 1) {
      const trial = backends.open({ ...quiet, ...brought, id: `trial-${round}` }, {})
      for (const { method = 'GET', path, body, headers = {} } of asked) {
        const response = await fetch(`${backends.urls.desk}${path}`, {
          method,
          headers,
          ...(body !== undefined && { body }),
        })
        saw.push(`${response.status} ${await response.text()}`)
      }
      trial.close()
    }
  } finally {
    await backends.close()
  }
  return saw
}

let files = 0
const newFile = () => `recording-${++files}.har`
const counting = (): Answer => {
  let n = 0
  return (method, url, body) => ({ body: JSON.stringify({ n: ++n, method, url, body }) })
}

test('what was recorded is replayed to the letter, without the backend', async () => {
  const to = newFile()
  const asked: Asked[] = [
    { path: '/slots?date=2026-03-05&service=cleaning' },
    {
      method: 'POST',
      path: '/appointments',
      body: '{"start":"14:00","who":"Ana"}',
      headers: { 'content-type': 'application/json' },
    },
    { path: '/appointments/7' },
    { path: '/appointments/7' },
  ]
  const live = await inMode({ record: { to } }, await backend(counting()), asked)
  expect(await inMode({ replay: { from: to } }, undefined, asked)).toEqual(live)
})

test('ids of another conversation, another order of fields and of the query mean the same question', async () => {
  const to = newFile()
  await inMode({ record: { to } }, await backend(counting()), [
    {
      method: 'POST',
      path: '/offices/office-12/appointments?b=2&a=1',
      body: '{"start":"14:00","who":{"id":1,"name":"Ana"}}',
    },
  ])
  const again = {
    method: 'POST',
    path: '/offices/office-99/appointments?a=1&b=2',
    body: '{"who":{"name":"Ana","id":1},"start":"14:00"}',
  }
  expect((await inMode({ replay: { from: to } }, undefined, [again]))[0]).toMatch(/^200 \{"n":1,/)
})

test('a call is found by what it asks, whatever its credentials are by now', async () => {
  const to = newFile()
  const asked = (secret: string): Asked => ({
    method: 'POST',
    path: `/appointments?api_key=${secret}&day=5`,
    body: JSON.stringify({ start: '14:00', password: secret }),
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
  })
  await inMode({ record: { to } }, await backend(counting()), [asked('the-old-one-4711')])
  const [again] = await inMode({ replay: { from: to } }, undefined, [asked('the-new-one-4712')])
  expect(again).toMatch(/^200 \{"n":1,/)
})

test('the nth asking of a conversation gets the nth reply, and the last one for ever', async () => {
  const to = newFile()
  const read = { path: '/status' }
  await inMode({ record: { to } }, await backend(counting()), [read, read])
  const saw = await inMode({ replay: { from: to } }, undefined, [read, read, read], 2)
  expect(saw.map((text) => JSON.parse(text.slice(4)).n)).toEqual([1, 2, 2, 1, 2, 2])
})

test('what was never recorded fails and says why, gets the nearest, or is passed on, by choice', async () => {
  const to = newFile()
  const url = await backend(counting())
  await inMode({ record: { to } }, url, [
    { path: '/slots?date=2026-03-05' },
    { path: '/slots?date=2026-03-06&part=am' },
  ])
  const other = [{ path: '/slots?date=2026-03-09' }]
  expect(await inMode({ replay: { from: to } }, undefined, [...other, { path: '/nothing' }])).toEqual([
    '501 {"error":"fieldproof-not-recorded","message":"GET /slots was not recorded so; the nearest differs in query date.","hint":"Record it, or set \\"misses: pass\\" or \\"misses: nearest\\"."}',
    '501 {"error":"fieldproof-not-recorded","message":"Nothing was recorded for GET /nothing.","hint":"Record it, or set \\"misses: pass\\" or \\"misses: nearest\\"."}',
  ])
  expect((await inMode({ replay: { from: to, misses: 'nearest' } }, undefined, other))[0]).toMatch(
    /"url":"\/slots\?date=2026-03-05"/,
  )
  expect((await inMode({ replay: { from: to, misses: 'pass' } }, url, other))[0]).toMatch(
    /"url":"\/slots\?date=2026-03-09"/,
  )
})

const answer: ToolAnswer = {
  ...{ backend: 'desk', tool: 'book', route: 'POST /offices/{office}/bookings', args: {}, status: 201, value: {} },
  ...{ askedAt: '2026-03-02T09:00:00Z', tookMs: 40 },
}

test('what was seen of tools alone answers calls of these tools, whatever they look like on the wire', async () => {
  const from = newFile()
  const booked = (id: number, start: string): ToolAnswer => ({ ...answer, args: { office: 12, start }, value: { id } })
  const refused: ToolAnswer = { ...booked(0, '16:00'), status: 409, value: 'That time is taken.' }
  writeFileSync(join(folder, from), recordingOf([booked(1, '14:00'), booked(2, '14:00'), refused]))
  const settings = { mode: { replay: { from, misses: 'nearest' } }, tools: { book: 'POST /offices/{office}/bookings' } }
  const ask = (start: string): Asked => ({
    method: 'POST',
    path: '/offices/12/bookings',
    body: JSON.stringify({ start, note: null }),
    headers: { 'content-type': 'application/json' },
  })
  expect(await heard(settings, ['14:00', '14:00', '16:00', '17:00'].map(ask))).toEqual([
    '201 {"id":1}',
    '201 {"id":2}',
    '409 That time is taken.',
    '201 {"id":1}',
  ])
})

test('a conversation that brings a recording gets its answers from there, and no other does', async () => {
  const from = newFile()
  writeFileSync(join(folder, from), recordingOf([{ ...answer, route: 'GET /price', tool: 'price', value: { is: 35 } }]))
  const upstream = await backend(() => ({ body: '{"is":40}' }))
  const settings = { upstream, tools: { price: 'GET /price', other: 'GET /other' } }
  const recorded = { desk: replaySettings.parse({ from }) }
  expect(await heard(settings, [{ path: '/price' }, { path: '/other' }, { path: '/hours' }], { recorded })).toEqual([
    '201 {"is":35}',
    expect.stringContaining('Nothing was recorded for GET /other'),
    // No tool of the agent's, so that nobody who saw its tools alone can know it.
    '200 {"is":40}',
  ])
  expect(await heard(settings, [{ path: '/price' }])).toEqual(['200 {"is":40}'])
})

test('fields that say nothing of what is asked can be left out of the match', async () => {
  const to = newFile()
  const asking = (requestId: string) => ({
    method: 'POST',
    path: '/search',
    body: JSON.stringify({ q: 'ana', requestId }),
  })
  await inMode({ record: { to } }, await backend(counting()), [asking('1')])
  expect((await inMode({ replay: { from: to, ignore: ['$.requestId'] } }, undefined, [asking('2')]))[0]).toMatch(/^200/)
})

test('no credential is ever in the file', async () => {
  const to = newFile()
  const secrets = [
    'Bearer top-secret-token-1',
    'k3y-in-the-query',
    'p4ssw0rd-in-json',
    'sid=c00kie-value',
    'sk-live-0123456789abcdefghij',
    't0ken-in-reply',
    'p4th-t0ken-123',
  ]
  const [bearer = '', query = '', password = '', cookie = '', key = '', inReply = '', inPath = ''] = secrets
  const url = await backend(() => ({
    headers: { 'set-cookie': cookie },
    body: JSON.stringify({ access_token: inReply, note: `the key is ${key}` }),
  }))
  await inMode({ record: { to } }, url, [
    {
      method: 'POST',
      path: `/reset-token/${inPath}/login?api_key=${query}`,
      body: JSON.stringify({ user: 'ana', password, nested: [{ clientSecret: password }] }),
      headers: { authorization: bearer, cookie, 'x-api-key': query, 'content-type': 'application/json' },
    },
  ])
  const text = readFileSync(join(folder, to), 'utf8')
  expect(secrets.filter((secret) => text.includes(secret.replace('Bearer ', '')))).toEqual([])
  expect(text).toContain('"user\\":\\"ana')
})

test('the file is an HTTP archive with everything that the format asks for', async () => {
  const to = newFile()
  const url = await backend(() => ({ headers: { 'content-encoding': 'gzip' }, body: gzipSync('{"zipped":true}') }))
  await inMode({ record: { to } }, url, [{ path: '/a?x=1' }])
  const { log } = JSON.parse(readFileSync(join(folder, to), 'utf8'))
  expect([log.version, log.creator.name, log.entries.length]).toEqual(['1.2', 'fieldproof', 1])
  const [entry] = log.entries
  expect(Object.keys(entry)).toEqual([
    'startedDateTime',
    'time',
    'request',
    'response',
    'cache',
    'timings',
    '_conversation',
  ])
  expect(entry.request).toMatchObject({
    method: 'GET',
    url: `${url}/a?x=1`,
    httpVersion: 'HTTP/1.1',
    queryString: [{ name: 'x', value: '1' }],
  })
  expect(entry.response).toMatchObject({
    status: 200,
    content: { size: 15, mimeType: 'application/json', text: '{"zipped":true}' },
  })
})

test('a recording whose end was torn off costs its last exchange only', async () => {
  const to = newFile()
  await inMode({ record: { to } }, await backend(counting()), [{ path: '/a' }, { path: '/b' }, { path: '/c' }])
  const text = readFileSync(join(folder, to), 'utf8')
  writeFileSync(join(folder, to), text.slice(0, text.lastIndexOf('"/c') + 5))
  expect(readRecording(join(folder, to)).entries.map(({ question }) => question.path)).toEqual(['/a', '/b'])
})

test('any text and any bytes come back as they were', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 60 }), { minLength: 1, maxLength: 4 }), async (bodies) => {
      const to = newFile()
      let n = 0
      const url = await backend(() => ({ type: 'application/octet-stream', body: Buffer.from(bodies[n++] ?? []) }))
      const asked = bodies.map((_, index) => ({ path: `/blob/${'abcd'[index]}` }))
      const live = await inMode({ record: { to } }, url, asked)
      expect(await inMode({ replay: { from: to } }, undefined, asked)).toEqual(live)
    }),
    { numRuns: 15 },
  )
})

test('whatever a file holds, reading it gives exchanges or says what is wrong', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.jsonValue().map((json) => JSON.stringify(json)),
        fc.jsonValue().map((entries) => JSON.stringify({ log: { entries } })),
      ),
      (text) => {
        const file = join(folder, 'fuzzed.har')
        writeFileSync(file, text)
        try {
          expect(readRecording(file).entries.length).toBeGreaterThan(0)
        } catch (thrown) {
          expect((thrown as { code?: string }).code).toMatch(/^recordings\/(?:not-a-har|nothing-recorded)$/)
        }
      },
    ),
  )
  expect(() => readRecording(join(folder, 'not-there.har'), 'not-there.har')).toThrow(
    'The recording not-there.har cannot be read',
  )
})

test('a backend that has changed its replies is told in plain sentences, and is only read', async () => {
  const to = newFile()
  const old = { id: 7, start: '2026-03-05T14:00:00Z', status: 'booked', price: 120, phone: '1' }
  await inMode(
    { record: { to } },
    await backend(() => ({ body: JSON.stringify({ items: [old, old, old, old, { ...old, status: 'cancelled' }] }) })),
    [{ path: '/appointments' }, { path: '/appointments' }, { method: 'POST', path: '/appointments', body: '{}' }],
  )
  const { phone: _, start: when, ...rest } = old
  const now = { ...rest, startTime: when, price: '120', status: 'waitlisted', room: null }
  const methods: string[] = []
  const changed = await backend((method) => {
    methods.push(method)
    return { body: JSON.stringify({ items: [now, now] }) }
  })
  const recording = readRecording(join(folder, to))
  const live = liveSource(new URL(changed))
  const found = await recheck(recording, live)
  await live.close()
  recording.close()
  expect(methods).toEqual(['GET', 'GET'])
  expect(found).toEqual({
    asked: 2,
    leftOut: 1,
    refused: 0,
    statuses: [],
    endpoints: [
      {
        endpoint: 'GET /appointments 200',
        recorded: 2,
        now: 2,
        changes: [
          '$.items[*].start is called $.items[*].startTime now',
          '$.items[*].phone is gone',
          '$.items[*].room is new',
          '$.items[*].status has the new value waitlisted',
          '$.items[*].price is text now, and was whole number',
        ],
      },
    ],
  })
})

test('a backend that answers as it did has not drifted', async () => {
  const to = newFile()
  const same: Answer = () => ({
    body: JSON.stringify({
      items: [
        { id: 1, note: null },
        { id: 2, note: 'x y' },
      ],
    }),
  })
  await inMode({ record: { to } }, await backend(same), [{ path: '/items' }])
  const recording = readRecording(join(folder, to))
  const live = liveSource(new URL(await backend(same)))
  expect((await recheck(recording, live)).endpoints).toEqual([
    { endpoint: 'GET /items 200', recorded: 1, now: 1, changes: [] },
  ])
  await live.close()
  recording.close()
})

test('a backend that wants credentials is asked with those that are given, since no recording holds any', async () => {
  const to = newFile()
  const guarded = await backend(() => ({ body: '{"id":7}' }))
  await inMode({ record: { to } }, guarded, [
    { path: '/me?api_key=sesame-4711', headers: { 'x-api-key': 'sesame-4711' } },
  ])
  const server = createServer(({ headers }, response) => {
    response
      .writeHead(headers['x-api-key'] === 'sesame-4712' ? 200 : 401, { 'content-type': 'application/json' })
      .end('{"id":7}')
  })
  servers.push(server)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const live = liveSource(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
  const recording = readRecording(join(folder, to))
  const [without, given] = [
    await recheck(recording, live),
    await recheck(recording, live, [['X-Api-Key', 'sesame-4712']]),
  ]
  await live.close()
  recording.close()
  expect([without.refused, without.statuses, given.refused, given.endpoints.map((each) => each.changes)]).toEqual([
    1,
    [],
    0,
    [[]],
  ])
})
