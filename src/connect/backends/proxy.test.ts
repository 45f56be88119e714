import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { practice } from './practice.sample.ts'

interface Got {
  readonly status: number
  readonly raw: readonly string[]
  readonly body: string
}

/** Asks as an agent does, and sees what really arrives. */
function ask(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Got> {
  return new Promise((done, failed) => {
    const { method = 'GET', headers = {}, body } = options
    const asked = request(url, { method, headers, agent: false }, (reply) => {
      let text = ''
      reply.setEncoding('utf8').on('data', (piece: string) => {
        text += piece
      })
      reply.on('error', failed)
      reply.on('end', () => done({ status: reply.statusCode ?? 0, raw: reply.rawHeaders, body: text }))
    })
    asked.on('error', failed)
    asked.end(body)
  })
}

/** Speaks bytes to the proxy and hears everything until it ends. */
async function speak(url: string, text: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write(text)
  let heard = ''
  socket.setEncoding('utf8').on('data', (piece: string) => {
    heard += piece
  })
  await once(socket, 'close')
  return heard
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const piece of request.setEncoding('utf8')) text += piece
  return text
}

test('passes what is asked and what is answered as they are, but for what belongs to one connection', async () => {
  const desk = await practice(async (asked, response) => {
    const said = { method: asked.method, url: asked.url, headers: asked.rawHeaders, body: await textOf(asked) }
    response.writeHead(201, [
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
      ['X-Odd-Case', 'kept'],
      ['Content-Type', 'application/json'],
      ['Connection', 'x-only-here'],
      ['X-Only-Here', '1'],
    ] as never)
    response.end(JSON.stringify(said))
  })
  desk.converse('one')
  const headers = { 'X-Agent': 'a', TE: 'trailers', 'Proxy-Authorization': 'no', 'Content-Type': 'text/plain' }
  const got = await ask(`${desk.url}/a%20b?c=d&c=e`, { method: 'PATCH', headers, body: 'hällo' })
  const { host } = new URL(`http://127.0.0.1:${(desk.server.address() as { port: number }).port}`)
  const { headers: heard, ...rest } = JSON.parse(got.body) as { headers: string[] }
  expect(rest).toEqual({ method: 'PATCH', url: '/a%20b?c=d&c=e', body: 'hällo' })
  expect(heard).toEqual(['host', host, 'X-Agent', 'a', 'Content-Type', 'text/plain', 'content-length', '6'])
  expect(got.raw.filter((each) => !/^(?:Date|.*GMT)$/.test(each))).toEqual([
    ...['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', 'X-Odd-Case', 'kept', 'Content-Type', 'application/json'],
    ...['Connection', 'close', 'Transfer-Encoding', 'chunked'],
  ])
  await desk.close()
})

test.each([
  ['HEAD', 200],
  ['GET', 204],
  ['GET', 304],
])('%s with %i has no body and no wait', async (method, status) => {
  const desk = await practice((_, response) => {
    response.writeHead(status, status === 200 ? { 'content-length': '4000' } : {})
    response.end()
  })
  const talk = desk.converse('one')
  expect(await ask(`${desk.url}/x`, { method })).toMatchObject({ status, body: '' })
  expect(await ask(`${desk.url}/x`, { method })).toMatchObject({ status, body: '' })
  expect((await talk.seen(2)).map(({ exchange }) => [exchange?.status, exchange?.delivered])).toEqual([
    [status, 'whole'],
    [status, 'whole'],
  ])
  await desk.close()
})

test('server-sent events arrive one by one, as the backend sends them', async () => {
  let next = () => {}
  const desk = await practice((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.flushHeaders()
    let n = 0
    next = () => {
      n += 1
      if (n <= 3) response.write(`data: ${n}\n\n`)
      else response.end()
    }
  })
  const talk = desk.converse('one')
  const response = await fetch(`${desk.url}/events`)
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const heard: string[] = []
  for (let n = 1; n <= 3; n += 1) {
    next()
    heard.push(Buffer.from((await reader.read()).value ?? []).toString())
  }
  next()
  expect((await reader.read()).done).toBe(true)
  expect(heard).toEqual(['data: 1\n\n', 'data: 2\n\n', 'data: 3\n\n'])
  expect((await talk.seen(1))[0]?.value).toBe('data: 1\n\ndata: 2\n\ndata: 3\n\n')
  await desk.close()
})

