import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ICreateToxicBody, Toxiproxy } from 'toxiproxy-node-client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Control, startControl } from './control.ts'

const token = 'a-token-that-nobody-guesses'
const page = 'x'.repeat(4000)
let control: Control
let client: Toxiproxy
let upstream: string
let asked = 0
const backend = createServer((_, response) => {
  asked += 1
  response.writeHead(200, { connection: 'close' }).end(page)
})

beforeEach(async () => {
  asked = 0
  await new Promise<void>((ready) => backend.listen(0, '127.0.0.1', ready))
  upstream = `127.0.0.1:${(backend.address() as AddressInfo).port}`
  control = await startControl({ token })
  client = new Toxiproxy(control.urlWithToken)
})

afterEach(async () => {
  await control.close()
  backend.closeAllConnections()
  await new Promise((done) => backend.close(done))
})

async function proxied(...toxics: readonly ICreateToxicBody<unknown>[]) {
  const proxy = await client.createProxy({ name: 'desk', listen: '127.0.0.1:0', upstream })
  for (const toxic of toxics) await proxy.addToxic(toxic)
  return proxy
}

/** What a client of the proxy sees, and how long it took. */
async function seen(listen: string): Promise<{ readonly saw: string; readonly tookMs: number }> {
  const startMs = performance.now()
  const saw = await fetch(`http://${listen}/`, { signal: AbortSignal.timeout(3000) })
    .then((response) => response.text())
    .then((text) => (text === page ? 'the page' : `${text.length} bytes`))
    .catch((thrown: Error) => String((thrown.cause as { code?: string } | undefined)?.code ?? thrown.name))
  return { saw, tookMs: performance.now() - startMs }
}

/** Status and error of a request to the API. */
async function told(path: string, body?: unknown): Promise<readonly [number, string | undefined]> {
  const response = await fetch(control.urlWithToken + path, {
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  })
  return [response.status, ((await response.json()) as { error?: string }).error]
}

const toxic = (type: string, attributes: object, more: Partial<ICreateToxicBody<unknown>> = {}) =>
  ({ type, name: type, stream: 'downstream', toxicity: 1, attributes, ...more }) as ICreateToxicBody<unknown>

test('a proxy without toxics carries everything as it is', async () => {
  const proxy = await proxied()
  expect((await seen(proxy.listen)).saw).toBe('the page')
  expect(asked).toBe(1)
})

test('latency comes on top, and goes with its toxic', async () => {
  const proxy = await proxied(toxic('latency', { latency: 250, jitter: 0 }))
  expect((await seen(proxy.listen)).tookMs).toBeGreaterThanOrEqual(245)
  await (await proxy.getToxic('latency')).remove()
  expect((await seen(proxy.listen)).saw).toBe('the page')
})

test('a thin line takes its time', async () => {
  const proxy = await proxied(toxic('bandwidth', { rate: 10 }))
  const { saw, tookMs } = await seen(proxy.listen)
  expect(saw).toBe('the page')
  expect(tookMs).toBeGreaterThanOrEqual(300)
})

test('a slow close is only slow at the end', async () => {
  const proxy = await proxied(toxic('slow_close', { delay: 200 }))
  expect((await seen(proxy.listen)).saw).toBe('the page')
})

test('a timeout carries nothing and closes', async () => {
  const proxy = await proxied(toxic('timeout', { timeout: 100 }))
  const { saw, tookMs } = await seen(proxy.listen)
  expect(saw).toBe('UND_ERR_SOCKET')
  expect(tookMs).toBeGreaterThanOrEqual(95)
})

test('a slicer cuts into pieces and loses none', async () => {
  const proxy = await proxied(toxic('slicer', { average_size: 100, size_variation: 50, delay: 10 }))
  expect((await seen(proxy.listen)).saw).toBe('the page')
})

test('a reset peer resets', async () => {
  const proxy = await proxied(toxic('reset_peer', { timeout: 0 }))
  expect((await seen(proxy.listen)).saw).toBe('ECONNRESET')
})

