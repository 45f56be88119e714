import { request } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { problemsIn } from '../../problem.ts'
import { openServer } from '../open-server.ts'
import { type Asked, type Served, saying, served } from '../server.sample.ts'

let at: Served
afterEach(() => at.close())

const statusOf = async (path: string, asked: Asked = {}) => (await at.ask(path, asked)).status

test('a key opens in every header that senders know, and nowhere else', async () => {
  at = await served()
  const key = await at.key(['ingest'])
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
  const forms: readonly Record<string, string>[] = [
    { authorization: `Bearer ${key}` },
    { authorization: `bearer  ${key} ` },
    { authorization: key },
    { authorization: basic(`pk-lf-anything:${key}`) },
    { authorization: basic(`${key}:`) },
    { 'x-api-key': key },
    { api_key: key },
    { 'api-key': key },
  ]
  const opened = await Promise.all(forms.map((headers) => statusOf('/v1/traces', { body: '{}', headers })))
  expect(opened).toEqual(forms.map(() => 200))
  expect(await statusOf(`/v1/traces?api_key=${key}`, { body: '{}' })).toBe(401)
  expect(await statusOf('/v1/traces', { body: '{}', headers: { cookie: `fieldproof=${key}` } })).toBe(401)
})

test('what a key may is what its scopes say, route by route', async () => {
  at = await served()
  const scopes = ['ingest', 'read', 'review', 'admin'] as const
  const keys = await Promise.all(scopes.map((scope) => at.key([scope])))
  const asked = [
    ['/v1/traces', { body: '{}' }],
    ['/v1/conversations', { body: '[]' }],
    ['/v1/conversations', {}],
    ['/v1/status', {}],
    ['/metrics', {}],
    ['/v1/keys', {}],
    ['/v1/people', {}],
    ['/v1/audit', {}],
  ] as const
  const found: Record<string, string> = {}
  for (const [path, ask] of asked) {
    const statuses = await Promise.all(keys.map((key) => statusOf(path, { ...ask, key })))
    found[`${'body' in ask ? 'POST' : 'GET'} ${path}`] = statuses.map((n, index) => `${scopes[index]} ${n}`).join(', ')
  }
  expect(found).toMatchInlineSnapshot(`
    {
      "GET /metrics": "ingest 403, read 200, review 403, admin 200",
      "GET /v1/audit": "ingest 403, read 403, review 403, admin 200",
      "GET /v1/conversations": "ingest 403, read 200, review 403, admin 200",
      "GET /v1/keys": "ingest 403, read 403, review 403, admin 200",
      "GET /v1/people": "ingest 403, read 403, review 403, admin 200",
      "GET /v1/status": "ingest 403, read 200, review 403, admin 200",
      "POST /v1/conversations": "ingest 200, read 403, review 403, admin 200",
      "POST /v1/traces": "ingest 200, read 403, review 403, admin 200",
    }
  `)
})

test('rotating gives another secret while the old one opens yet, revoking ends both', async () => {
  at = await served()
  const admin = await at.key(['admin'])
  const old = await at.key(['read'])
  const id = old.slice(3, 13)
  const rotated = await at.ask(`/v1/keys/${id}/rotate`, { key: admin, body: { overlapHours: 2 } })
  const { key: fresh } = (await rotated.json()) as { key: string }
  expect(await Promise.all([old, fresh].map((key) => statusOf('/v1/status', { key })))).toEqual([200, 200])
  at.lateMs += 2 * 3_600_000
  expect(await Promise.all([old, fresh].map((key) => statusOf('/v1/status', { key })))).toEqual([401, 200])
  expect(await statusOf(`/v1/keys/${id}`, { method: 'DELETE', key: admin })).toBe(200)
  expect(await statusOf('/v1/status', { key: fresh })).toBe(401)
  expect(await statusOf(`/v1/keys/${id}/rotate`, { key: admin, body: {} })).toBe(404)
})

