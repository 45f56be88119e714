/** Whatever is sent, by whomever: nothing gets through, nothing is left behind, and the next request is answered. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { type Served, saying, served } from './server.sample.ts'

let at: Served
afterEach(() => at.close())

const mebibyte = 1024 * 1024
const post = (path: string, body: string | Uint8Array, headers: Record<string, string> = {}) =>
  at.ask(path, { body, headers })
const isWell = async () => (await at.ask('/readyz')).status === 200 && (await at.ask('/v1/status')).status === 200

/** What a server says to bytes that no client would send, as far as it says anything. */
async function told(...parts: readonly string[]): Promise<string> {
  const socket = connect(Number(new URL(at.server.url).port), '127.0.0.1')
  let text = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  socket.on('error', () => {})
  for (const part of parts) socket.write(part)
  socket.setTimeout(5000, () => socket.destroy())
  await once(socket, 'close')
  return text
}
const first = (text: string) => text.split('\r\n')[0] ?? ''
const close = 'Connection: close\r\n\r\n'

const paths = [
  ['/v1/traces', 'application/json'],
  ['/v1/traces', 'application/x-protobuf'],
  ['/v1/logs', 'application/x-protobuf'],
  ['/v1/metrics', 'application/json'],
  ['/v1/conversations', 'application/json'],
  ['/api/public/ingestion', 'application/json'],
  ['/runs/multipart', 'multipart/form-data; boundary=x'],
  ['/runs/batch', 'application/json'],
  ['/runs/a-run', 'application/json', 'PATCH'],
  ['/v1/webhooks/slack', 'application/json'],
  ['/v1/session', 'application/json'],
] as const

test('no body whatever makes the server fail', async () => {
  at = await served()
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.json().map((text) => Buffer.from(text)),
    fc
      .object({ key: fc.constantFrom('resourceSpans', 'scopeSpans', 'spans', 'attributes', 'batch', '__proto__') })
      .map((value) => Buffer.from(JSON.stringify(value))),
  )
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), bytes, async ([path, type, method = 'POST'], body) => {
      const { status } = await at.ask(path, { method, body: Buffer.from(body), headers: { 'content-type': type } })
      expect([200, 202, 207, 400, 404, 413, 415]).toContain(status)
    }),
    { numRuns: 300 },
  )
  await at.observatory.settled()
  expect(await isWell()).toBe(true)
})

test('a body that unpacks to a thousand times its size is refused at the cap, packed once or twice', async () => {
  at = await served({ bodyBytes: mebibyte })
  const bomb = gzipSync(Buffer.alloc(64 * mebibyte))
  const twice = gzipSync(bomb)
  const answers = await Promise.all([
    ...Array.from({ length: 20 }, () => post('/v1/traces', bomb, { 'content-encoding': 'gzip' })),
    post('/v1/traces', twice, { 'content-encoding': 'gzip, gzip' }),
    post('/v1/keys', bomb, { 'content-encoding': 'gzip' }),
  ])
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 413))
  expect(await isWell()).toBe(true)
})

test('what is too large is refused whether or not it says how large it is', async () => {
  at = await served({ bodyBytes: 1000 })
  expect((await post('/v1/conversations', 'x'.repeat(1001))).status).toBe(413)
  const chunked = `POST /v1/conversations HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n`
  const piece = `400\r\n${'x'.repeat(1024)}\r\n`
  expect(first(await told(chunked, piece))).toBe('HTTP/1.1 413 Payload Too Large')
  expect(await isWell()).toBe(true)
})

test('JSON that nests without end, names prototypes, or has attributes without number changes nothing', async () => {
  at = await served()
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  const attribute = { key: '__proto__', value: { stringValue: 'polluted' } }
  const many = Array.from({ length: 100_000 }, (_, n) => ({ key: `k${n}`, value: { intValue: n } }))
  const span = (attributes: unknown) =>
    JSON.stringify({
      resourceSpans: [
        {
          scopeSpans: [
            {
              spans: [{ traceId: '0'.repeat(31) + 1, spanId: '0'.repeat(15) + 1, name: 'chat', attributes }],
            },
          ],
        },
      ],
    })
  const polluting = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"id":"p","events":[]}'
  const sent = [
    await post('/v1/conversations', deep),
    await post('/v1/traces', span(`${deep}`)),
    await post('/v1/traces', span([attribute])),
    await post('/v1/traces', span(many)),
    await post('/v1/conversations', polluting),
    await post('/v1/keys', polluting),
    await post('/v1/keys', deep.slice(0, 60_000)),
  ]
  expect(sent.filter(({ status }) => status >= 500)).toEqual([])
  await at.observatory.settled()
  expect([({} as Record<string, unknown>).polluted, await isWell()]).toEqual([undefined, true])
})

