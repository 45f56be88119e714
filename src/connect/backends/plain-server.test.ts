/** However an agent speaks HTTP, plainly or not, its backend hears the same, and what Node refuses is refused. */
import { once } from 'node:events'
import { connect } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { practice } from './practice.sample.ts'

/** Sends these pieces, each once the one before has gone, and hears everything until the end. */
async function say(url: string, pieces: readonly string[]): Promise<string> {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', noDelay: true })
  let heard = ''
  socket.setEncoding('latin1').on('data', (piece: string) => {
    heard += piece
  })
  for (const piece of pieces) {
    socket.write(piece, 'latin1')
    await new Promise((done) => setImmediate(done))
  }
  if (!socket.destroyed) await once(socket, 'close')
  return heard
}

const echo = () =>
  practice(async (asked, response) => {
    let body = ''
    for await (const piece of asked.setEncoding('latin1')) body += piece
    const text = `${asked.method} ${asked.url} ${asked.headers['x-a']} ${body}`
    response.writeHead(200, { 'content-length': text.length }).end(text)
  })

const head = 'host: x\r\nx-a:  b \r\nconnection: close\r\n'
const ways = [
  `GET /1 HTTP/1.1\r\n${head}\r\n`,
  `POST /2 HTTP/1.1\r\n${head}content-length: 5\r\n\r\nhello`,
  `PUT /3 HTTP/1.1\r\n${head}transfer-encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n`,
  `POST /4 HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\nhiDELETE /5 HTTP/1.1\r\n${head}\r\n`,
  `GET /6 HTTP/1.1\r\nhost: x\r\n\r\nGET /7 HTTP/1.1\r\nhost: x\r\n\r\nGET /8 HTTP/1.1\r\n${head}\r\n`,
]
const answers = [
  ['GET /1 b '],
  ['POST /2 b hello'],
  ['PUT /3 b hello'],
  ['POST /4 undefined hi', 'DELETE /5 b '],
  ['GET /6 undefined ', 'GET /7 undefined ', 'GET /8 b '],
]

test('however a request is cut into pieces, its backend hears the same', async () => {
  const desk = await echo()
  desk.converse('one')
  await fc.assert(
    fc.asyncProperty(fc.nat(ways.length - 1), fc.array(fc.nat(200), { maxLength: 4 }), async (way, cuts) => {
      const text = ways[way] ?? ''
      const at = [0, ...cuts.map((cut) => cut % text.length).sort((a, b) => a - b), text.length]
      const heard = await say(
        desk.url,
        at.slice(1).map((to, index) => text.slice(at[index], to)),
      )
      expect(heard.match(/(?<=\r\n\r\n)[A-Z]+ \/\d (?:b|undefined) (?:hello|hi)?/g)).toEqual(answers[way])
    }),
    { numRuns: 100 },
  )
  await desk.close()
})

test.each([
  ['a request without a host', 'GET /1 HTTP/1.1\r\n\r\n'],
  ['two lengths', `POST /1 HTTP/1.1\r\n${head}content-length: 1\r\ncontent-length: 2\r\n\r\nab`],
  [
    'a length beside chunks',
    `POST /1 HTTP/1.1\r\n${head}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
  ],
  ['a blank before the colon', 'GET /1 HTTP/1.1\r\nhost : x\r\n\r\n'],
  ['a bare line feed', 'GET /1 HTTP/1.1\r\nhost: x\nx-b: 1\r\n\r\n'],
  ['a blank in the target', 'GET /1 /2 HTTP/1.1\r\nhost: x\r\n\r\n'],
  ['no HTTP at all', 'SSH-2.0-OpenSSH\r\n\r\n'],
])('%s is refused, and its backend hears nothing of it', async (_, text) => {
  let asked = 0
  const desk = await practice((_request, response) => {
    asked += 1
    response.end()
  })
  desk.converse('one')
  expect(await say(desk.url, [text])).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
  expect(asked).toBe(0)
  await desk.close()
})