test('no list, log or database holds a secret, and who did what is written down', async () => {
  at = await served()
  const admin = await at.key(['admin'])
  const made = await at.ask('/v1/keys', { key: admin, body: { name: 'bot', scopes: ['ingest'] } })
  const { id, key } = (await made.json()) as { id: string; key: string }
  const listed = await (await at.ask('/v1/keys', { key: admin })).text()
  const kept = JSON.stringify([await at.access.keys(), await at.access.deeds('default', 100)])
  expect([listed, kept].filter((text) => text.includes(key.slice(14)))).toEqual([])
  const { deeds } = (await (await at.ask('/v1/audit', { key: admin })).json()) as { deeds: { about: string }[] }
  expect(deeds.find(({ about }) => about.startsWith(id))).toEqual({
    atMs: Date.UTC(2026, 2, 2),
    project: 'default',
    who: `key ${admin.slice(3, 13)} (admin)`,
    what: 'created key',
    about: `${id} (bot)`,
    from: '127.0.0.1',
  })
})

test('one project reads, counts, changes and hears nothing of another', async () => {
  at = await served()
  const [ours, theirs] = [await at.key(['admin'], 'ours'), await at.key(['admin'], 'theirs')]
  await at.ask('/v1/conversations', { key: ours, body: saying('secret-1', 'We guarantee it.') })
  await at.observatory.settled()
  expect(await statusOf('/v1/conversations/secret-1', { key: ours })).toBe(200)
  expect(await statusOf('/v1/conversations/secret-1', { key: theirs })).toBe(404)
  const read = async (path: string) => (await at.ask(path, { key: theirs })).json()
  expect(await read('/v1/conversations')).toEqual({ conversations: [] })
  expect(await read('/v1/status')).toMatchObject({ version: '1.2.3', project: 'theirs', counts: {} })
  const everything = await Promise.all(
    ['/metrics', '/v1/keys', '/v1/people', '/v1/audit'].map(async (path) =>
      (await at.ask(path, { key: theirs })).text(),
    ),
  )
  expect(everything.filter((text) => text.includes('ours') || text.includes('secret-1'))).toEqual([])
  const id = ours.slice(3, 13)
  expect(await statusOf(`/v1/keys/${id}`, { method: 'DELETE', key: theirs })).toBe(404)
  expect(await statusOf(`/v1/keys/${id}/rotate`, { key: theirs, body: {} })).toBe(404)
  await at.ask('/v1/people/ana', { method: 'PUT', key: ours, body: { role: 'viewer', password: 'a long password' } })
  expect(await statusOf('/v1/people/ana', { method: 'DELETE', key: theirs })).toBe(404)
  expect(
    await statusOf('/v1/people/ana', {
      method: 'PUT',
      key: theirs,
      body: { role: 'admin', password: 'another long one' },
    }),
  ).toBe(403)
})

test('keys cannot be guessed: every wrong one is answered alike, then not at all, and right ones are not slowed down', async () => {
  at = await served()
  const key = await at.key(['read'])
  const revoked = await at.key(['read'])
  await at.ask(`/v1/keys/${revoked.slice(3, 13)}`, { method: 'DELETE', key: await at.key(['admin']) })
  const last = key.endsWith('A') ? 'B' : 'A'
  const wrong = [`${key.slice(0, -1)}${last}`, `fp_0000000000_${key.slice(14)}`, 'nonsense', revoked]
  const answers = await Promise.all(wrong.map(async (each) => (await at.ask('/v1/status', { key: each })).text()))
  expect(new Set(answers).size).toBe(1)
  const statuses: number[] = []
  for (let n = 0; n < 40; n += 1) statuses.push(await statusOf('/v1/status', { key: `fp_0000000000_${key.slice(14)}` }))
  expect([statuses[0], statuses.at(-1), statuses.filter((status) => status === 200)]).toEqual([401, 429, []])
  expect(await statusOf('/v1/status', { key })).toBe(200)
})

