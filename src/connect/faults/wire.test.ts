/** What a client sees of each fault, on the wire. */
import { request } from 'node:http'
import { connect } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { type Faulty, faulty } from './faulty.sample.ts'

let desk: Faulty | undefined
afterEach(async () => {
  await desk?.close()
  desk = undefined
})

interface Seen {
  /** Status and body, or the name of what went wrong. */
  readonly saw: string
  readonly tookMs: number
  readonly headers: Headers | undefined
}

const record = {
  id: 1,
  day: 'monday',
  note: 'a note that is somewhat longer than the others so that it comes in pieces',
}

async function under(...faults: readonly unknown[]): Promise<string> {
  desk = await faulty(faults, { record })
  return desk.url
}

async function get(url: string, path = '/bookings/1', init: RequestInit = {}): Promise<Seen> {
  const startMs = performance.now()
  const took = () => performance.now() - startMs
  try {
    const response = await fetch(url + path, { signal: AbortSignal.timeout(1500), ...init })
    const text = await response.text()
    return { saw: `${response.status} ${text}`, tookMs: took(), headers: response.headers }
  } catch (thrown) {
    const { name, message, cause } = thrown as Error & { cause?: { code?: string } }
    return { saw: cause?.code ?? (name === 'TypeError' ? message : name), tookMs: took(), headers: undefined }
  }
}

const book = (url: string, headers: Record<string, string> = {}) =>
  get(url, '/bookings', { method: 'POST', body: '{"day":"friday"}', headers })

/** Everything that comes back on a connection, and how it ended. */
function raw(url: string): Promise<string> {
  return new Promise((done) => {
    const { hostname, port } = new URL(url)
    let text = ''
    const socket = connect(Number(port), hostname, () => {
      socket.write('GET /bookings/1 HTTP/1.1\r\nhost: desk\r\n\r\n')
    })
    socket.setEncoding('utf8').on('data', (piece) => {
      text += piece
    })
    socket.once('end', () => done(`${text.split('\r\n\r\n')[1] ?? ''} FIN`))
    socket.once('error', (error: Error & { code?: string }) => done(`${text.split('\r\n\r\n')[1] ?? ''} ${error.code}`))
  })
}

/** The body as it goes over the wire. */
function rawBytes(url: string): Promise<Buffer> {
  return new Promise((done, failed) => {
    const asked = request(`${url}/bookings/1`, async (response) => {
      const pieces: Buffer[] = []
      for await (const piece of response) pieces.push(piece as Buffer)
      done(Buffer.concat(pieces))
    })
    asked.once('error', failed).end()
  })
}

const plain = `200 ${JSON.stringify(record)}`

test('a delay comes after the backend was asked, or before', async () => {
  const late = await get(await under({ do: { delay: { ms: 200 } } }))
  expect([late.saw, late.tookMs >= 198]).toEqual([plain, true])
  await desk?.close()
  const median = await get(await under({ do: { delay: { medianMs: 50, spread: 0 } } }))
  expect([median.saw, median.tookMs >= 48]).toEqual([plain, true])
})

test('what hangs never answers, whether it was asked or not', async () => {
  expect((await book(await under({ do: { hang: {} } }))).saw).toBe('TimeoutError')
  expect(desk?.asked).toEqual([])
  await desk?.close()
  expect((await book(await under({ do: { hang: { asked: true } } }))).saw).toBe('TimeoutError')
  expect(desk?.asked).toEqual(['POST /bookings {"day":"friday"}'])
})

test('a dribble, a late body and a thin line bring everything, in their time', async () => {
  const dribble = await get(await under({ do: { dribble: { bytes: 20, everyMs: 40 } } }))
  expect([dribble.saw, dribble.tookMs >= 160]).toEqual([plain, true])
  await desk?.close()
  const url = await under({ do: { 'slow-body': { ms: 200 } } })
  const startMs = performance.now()
  const response = await fetch(`${url}/bookings/1`)
  const headMs = performance.now() - startMs
  await response.text()
  expect([headMs < 150, performance.now() - startMs >= 198]).toEqual([true, true])
  await desk?.close()
  const thin = await get(await under({ do: { bandwidth: { bytesPerSecond: 400 } } }))
  expect([thin.saw, thin.tookMs >= 200]).toEqual([plain, true])
})

test('a reset is a reset, and a cut is an end', async () => {
  expect(await raw(await under({ do: { reset: {} } }))).toBe(' ECONNRESET')
  expect(desk?.asked).toEqual([])
  await desk?.close()
  expect(await raw(await under({ do: { reset: { when: 'reply' } } }))).toBe(' ECONNRESET')
  expect(desk?.asked).toEqual(['GET /bookings/1'])
  await desk?.close()
  expect(await raw(await under({ do: { cut: { share: 0 } } }))).toBe(' FIN')
  await desk?.close()
  expect(await raw(await under({ do: { cut: { share: 0.1 } } }))).toBe('{"id":1,"d FIN')
  await desk?.close()
  expect((await get(await under({ do: { reset: { when: 'body', afterBytes: 10 } } }))).saw).toMatch(
    /ECONNRESET|UND_ERR_SOCKET|terminated/,
  )
})

test('a promised length that is wrong breaks the reading of the body', async () => {
  expect((await get(await under({ do: { 'wrong-length': { by: 10 } } }))).saw).toMatch(/UND_ERR_SOCKET|terminated/)
  await desk?.close()
  const { saw } = await get(await under({ do: { 'wrong-length': { by: -5 } } }))
  expect(saw).not.toBe(plain)
})