test('what is long passes both ways without being held: 300 MB up and 300 MB down', async () => {
  const piece = Buffer.alloc(1_000_000, 'x')
  const desk = await practice(async (asked, response) => {
    let size = 0
    for await (const each of asked as AsyncIterable<Buffer>) size += each.length
    response.writeHead(200, { 'x-size': String(size) })
    Readable.from(Array.from({ length: 300 }, () => piece)).pipe(response)
  })
  const talk = desk.converse('one')
  let most = 0
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 5)
  const before = process.memoryUsage().rss
  const up = Readable.from(
    (function* () {
      for (let n = 0; n < 300; n += 1) yield piece
    })(),
  )
  const response = await fetch(`${desk.url}/files`, {
    method: 'POST',
    body: Readable.toWeb(up) as never,
    duplex: 'half',
  } as never)
  let down = 0
  for await (const each of response.body as unknown as AsyncIterable<Uint8Array>) down += each.length
  clearInterval(watch)
  expect([response.headers.get('x-size'), down]).toEqual(['300000000', 300_000_000])
  expect((most - before) / 1e6).toBeLessThan(200)
  const [result] = await talk.seen(1)
  expect(result?.exchange).toMatchObject({ commits: 1, delivered: 'whole' })
  expect(JSON.stringify(talk.ledger).length).toBeLessThan(10_000)
  await desk.close()
})

test('an upload that a fault may strike is held for it, and is refused beyond 32 MB', async () => {
  const desk = await practice(async (asked, response) => {
    const { length } = await textOf(asked)
    response.end(String(length))
  })
  desk.converse('one', [{ match: { path: '/files' }, do: { delay: { ms: 1 } } }])
  const big = 'x'.repeat(2_000_000)
  expect(await ask(`${desk.url}/files`, { method: 'POST', body: big })).toMatchObject({ status: 200, body: '2000000' })
  expect(await ask(`${desk.url}/other`, { method: 'POST', body: 'x'.repeat(33_000_000) })).toMatchObject({
    body: '33000000',
  })
  const refused = await fetch(`${desk.url}/files`, { method: 'POST', body: 'x'.repeat(33_000_000) }).then(
    ({ status }) => status,
    () => 413,
  )
  expect(refused).toBe(413)
  await desk.close()
})

test('a request that asks first whether it may send its body gets leave', async () => {
  const desk = await practice(async (asked, response) => response.end(await textOf(asked)))
  desk.converse('one')
  const asked = request(`${desk.url}/x`, { method: 'POST', headers: { expect: '100-continue' }, agent: false })
  asked.flushHeaders()
  await once(asked, 'continue')
  asked.end('now')
  const [reply] = (await once(asked, 'response')) as [IncomingMessage]
  expect(await textOf(reply)).toBe('now')
  await desk.close()
})

test('connections are kept on both sides', async () => {
  const sockets = new Set<unknown>()
  const desk = await practice((asked, response) => {
    sockets.add(asked.socket)
    response.end('ok')
  })
  desk.converse('one')
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const ports = new Set<unknown>()
  for (const path of ['/1', '/2', '/3']) {
    const asked = request(`${desk.url}${path}`, { agent }).end()
    const [reply] = (await once(asked, 'response')) as [IncomingMessage]
    ports.add(asked.socket?.localPort)
    expect(await textOf(reply)).toBe('ok')
  }
  expect([ports.size, sockets.size]).toEqual([1, 1])
  agent.destroy()
  await desk.close()
})

test('what is asked before the answer to the last is there is answered in turn', async () => {
  let first: ServerResponse | undefined
  const desk = await practice((asked, response) => {
    if (asked.url === '/1') first = response
    else response.end('second', () => first?.end('first'))
  })
  const talk = desk.converse('one')
  const heard = await speak(
    desk.url,
    'GET /1 HTTP/1.1\r\nhost: x\r\n\r\nGET /2 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
  )
  expect(heard.match(/first|second/g)).toEqual(['first', 'second'])
  expect((await talk.seen(2)).map(({ exchange }) => exchange?.delivered)).toEqual(['whole', 'whole'])
  await desk.close()
})

