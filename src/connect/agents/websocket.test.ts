import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { expect, test, vi } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { agentConformance, type Counterpart, type Deed, deedFor } from './agent.conformance.ts'
import { failureOf, opening } from './opening.sample.ts'
import { websocketAgent } from './websocket.ts'

const around = { id: 'agent', folder: '.', env: {} }
const agentAt = (settings: Readonly<Record<string, unknown>>) =>
  websocketAgent.create(websocketAgent.settings.parse(settings), around)

interface SocketServer {
  readonly url: string
  readonly sockets: WebSocketServer
  stop(): Promise<void>
}

async function socketServer(
  onMessage: (text: string, socket: WebSocket, raw: Socket) => void,
  options: { readonly autoPong?: boolean } = {},
): Promise<SocketServer> {
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', ...options })
  sockets.on('connection', (socket, request) => {
    socket.on('message', (data) => onMessage(data.toString(), socket, request.socket))
  })
  await new Promise((resolve) => sockets.once('listening', resolve))
  return {
    url: `ws://127.0.0.1:${(sockets.address() as AddressInfo).port}`,
    sockets,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.terminate()
        sockets.close(() => resolve())
      }),
  }
}

function perform(deed: Deed, socket: WebSocket, raw: Socket): void {
  const say = () => {
    for (const call of deed.tools) socket.send(JSON.stringify({ call }))
    socket.send(JSON.stringify({ typing: true }))
    for (const text of deed.replies) socket.send(JSON.stringify({ text }))
  }
  const act: Record<Deed['how'], () => void> = {
    plain: say,
    // Frames as small as the protocol allows: one byte of the text in each.
    dribbled() {
      const bytes = Buffer.from(JSON.stringify({ text: deed.replies[0] }))
      for (let at = 0; at < bytes.length; at += 1) {
        socket.send(bytes.subarray(at, at + 1), { binary: false, fin: at === bytes.length - 1 })
      }
    },
    // A frame that promises 100 bytes and brings four.
    cut: () => raw.end(Buffer.from([0x81, 100, 0x7b, 0x22, 0x74, 0x65])),
    garbage: () => socket.send('<html>Oops</html>'),
    limited() {},
    never() {},
  }
  setTimeout(act[deed.how], deed.afterMs)
}

agentConformance(
  'websocket',
  async (): Promise<Counterpart> => {
    const received: string[] = []
    const server = await socketServer((text, socket, raw) => {
      const { conversationId, message } = JSON.parse(text)
      received.push(`${conversationId}: ${message}`)
      perform(deedFor(message, conversationId), socket, raw)
    })
    return {
      agent: (timeoutMs) => agentAt({ url: server.url, timeoutMs, reply: '$.text', toolCalls: { at: '$.call' } }),
      received: () => received,
      stop: server.stop,
    }
  },
  // Silence is no failure on a socket, and a limit is told only when connecting.
  { timeouts: false, rateLimits: false },
)

test('the messages for connecting come first, and the customer waits until the agent is ready', async () => {
  const received: unknown[] = []
  const server = await socketServer((text, socket) => {
    received.push(JSON.parse(text))
    if (received.length === 1) setTimeout(() => socket.send('{"ready":true}'), 20)
  })
  const agent = agentAt({
    url: `${server.url}/{{channel}}`,
    connect: [{ subscribe: '{{conversationId}}' }],
    ready: '$.ready',
    send: { text: '{{message}}' },
  })
  const session = await agent.open(opening().opening)
  const before = [...received]
  await session.send({ text: 'hi' })
  await vi.waitFor(() => expect(received).toHaveLength(2))
  await agent.close()
  await server.stop()
  expect({ before, received }).toEqual({
    before: [{ subscribe: 'c1' }],
    received: [{ subscribe: 'c1' }, { text: 'hi' }],
  })
})

test('an agent that speaks on its own is heard, and one that hangs up is told at once and never called again', async () => {
  let connections = 0
  const server = await socketServer(() => {})
  server.sockets.on('connection', (socket) => {
    connections += 1
    socket.send('{"reply":"Still there?"}')
    setTimeout(() => socket.close(1011, 'tired'), 20)
  })
  const agent = agentAt({ url: server.url })
  const heard = opening()
  const session = await agent.open(heard.opening)
  await vi.waitFor(() => expect(heard.failures).toHaveLength(1))
  const hungUp = { culprit: 'agent', code: 'disconnected', message: 'The agent closed the socket (1011: tired).' }
  expect(await failureOf(session.send({ text: 'hello?' }))).toEqual(hungUp)
  await session.close()
  await agent.close()
  await server.stop()
  expect({ events: heard.events, connections }).toEqual({
    events: [{ type: 'message', text: 'Still there?' }],
    connections: 1,
  })
})

test('an agent that no longer answers pings is disconnected', async () => {
  const server = await socketServer(() => {}, { autoPong: false })
  const agent = agentAt({ url: server.url, pingMs: 30 })
  const heard = opening()
  await agent.open(heard.opening)
  await vi.waitFor(() => expect(heard.failures).toHaveLength(1), { timeout: 60_000 })
  await agent.close()
  await server.stop()
  expect(heard.failures.map(({ culprit, code, message }) => ({ culprit, code, message }))).toEqual([
    { culprit: 'agent', code: 'disconnected', message: 'The agent stopped answering pings.' },
  ])
})

test.each([
  [429, { culprit: 'agent', code: 'rate-limited' }],
  [403, { culprit: 'simulator', code: 'status' }],
  [503, { culprit: 'agent', code: 'status' }],
])('a server that answers %i instead of opening a socket says whose failure that is', async (status, failure) => {
  const server = createServer((_, response) => response.end())
  server.on('upgrade', (_, socket) =>
    socket.end(`HTTP/1.1 ${status} No\r\nRetry-After: 3\r\nContent-Length: 0\r\n\r\n`),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const agent = agentAt({ url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}` })
  expect(await failureOf(agent.open(opening().opening))).toEqual({
    ...failure,
    message: `The agent answered with status ${status} instead of opening a socket.`,
  })
  await agent.close()
  await new Promise((resolve) => server.close(resolve))
})

test('an agent that is not there is our infrastructure; one that never opens the socket is too slow', async () => {
  const server = createServer()
  const sockets = new Set<{ destroy(): void }>()
  server.on('upgrade', (_, socket) => sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
  const slow = await failureOf(agentAt({ url, timeoutMs: 100 }).open(opening().opening))
  for (const socket of sockets) socket.destroy()
  await new Promise((resolve) => server.close(resolve))
  const absent = await failureOf(agentAt({ url }).open(opening().opening))
  expect([slow, absent]).toEqual([
    { culprit: 'agent', code: 'timeout', message: expect.stringMatching(/^The agent (was not ready|did not open)/) },
    { culprit: 'infrastructure', code: 'refused', message: expect.stringMatching(/^The agent cannot be reached: /) },
  ])
})