test('of compression whose end is missing, a reader that forgives gets a part, and one that is strict nothing', async () => {
  const url = await under({ do: { 'broken-gzip': {} } })
  const { saw, headers } = await get(url)
  expect(headers?.get('content-encoding')).toBe('gzip')
  expect([plain.startsWith(saw), saw.length < plain.length]).toEqual([true, true])
  const bytes = await rawBytes(url)
  expect(() => gunzipSync(bytes)).toThrow('unexpected end of file')
})

test('lost pieces are gone and the rest closes up as if nothing were', async () => {
  const { saw } = await get(await under({ do: { 'lost-chunks': { every: 4, bytes: 16 } } }))
  const body = JSON.stringify(record)
  expect(saw).toBe(`200 ${body.slice(0, 48)}${body.slice(64)}`)
})

test('statuses come as backends send them', async () => {
  const expired = await get(await under({ do: { status: { code: 401 } } }))
  expect(expired.saw).toBe('401 {"error":"invalid_token","message":"The access token has expired."}')
  expect(expired.headers?.get('www-authenticate')).toBe('Bearer error="invalid_token"')
  await desk?.close()
  const gateway = await get(await under({ do: { status: { code: 502, html: true } } }))
  expect(gateway.saw).toContain('<h1>502 Error</h1>')
  expect(gateway.headers?.get('content-type')).toBe('text/html')
  await desk?.close()
  const calm = await book(await under({ do: { status: { code: 200 } } }))
  expect(calm.saw).toBe(
    '200 {"success":false,"error":{"code":"internal_error","message":"The request could not be completed."}}',
  )
  expect(desk?.asked).toEqual([])
  await desk?.close()
  const soon = await get(await under({ do: { status: { code: 503, retryAfter: 2 } } }))
  expect([soon.saw.slice(0, 3), soon.headers?.get('retry-after')]).toEqual(['503', '2'])
})

test('a rate limit is kept until its wait is over, and begins anew for the impatient when it punishes', async () => {
  const url = await under({ do: { 'rate-limit': { waitMs: 300 } } })
  const first = await get(url)
  expect([first.saw.slice(0, 3), first.headers?.get('retry-after')]).toEqual(['429', '1'])
  expect((await get(url)).saw.slice(0, 3)).toBe('429')
  await new Promise((done) => setTimeout(done, 320))
  expect((await get(url)).saw).toBe(plain)
  await desk?.close()

  const strict = await under({ do: { 'rate-limit': { waitMs: 300, says: 'date', penalty: true } } })
  const said = await get(strict)
  expect(Date.parse(said.headers?.get('retry-after') ?? '')).toBeGreaterThan(Date.now() - 1000)
  await new Promise((done) => setTimeout(done, 200))
  expect((await get(strict)).saw.slice(0, 3)).toBe('429')
  await new Promise((done) => setTimeout(done, 200))
  expect((await get(strict)).saw.slice(0, 3)).toBe('429')
  await desk?.close()

  const silent = await get(await under({ do: { 'rate-limit': { says: 'nothing' } } }))
  expect([silent.saw.slice(0, 3), silent.headers?.get('retry-after')]).toEqual(['429', null])
})

test('a lost reply is carried out, what is accepted never is, and a double is carried out twice', async () => {
  expect((await book(await under({ do: { 'lost-reply': {} } }))).saw).toMatch(/ECONNRESET|UND_ERR_SOCKET/)
  expect(desk?.results()[0]?.exchange).toMatchObject({ commits: 1, delivered: 'nothing' })
  await desk?.close()

  const accepted = await book(await under({ do: { 'accept-then-fail': {} } }))
  expect(accepted.saw).toMatch(/^202 \{"id":"\d{6}","status":"accepted","day":"friday"\}$/)
  expect(desk?.results()[0]?.exchange).toMatchObject({ commits: 0, delivered: 'changed', gotStatus: 202 })
  await desk?.close()

  expect((await book(await under({ do: { 'double-apply': {} } }))).saw).toBe('201 {"id":1,"day":"friday"}')
  expect(desk?.asked.length).toBe(2)
  expect(desk?.results()[0]?.exchange).toMatchObject({ commits: 2, delivered: 'whole' })
})

test('work that never completes is asked for in vain', async () => {
  const url = await under({ match: { method: 'POST' }, do: { 'never-completes': {} } })
  const taken = await book(url)
  expect(taken.saw).toBe('202 {"status":"pending","operation":"/fieldproof-operations/1"}')
  for (let time = 0; time < 2; time += 1) {
    expect((await get(url, taken.headers?.get('location') ?? '')).saw).toBe('200 {"status":"pending"}')
  }
  expect(desk?.asked).toEqual([])
})

test('a repeat under the same key is refused once the first was carried out and lost', async () => {
  const url = await under({ do: { 'idempotency-conflict': {} } })
  const key = { 'idempotency-key': 'k1' }
  expect((await book(url, key)).saw).toMatch(/ECONNRESET|UND_ERR_SOCKET/)
  expect((await book(url, key)).saw).toBe(
    '409 {"error":"idempotency_conflict","message":"A request with this key is known already."}',
  )
  expect((await book(url, { 'idempotency-key': 'k2' })).saw).toBe('201 {"id":2,"day":"friday"}')
  expect(desk?.asked.length).toBe(2)
})
