import { Agent, request } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ReplyReader } from './reply-reader.ts'

interface Read {
  readonly status?: number
  readonly raw?: readonly string[]
  readonly body: string
  readonly isKept?: boolean
  readonly error?: string
}

/** What the reader makes of bytes that come in these pieces, and then no more. */
function read(pieces: readonly Buffer[], method = 'GET'): Read {
  const body: Buffer[] = []
  let read: Omit<Read, 'body'> = {}
  const reader = new ReplyReader({
    head: ({ status, raw }) => {
      read = { ...read, status, raw }
    },
    data: (piece) => body.push(piece),
    end: (isKept) => {
      read = { ...read, isKept }
    },
  })
  reader.expect(method)
  try {
    for (const piece of pieces) reader.read(piece)
    if (!reader.close()) read = { ...read, error: 'cut' }
  } catch (thrown) {
    read = { ...read, error: (thrown as Error).message }
  }
  return { ...read, body: Buffer.concat(body).toString('latin1') }
}

const inPieces = (text: string, cuts: readonly number[]): Buffer[] => {
  const bytes = Buffer.from(text, 'latin1')
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  return at.slice(1).map((to, index) => bytes.subarray(at[index], to))
}

/** What Node's own client makes of the same bytes from a real server. */
async function nodeReads(texts: readonly string[], method: string): Promise<Read[]> {
  let next = 0
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(Buffer.from(texts[next++] ?? '', 'latin1')))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  const agent = new Agent()
  const reads: Read[] = []
  for (const _ of texts) reads.push(await nodeRead(port, method, agent))
  await new Promise((done) => server.close(done))
  return reads
}

function nodeRead(port: number, method: string, agent: Agent): Promise<Read> {
  return new Promise((done) => {
    const asked = request({ port, method, agent, host: '127.0.0.1' }, (reply) => {
      let body = ''
      reply.setEncoding('latin1')
      reply.on('data', (text: string) => {
        body += text
      })
      reply.on('error', () => {})
      const { statusCode: status = 0, rawHeaders: raw } = reply
      reply.on('close', () => done({ status, raw, body, ...(!reply.complete && { error: 'cut' }) }))
    })
    asked.on('error', (error) => done({ body: '', error: error.message }))
    asked.end()
  })
}

