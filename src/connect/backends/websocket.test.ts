import { on, once } from 'node:events'
import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { type WebSocket as Socket, WebSocket, WebSocketServer } from 'ws'
import { practice } from './practice.sample.ts'

/** A backend that says everything twice, over WebSockets. */
function parrot() {
  const server = createServer((_, response) => void response.writeHead(404).end('no such page'))
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, socket, head) => {
    if (request.url !== '/talk?as=agent')
      return void socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\n\r\nno')
    sockets.handleUpgrade(request, socket, head, (one: Socket) => {
      one.send('hello')
      one.on('message', (data, isBinary) => one.send(data, { binary: isBinary }))
    })
  })
  return server
}

async function heard(socket: WebSocket, n: number): Promise<string[]> {
  const all: string[] = []
  for await (const [data] of on(socket, 'message')) {
    all.push(String(data))
    if (all.length === n) break
  }
  return all
}

test('a WebSocket passes both ways, and its opening is a call in the ledger', async () => {
  const desk = await practice(parrot(), { tools: { talk: 'GET /talk' } })
  const talk = desk.converse('one')
  const socket = new WebSocket(`${desk.url.replace('http', 'ws')}/talk?as=agent`)
  const all = heard(socket, 3)
  await once(socket, 'open')
  socket.send('a')
  socket.send('b'.repeat(200_000))
  expect(await all).toEqual(['hello', 'a', 'b'.repeat(200_000)])
  const [result] = await talk.seen(1)
  expect(result).toMatchObject({ outcome: 'ok', exchange: { status: 101, delivered: 'whole', path: '/talk' } })
  const closed = once(socket, 'close')
  socket.close(1000, 'bye')
  expect((await closed)[0]).toBe(1000)
  await desk.close()
})

test('a refusal to open one reaches the agent as it is', async () => {
  const desk = await practice(parrot())
  const talk = desk.converse('one')
  const socket = new WebSocket(`${desk.url.replace('http', 'ws')}/other`)
  const [, reply] = await once(
    socket.on('error', () => {}),
    'unexpected-response',
  )
  expect(reply.statusCode).toBe(403)
  expect((await talk.seen(1))[0]).toMatchObject({ outcome: 'error', exchange: { status: 403, delivered: 'whole' } })
  await desk.close()
})

test('a fault strikes the opening of one like any other call', async () => {
  const desk = await practice(parrot())
  const talk = desk.converse('one', [{ match: { path: '/talk' }, do: { status: { code: 503 } } }])
  const socket = new WebSocket(`${desk.url.replace('http', 'ws')}/talk?as=agent`)
  const [, reply] = await once(
    socket.on('error', () => {}),
    'unexpected-response',
  )
  expect(reply.statusCode).toBe(503)
  expect((await talk.seen(1))[0]?.exchange).toMatchObject({ gotStatus: 503, delivered: 'changed' })
  await desk.close()
})

test('one that belongs to no conversation passes and is counted', async () => {
  const desk = await practice(parrot())
  const socket = new WebSocket(`${desk.url.replace('http', 'ws')}/talk?as=agent`)
  expect(await heard(socket, 1)).toEqual(['hello'])
  expect(desk.backends.unplaced()).toMatchObject([{ n: 1, example: 'GET /talk?as=agent' }])
  const closed = once(socket, 'close')
  await desk.close()
  await closed
})