test('clients that send slowly are let go: a head, a body, and one that says nothing', async () => {
  at = await served({ requestMs: 300 })
  const head = 'POST /v1/conversations HTTP/1.1\r\nHost: localhost\r\n'
  const answers = await Promise.all([told(head), told(`${head}Content-Length: 100\r\n\r\n`, '{'), told('P')])
  expect(answers.map(first)).toEqual(answers.map(() => 'HTTP/1.1 408 Request Timeout'))
  expect(await isWell()).toBe(true)
})

test('no way of writing a path or a head leads around the guard', async () => {
  at = await served()
  await at.key(['admin'])
  const writings = [
    '/v1/conversations/',
    '//v1/conversations',
    '/v1//conversations',
    '/V1/Conversations',
    '/v1/conversations/..%2f..%2fhealthz',
    '/healthz/../v1/conversations',
    '/healthz/..%2fv1/conversations',
    '/healthz;/v1/conversations',
    '/v1/conversations?x=/healthz',
    '/v1/conversations%00',
    '/v1/conversations#/healthz',
    '/%76%31/conversations',
    'http://localhost/v1/conversations',
    '/v1/conversations/%2e%2e/%2e%2e/etc/passwd',
    '/v1/conversations/%c0%ae%c0%ae',
    '/../../../../etc/passwd',
  ]
  const answers = await Promise.all(writings.map((path) => told(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n${close}`)))
  expect(answers.filter((text) => !/^HTTP\/1\.1 (400|401|404) /.test(text))).toEqual([])
  const heads = [
    'X-Original-URL: /healthz\r\nX-Rewrite-URL: /healthz\r\n',
    'X-HTTP-Method-Override: OPTIONS\r\n',
    'X-Forwarded-For: 127.0.0.1\r\nX-Real-IP: 127.0.0.1\r\n',
    'Authorization: Bearer\r\n',
    'Authorization: Bearer null\r\n',
    `Authorization: Basic ${Buffer.from(':').toString('base64')}\r\n`,
    'x-api-key: \r\n',
    'Cookie: fieldproof=; __Host-fieldproof=\r\n',
    `Cookie: fieldproof=${'A'.repeat(43)}\r\n`,
    'X-Api-Key: a\r\nX-Api-Key: b\r\n',
  ]
  const guarded = await Promise.all(
    heads.map((head) => told(`GET /v1/conversations HTTP/1.1\r\nHost: localhost\r\n${head}${close}`)),
  )
  expect(guarded.map(first)).toEqual(heads.map(() => 'HTTP/1.1 401 Unauthorized'))
})

test('no second request hides in the first, and no head is larger than one may be', async () => {
  at = await served()
  const post = 'POST /v1/conversations HTTP/1.1\r\nHost: localhost\r\n'
  const hidden = 'GET /v1/keys HTTP/1.1\r\nHost: localhost\r\n\r\n'
  const answers = await Promise.all([
    told(`${post}Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`),
    told(`${post}Content-Length: 0\r\nContent-Length: 40\r\n\r\n${hidden}`),
    told(`${post}Transfer-Encoding: xchunked\r\n\r\n${hidden}`),
    told(`GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: a\nTransfer-Encoding : chunked\r\n\r\n${hidden}`),
    told(`GET /healthz HTTP/1.1\r\n\r\n${hidden}`),
    told(`GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`),
  ])
  expect(answers.map(first)).toEqual([...Array(5).fill('HTTP/1.1 400 Bad Request'), expect.stringContaining('431')])
})

test('what customers write is never a page: it comes back as JSON that browsers neither run, frame nor guess about', async () => {
  at = await served()
  const script = '<script>alert(1)</script><img src=x onerror=alert(1)>'
  await post('/v1/conversations', JSON.stringify(saying(script, script)))
  await at.observatory.settled()
  const asked = [
    `/v1/conversations/${encodeURIComponent(script)}`,
    '/v1/conversations',
    `/v1/conversations/${encodeURIComponent('<b>')}`,
    `/${encodeURIComponent(script)}`,
    `/v1/conversations?limit=${encodeURIComponent(script)}`,
  ]
  const answers = await Promise.all(asked.map((path) => at.ask(path, { headers: { accept: 'text/html' } })))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 404, 400])
  for (const { headers } of answers) {
    expect([headers.get('content-type'), headers.get('x-content-type-options')]).toEqual([
      expect.stringMatching(/^application\/json/),
      'nosniff',
    ])
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
  }
  expect((await (await at.ask('/metrics')).text()).includes('<script>')).toBe(false)
})

test('pages of other origins are told nothing and given no leave', async () => {
  at = await served()
  const headers = { origin: 'https://attacker.example.com', 'access-control-request-method': 'POST' }
  const answers = await Promise.all(
    ['/v1/conversations', '/v1/keys', '/healthz'].map((path) => at.ask(path, { method: 'OPTIONS', headers })),
  )
  const read = await at.ask('/v1/conversations', { headers })
  expect([...answers, read].map((answer) => answer.headers.get('access-control-allow-origin'))).toEqual(
    Array(4).fill(null),
  )
  expect(answers.filter(({ status }) => status < 400)).toEqual([])
})

test('when more is sent at once than is held, the rest is asked to come again, and the room is given back', async () => {
  at = await served({ heldBytes: 100_000, requestMs: 20_000 })
  const waiting = connect(Number(new URL(at.server.url).port), '127.0.0.1')
  waiting.on('error', () => {})
  waiting.write('POST /v1/conversations HTTP/1.1\r\nHost: localhost\r\nContent-Length: 95000\r\n\r\n')
  waiting.write('x'.repeat(90_000))
  const body = JSON.stringify(saying('large', 'x'.repeat(20_000)))
  // The first must have arrived.
  let refused = await post('/v1/conversations', body)
  while (refused.status !== 503) refused = await post('/v1/conversations', body)
  expect([refused.headers.get('retry-after'), await refused.json()]).toEqual([
    '2',
    {
      code: 'server/busy',
      message: 'The server holds as much as it can.',
      hint: 'Send it again in a moment.',
    },
  ])
  waiting.destroy()
  let again = await post('/v1/conversations', body)
  while (again.status !== 200) again = await post('/v1/conversations', body)
  expect(again.status).toBe(200)
})

test('nobody keeps the server from ending: neither by saying nothing, nor by half a head or half a body', async () => {
  at = await served({ endMs: 200 })
  const port = Number(new URL(at.server.url).port)
  const head = 'POST /v1/conversations HTTP/1.1\r\nHost: localhost\r\n'
  const sent = ['', head, `${head}Content-Length: 100\r\n\r\n{`].map(async (text) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {}).resume()
    await once(socket, 'connect')
    socket.write(text)
    return socket
  })
  const sockets = await Promise.all(sent)
  expect(await isWell()).toBe(true)
  const gone = sockets.map((socket) => once(socket, 'close'))
  await at.server.close()
  await Promise.all(gone)
})

test('logs hold neither keys nor what was sent', async () => {
  const lines: string[] = []
  at = await served({ log: (line) => lines.push(line) })
  const key = await at.key(['admin'])
  await at.ask(`/v1/conversations?limit=${key}`, { key })
  await at.ask('/v1/session', { body: { name: 'ana', password: 'my secret password' } })
  const text = lines.join('')
  expect(lines.length).toBeGreaterThan(2)
  expect([key.slice(14), 'my secret'].filter((secret) => text.includes(secret))).toEqual([])
  expect(JSON.parse(lines.find((line) => line.includes('/v1/session')) ?? '')).toMatchObject({
    req: { method: 'POST', path: '/v1/session', from: '127.0.0.1' },
  })
})