test('an absolute target and CONNECT are refused: it leads to its own backend only', async () => {
  let asked = 0
  const desk = await practice((_, response) => {
    asked += 1
    response.end()
  })
  desk.converse('one')
  expect(
    await speak(desk.url, 'GET http://example.test/ HTTP/1.1\r\nhost: example.test\r\nconnection: close\r\n\r\n'),
  ).toMatch(/^HTTP\/1\.1 403 /)
  expect(await speak(desk.url, 'CONNECT example.test:443 HTTP/1.1\r\nhost: example.test\r\n\r\n')).toMatch(
    /^HTTP\/1\.1 405 /,
  )
  expect(asked).toBe(0)
  await desk.close()
})

test('an offer of HTTP/2 is ignored and the request answered, with its body', async () => {
  const desk = await practice(async (asked, response) =>
    response.end(`${asked.headers.upgrade} ${await textOf(asked)}`),
  )
  const talk = desk.converse('one')
  const heard = await speak(
    desk.url,
    'POST /x HTTP/1.1\r\nhost: x\r\nconnection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AA\r\ncontent-length: 5\r\n\r\nhelloGET /y HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
  )
  expect(heard).toContain('undefined hello')
  expect(heard.match(/HTTP\/1\.1 200/g)).toHaveLength(2)
  expect(talk.results()).toHaveLength(2)
  await desk.close()
})

test('an agent that goes away ends what it was sent, and the ledger says how far that came', async () => {
  let ended = () => {}
  const gone = new Promise<void>((done) => {
    ended = done
  })
  const desk = await practice((_, response) => {
    response.writeHead(200)
    response.write('begun')
    response.on('close', ended)
  })
  const talk = desk.converse('one')
  const leave = new AbortController()
  const response = await fetch(`${desk.url}/x`, { signal: leave.signal })
  await (response.body as ReadableStream<Uint8Array>).getReader().read()
  leave.abort()
  await gone
  expect((await talk.seen(1))[0]).toMatchObject({ value: 'begun', exchange: { status: 200, delivered: 'partly' } })
  await desk.close()
})

test('a read is given up when its agent goes before the answer; a write is heard out', async () => {
  const waiting = new Map<string | undefined, ServerResponse>()
  let heard = () => {}
  const desk = await practice((asked, response) => {
    if (asked.url !== '/x') return void response.end('now')
    if (asked.method === 'GET') response.on('close', () => heard())
    waiting.set(asked.method, response)
    heard()
  })
  const talk = desk.converse('one')
  const next = () =>
    new Promise<void>((done) => {
      heard = done
    })
  const goAway = async (method: string) => {
    const leave = new AbortController()
    const arrived = next()
    const asked = fetch(`${desk.url}/x`, { method, signal: leave.signal }).catch(() => {})
    await arrived
    const closed = next()
    leave.abort()
    await asked
    if (method === 'GET') await closed
  }
  await goAway('GET')
  await goAway('POST')
  // The proxy has heard of the going once it answers somebody who came after it.
  await ask(`${desk.url}/after`)
  waiting.get('POST')?.writeHead(201).end('{"id":1}')
  const results = await talk.seen(3)
  const of = (method: string) => results.find(({ exchange }) => exchange?.method === method && exchange.path === '/x')
  const { exchange: read, ...readResult } = of('GET') ?? {}
  const { exchange: write, ...writeResult } = of('POST') ?? {}
  expect(readResult).toMatchObject({
    outcome: 'error',
    value: 'The backend desk did not answer: the agent has gone',
  })
  expect({ ...read, tookMs: 0, askedMs: 0 }).toEqual({
    backend: 'desk',
    method: 'GET',
    path: '/x',
    writes: false,
    delivered: 'nothing',
    tookMs: 0,
    askedMs: 0,
  })
  expect(writeResult).toMatchObject({ outcome: 'ok', value: { id: 1 } })
  expect({ ...write, tookMs: 0, askedMs: 0 }).toEqual({
    backend: 'desk',
    method: 'POST',
    path: '/x',
    writes: true,
    status: 201,
    commits: 1,
    delivered: 'nothing',
    tookMs: 0,
    askedMs: 0,
  })
  await desk.close()
})

test('a backend that is down is 502 for the agent, and an error without a status in the ledger', async () => {
  const desk = await practice(() => {})
  const talk = desk.converse('one')
  await new Promise((done) => desk.server.close(done))
  expect(await ask(`${desk.url}/x`)).toMatchObject({
    status: 502,
    body: expect.stringMatching(/^The backend desk did not answer: connect ECONNREFUSED/),
  })
  const [result] = await talk.seen(1)
  expect(result).toMatchObject({ outcome: 'error', exchange: { gotStatus: 502, delivered: 'changed' } })
  expect(result?.exchange).not.toHaveProperty('status')
  await desk.close()
})