test('people sign in, see what their role may see, and change nothing without the token', async () => {
  at = await served()
  const admin = await at.key(['admin'])
  await at.ask('/v1/people/Ana', { method: 'PUT', key: admin, body: { role: 'viewer', password: 'a long password' } })
  const signed = await at.ask('/v1/session', { body: { name: 'ANA', password: 'a long password' } })
  const { csrf, ...who } = (await signed.json()) as { csrf: string }
  const cookie = signed.headers.get('set-cookie') ?? ''
  expect([who, cookie.replace(/=[^;]+/, '=…')]).toEqual([
    { name: 'ana', project: 'default', role: 'viewer' },
    'fieldproof=…; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200',
  ])
  const headers = { cookie: cookie.split(';')[0] ?? '' }
  expect(await statusOf('/v1/conversations', { headers })).toBe(200)
  expect(await statusOf('/v1/keys', { headers })).toBe(403)
  expect(await statusOf('/v1/session', { method: 'DELETE', headers })).toBe(403)
  expect(await statusOf('/v1/session', { method: 'DELETE', headers: { ...headers, 'x-csrf-token': csrf } })).toBe(200)
  expect(await statusOf('/v1/conversations', { headers })).toBe(401)
})

test('a session ends with its time, with another password, and with the person', async () => {
  at = await served()
  const admin = await at.key(['admin'])
  const put = (password: string) =>
    at.ask('/v1/people/ana', { method: 'PUT', key: admin, body: { role: 'reviewer', password } })
  const session = async (password: string) => {
    const signed = await at.ask('/v1/session', { body: { name: 'ana', password } })
    return { cookie: (signed.headers.get('set-cookie') ?? '').split(';')[0] ?? '' }
  }
  await put('the first password')
  const first = await session('the first password')
  await put('the second password')
  const second = await session('the second password')
  const statuses = async () => [
    await statusOf('/v1/status', { headers: first }),
    await statusOf('/v1/status', { headers: second }),
  ]
  expect(await statuses()).toEqual([401, 200])
  at.lateMs += 13 * 3_600_000
  expect(await statuses()).toEqual([401, 401])
  const third = await session('the second password')
  await at.ask('/v1/people/ana', { method: 'DELETE', key: admin })
  expect(await statusOf('/v1/status', { headers: third })).toBe(401)
})

test('whoever is kept out cannot sign in, is told what anybody is told, and the last admin is never kept out', async () => {
  at = await served()
  const key = await at.key(['admin'])
  const put = async (name: string, body: object) => {
    const answer = await at.ask(`/v1/people/${name}`, { method: 'PUT', key, body })
    return [answer.status, ((await answer.json()) as { code?: string }).code]
  }
  const password = 'a long password'
  const signIn = async (given: string) => {
    const answer = await at.ask('/v1/session', { body: { name: 'ana', password: given } })
    return `${answer.status} ${await answer.text()}`
  }
  expect(await put('ana', { role: 'admin' })).toEqual([400, 'server/bad-person'])
  expect(await put('ana', { role: 'admin', password })).toEqual([200, undefined])
  expect(await put('ana', { disabled: true })).toEqual([409, 'store/last-admin'])
  expect(await put('ana', { role: 'viewer' })).toEqual([409, 'store/last-admin'])
  expect(await statusOf('/v1/people/ana', { method: 'DELETE', key })).toBe(409)
  expect(await put('ben', { role: 'admin', password })).toEqual([200, undefined])
  expect(await put('ana', { disabled: true })).toEqual([200, undefined])
  expect(await signIn(password)).toBe(await signIn('a wrong password'))
  expect(await put('ana', { disabled: false })).toEqual([200, undefined])
  expect(await signIn(password)).toMatch(/^200 /)
})