test('limited data closes after so many bytes', async () => {
  const proxy = await proxied(toxic('limit_data', { bytes: 1000 }))
  expect((await seen(proxy.listen)).saw).toMatch(/^[89]\d\d bytes$/)
})

test('what is down refuses, and is up again', async () => {
  const proxy = await proxied()
  await proxy.update({ enabled: false, listen: proxy.listen, upstream })
  expect((await seen(proxy.listen)).saw).toBe('ECONNREFUSED')
  await proxy.update({ enabled: true, listen: proxy.listen, upstream })
  expect((await seen(proxy.listen)).saw).toBe('the page')
})

test('toxics strike as often as their toxicity says, and the same ones for the same seed', async () => {
  const outcomes = async () => {
    const proxy = await proxied(toxic('reset_peer', { timeout: 0 }, { toxicity: 0.5 }))
    const saw: string[] = []
    for (let time = 0; time < 12; time += 1) saw.push((await seen(proxy.listen)).saw)
    await proxy.remove()
    return saw
  }
  const first = await outcomes()
  expect(new Set(first)).toEqual(new Set(['the page', 'ECONNRESET']))
  expect(await outcomes()).toEqual(first)
})

test('proxies are listed, populated, reset and removed as the client expects', async () => {
  await client.populate([
    { name: 'a', listen: '127.0.0.1:0', upstream } as never,
    { name: 'b', listen: '127.0.0.1:0', upstream } as never,
  ])
  expect(Object.keys(await client.getAll()).sort()).toEqual(['a', 'b'])
  const a = await client.get('a')
  await a.addToxic(toxic('timeout', { timeout: 50 }))
  await client.reset()
  expect((await seen(a.listen)).saw).toBe('the page')
  await a.remove()
  expect(Object.keys(await client.getAll())).toEqual(['b'])
  await expect(client.get('a')).rejects.toThrow('404')
  expect(await told('/proxies/a')).toEqual([404, 'proxy not found'])
})

test('nobody drives it without the token', async () => {
  const said = async (url: string, headers: Record<string, string> = {}) => {
    const response = await fetch(url, { headers })
    return [response.status, ((await response.json()) as { error?: string }).error]
  }
  const refused = [401, 'the token of the control port is missing or wrong']
  expect(await said(`${control.url}/proxies`)).toEqual(refused)
  expect(await said(`${control.url}/wrong/proxies`)).toEqual(refused)
  expect(await said(`${control.url}/proxies`, { authorization: 'Bearer wrong' })).toEqual(refused)
  expect(await said(`${control.url}/proxies`, { authorization: `Bearer ${token}` })).toEqual([200, undefined])
})

test('a proxy to another machine is refused unless it is allowed', async () => {
  expect(await told('/proxies', { name: 'x', upstream: 'db.example.com:5432' })).toEqual([
    403,
    'The upstream of the backend "x" is db.example.com, which is not this machine and is not allowed. If calls of simulated conversations may really reach it, add "allow: [db.example.com]" to the backend.',
  ])
})

test('it listens on loopback whatever it is asked', async () => {
  const proxy = await client.createProxy({ name: 'x', listen: '0.0.0.0:0', upstream })
  expect(proxy.listen).toMatch(/^127\.0\.0\.1:\d+$/)
})

test('what is wrong with a request is said', async () => {
  await proxied()
  const toxics = '/proxies/desk/toxics'
  expect(await told(toxics, { type: 'latncy' })).toEqual([
    400,
    'invalid toxic type, known: latency, bandwidth, slow_close, timeout, slicer, reset_peer, limit_data',
  ])
  expect(await told(toxics, { type: 'latency', attributes: { latency: 'long' } })).toEqual([
    400,
    'latency: Invalid input: expected number, received string',
  ])
  expect(await told('/proxies', { name: 'desk', upstream })).toEqual([409, 'proxy already exists'])
  expect(await told('/proxies', { name: 'y', upstream: 'nowhere' })).toEqual([
    400,
    'upstream must be host:port, got nowhere',
  ])
  expect(await told('/no-such-thing')).toEqual([404, 'there is no GET /no-such-thing'])
})