test('a read on a connection that the backend had closed is asked again, a write that may have been seen is not', async () => {
  const seen: string[] = []
  const desk = await practice((asked, response) => {
    seen.push(`${asked.method} ${asked.url}`)
    // The second call on a connection finds it broken.
    const { socket } = asked as { socket: { calls?: number; resetAndDestroy(): void } }
    socket.calls = (socket.calls ?? 0) + 1
    if (socket.calls === 2) return socket.resetAndDestroy()
    response.end('ok')
  })
  const talk = desk.converse('one')
  expect((await ask(`${desk.url}/1`)).status).toBe(200)
  expect((await ask(`${desk.url}/2`)).status).toBe(200)
  expect((await ask(`${desk.url}/3`, { method: 'POST' })).status).toBe(502)
  expect(seen).toEqual(['GET /1', 'GET /2', 'GET /2', 'POST /3'])
  const [, , write] = await talk.seen(3)
  expect(write).toMatchObject({ outcome: 'error', exchange: { writes: true, gotStatus: 502 } })
  // Whether it was carried out, nobody knows.
  expect(write?.exchange).not.toHaveProperty('commits')
  await desk.close()
})

test('a write goes out once where the backend has said goodbye to the kept connection', async () => {
  const seen: string[] = []
  const desk = await practice((asked, response) => {
    seen.push(`${asked.method} ${asked.url}`)
    response.end('ok')
    if (asked.method === 'GET') response.on('finish', () => asked.socket.end())
  })
  desk.converse('one')
  for (let n = 0; n < 20; n += 1) {
    await ask(`${desk.url}/${n}`)
    expect((await ask(`${desk.url}/${n}`, { method: 'POST' })).status).toBe(200)
  }
  expect(seen).toHaveLength(40)
  await desk.close()
})

test('500 agents at once are answered, each its own', async () => {
  const desk = await practice(async (asked, response) => {
    await new Promise((done) => setTimeout(done, 20))
    response.end(asked.url)
  })
  const talk = desk.converse('one')
  const bodies = await Promise.all(Array.from({ length: 500 }, (_, n) => ask(`${desk.url}/${n}`)))
  expect(bodies.map(({ body }) => body)).toEqual(bodies.map((_, n) => `/${n}`))
  expect((await talk.seen(500)).every(({ exchange }) => exchange?.delivered === 'whole')).toBe(true)
  await desk.close()
})

test('a backend that breaks off in the middle is broken off for the agent', async () => {
  const desk = await practice((asked, response) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('half', () => asked.socket.destroy())
  })
  const talk = desk.converse('one')
  await expect(ask(`${desk.url}/x`)).rejects.toThrow(/aborted|hang up|ECONNRESET/)
  expect((await talk.seen(1))[0]).toMatchObject({ value: 'half', exchange: { status: 200, delivered: 'partly' } })
  await desk.close()
})

test('a conversation that closes tells what is under way, and what comes later belongs to nobody', async () => {
  let heard = (_: ServerResponse) => {}
  const underWay = new Promise<ServerResponse>((done) => {
    heard = done
  })
  const desk = await practice((asked, response) => {
    if (asked.url === '/x') heard(response)
    else response.end('late')
  })
  const talk = desk.converse('one')
  const asked = ask(`${desk.url}/x`)
  const response = await underWay
  talk.close()
  expect(talk.results()).toMatchObject([{ outcome: 'error', value: null, exchange: { delivered: 'nothing' } }])
  response.end('ok')
  expect((await asked).body).toBe('ok')
  expect((await ask(`${desk.url}/late?token=abcd1234`)).body).toBe('late')
  expect(talk.ledger).toHaveLength(2)
  expect(desk.backends.unplaced()).toEqual([
    { backend: 'desk', n: 1, example: 'GET /late?token=[redacted]', by: 'one conversation at a time' },
  ])
  await desk.close()
})

test('its own server is reached on loopback only', async () => {
  const desk = await practice(createServer())
  expect(new URL(desk.url).hostname).toBe('127.0.0.1')
  await desk.close()
})