test('reads a reply whose length is said', () => {
  expect(
    read([Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nSet-Cookie: a=1\r\nset-cookie:b=2 \r\n\r\nhello')]),
  ).toEqual({
    status: 200,
    raw: ['Content-Length', '5', 'Set-Cookie', 'a=1', 'set-cookie', 'b=2'],
    body: 'hello',
    isKept: true,
  })
})

test('reads chunks, drops their trailers, and passes over interim replies', () => {
  const text =
    'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n5;x=1\r\nhello\r\n1\r\n!\r\n0\r\nx-trailer: 1\r\n\r\n'
  expect(read(inPieces(text, []))).toEqual({
    status: 200,
    raw: ['Transfer-Encoding', 'chunked'],
    body: 'hello!',
    isKept: true,
  })
})

test('a reply without a length ends with its connection', () => {
  expect(read([Buffer.from('HTTP/1.1 200 OK\r\n\r\nhel'), Buffer.from('lo')])).toMatchObject({
    body: 'hello',
    isKept: false,
  })
})

test.each([
  ['HEAD', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n'],
  ['GET', 'HTTP/1.1 204 No Content\r\n\r\n'],
  ['GET', 'HTTP/1.1 304 Not Modified\r\ncontent-length: 5\r\n\r\n'],
])('a reply to %s that has no body is over with its head: %j', (method, text) => {
  expect(read([Buffer.from(text)], method)).toMatchObject({ body: '', isKept: true })
})

test.each([
  ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 5\r\n\r\nhello'],
  ['a length beside chunks', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
  ['a length that is no number', 'HTTP/1.1 200 OK\r\ncontent-length: +5\r\n\r\nhello'],
  ['a folded header', 'HTTP/1.1 200 OK\r\nx: 1\r\n 2\r\ncontent-length: 0\r\n\r\n'],
  ['a blank before the colon', 'HTTP/1.1 200 OK\r\ncontent-length : 0\r\n\r\n'],
  ['a chunk without a size', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n\r\n'],
  ['a chunk longer than it says', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n'],
  ['no HTTP at all', 'SSH-2.0-OpenSSH\r\n\r\n'],
  ['more than it says', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nab'],
  ['a cut body', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nab'],
])('refuses %s', (_, text) => {
  expect(read([Buffer.from(text)]).error).toEqual(expect.any(String))
})

test('a head without end is refused and not collected', () => {
  expect(read([Buffer.from(`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(300_000)}`)]).error).toBe(
    'the head of the reply is too long',
  )
})

const token = fc.stringMatching(/^[A-Za-z][A-Za-z-]{0,12}$/)
const value = fc.stringMatching(/^[\x20-\x7e\xa0-\xff]{0,20}$/)
const harmless = fc
  .array(fc.tuple(token, value), { maxLength: 8 })
  .map((headers) =>
    headers.filter(([name]) => !/^(?:content-length|transfer-encoding|connection|keep-alive|upgrade)$/i.test(name)),
  )
const bodies = fc.string({ maxLength: 200, unit: 'binary-ascii' })

/** A reply as a backend might send it, framed in one of the three ways. */
const replies = fc
  .record({
    status: fc.constantFrom(200, 201, 204, 301, 304, 404, 500),
    minor: fc.constantFrom('0', '1'),
    headers: harmless,
    body: bodies,
    framing: fc.constantFrom('length', 'chunks', 'close'),
    size: fc.integer({ min: 1, max: 50 }),
  })
  .map(({ status, minor, headers, body, framing, size }) => {
    const chunks = body.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
    const coded = `${chunks.map((each) => `${each.length.toString(16)}\r\n${each}\r\n`).join('')}0\r\n\r\n`
    const bare = status === 204 || status === 304
    const said = { length: `content-length: ${body.length}\r\n`, chunks: 'transfer-encoding: chunked\r\n', close: '' }[
      framing
    ]
    const sent = bare ? '' : framing === 'chunks' ? coded : body
    const lines = headers.map(([name, text]) => `${name}: ${text}\r\n`).join('')
    return `HTTP/1.${minor} ${status} Reason\r\n${lines}${bare ? '' : said}\r\n${sent}`
  })

test('however a reply is cut into pieces, the same is read', () => {
  fc.assert(
    fc.property(replies, fc.array(fc.nat(2000), { maxLength: 12 }), (text, cuts) => {
      expect(read(inPieces(text, cuts))).toEqual(read(inPieces(text, [])))
      expect(read(inPieces(text, [])).error).toBeUndefined()
    }),
    { numRuns: 500 },
  )
})

test("reads what Node's own client reads, and of broken replies never something else", async () => {
  const broken = fc
    .tuple(replies, fc.nat(400), fc.constantFrom('', '\r\n', ' ', '0', '\n', ':', 'chunked'))
    .map(([text, at, put]) => {
      const from = at % text.length
      return text.slice(0, from) + put + text.slice(from + 1)
    })
  const texts = [...fc.sample(replies, { numRuns: 150, seed: 11 }), ...fc.sample(broken, { numRuns: 250, seed: 12 })]
  const theirs = await nodeReads(texts, 'GET')
  for (const [index, text] of texts.entries()) {
    const { isKept, ...ours } = read([Buffer.from(text, 'latin1')])
    const node = theirs[index]
    if (index < 150) expect(ours).toEqual(node)
    // Where both understand it, they understand the same.
    else if (ours.error === undefined && node?.error === undefined) expect(ours).toEqual(node)
  }
})