test('nobody learns who there is by signing in, and whoever fails often waits longer and longer', async () => {
  at = await served()
  const admin = await at.key(['admin'])
  await at.ask('/v1/people/ana', { method: 'PUT', key: admin, body: { role: 'viewer', password: 'a long password' } })
  const tried = async (name: string, password = 'wrong') => at.ask('/v1/session', { body: { name, password } })
  const course = async (name: string) => {
    const found: string[] = []
    for (let n = 0; n < 7; n += 1) {
      const answer = await tried(name)
      found.push(`${answer.status} ${answer.headers.get('retry-after') ?? ''} ${await answer.text()}`)
    }
    return found
  }
  const [known, unknown] = [await course('ana'), await course('nobody')]
  expect(known).toEqual(unknown)
  expect(known.map((line) => line.slice(0, 6))).toEqual([...Array(6).fill('401  {'), '429 1 '])
  expect((await tried('ana', 'a long password')).status).toBe(429)
  at.lateMs += 60_000
  expect((await tried('ana', 'a long password')).status).toBe(200)
})

/** `fetch` lets nobody choose these headers. */
const raw = (path: string, headers: Record<string, string>, method = 'GET') =>
  new Promise<number>((done, failed) => {
    const sent = request(at.server.url + path, { method, headers }, (answer) => {
      answer.resume()
      done(answer.statusCode ?? 0)
    })
    sent.on('error', failed)
    sent.end()
  })

test('without keys everything is open to programs on this machine, and to no page in a browser on it', async () => {
  at = await served()
  const { host } = new URL(at.server.url)
  expect(await raw('/v1/status', { host })).toBe(200)
  expect(await raw('/v1/status', { host: host.replace('127.0.0.1', 'localhost') })).toBe(200)
  const tricks: readonly (readonly [Record<string, string>, string])[] = [
    [{ host: 'attacker.example.com' }, 'GET'],
    [{ host: '127.0.0.1.attacker.example.com' }, 'GET'],
    [{ host, 'x-forwarded-for': '203.0.113.7' }, 'GET'],
    [{ host, forwarded: 'for=203.0.113.7' }, 'GET'],
    [{ host, origin: 'https://attacker.example.com' }, 'POST'],
    [{ host, origin: 'null' }, 'POST'],
    [{ host, 'sec-fetch-site': 'cross-site' }, 'POST'],
  ]
  const answers = await Promise.all(
    tricks.map(([headers, method]) => raw(method === 'GET' ? '/v1/status' : '/v1/conversations', headers, method)),
  )
  expect(answers).toEqual(tricks.map(() => 403))
})

test('the first key closes the door to everybody else at once, and it stays closed when the key is revoked', async () => {
  at = await served()
  expect(await statusOf('/v1/status')).toBe(200)
  const key = await at.key(['admin'])
  expect([await statusOf('/v1/status'), await statusOf('/v1/status', { key })]).toEqual([401, 200])
  await at.ask(`/v1/keys/${key.slice(3, 13)}`, { method: 'DELETE', key })
  expect([await statusOf('/v1/status'), await statusOf('/healthz')]).toEqual([401, 200])
})

test('without keys the server listens to nobody but this machine, and says what to do, as it does when the port is taken', async () => {
  at = await served()
  const { observatory, access, now } = at
  const open = () => openServer({ observatory, access, now, version: '1', port: 0, host: '0.0.0.0' })
  const thrown = await open().catch((reason: unknown) => reason)
  expect(problemsIn(thrown).map(({ code }) => code)).toEqual(['server/no-keys'])
  const taken = openServer({ observatory, access, now, version: '1', port: Number(new URL(at.server.url).port) })
  expect(problemsIn(await taken.catch((reason: unknown) => reason)).map(({ code }) => code)).toEqual([
    'server/cannot-listen',
  ])
  await at.key(['ingest'])
  const wide = await open()
  expect((await fetch(`http://127.0.0.1:${new URL(wide.url).port}/v1/status`)).status).toBe(401)
  await wide.close()
})
