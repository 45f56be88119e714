/**
 * An agent behind a websocket: JSON messages out and in, one socket for each conversation.
 *
 * The agent may speak at any time. A socket that closes is told and stays closed: connecting again
 * behind the caller's back would hide what a customer would have felt.
 */

import type { RawData, WebSocket } from 'ws'
import { z } from 'zod'
import type { Json } from '../../conversation/index.ts'
import { reasonOf } from '../../problem.ts'
import { causeHeaders } from '../caused.ts'
import { type Selector, selector } from '../select.ts'
import { fill, fillAddress, fillText } from '../template.ts'
import { type Agent, AgentFailure, type AgentSession, cancelled, failureFrom, type Opening } from './agent.ts'
import type { AgentKind, Surroundings } from './agent-kind.ts'
import { answerReader, type CompiledReading, compileReading, garbage, parseAnswer, sessionMemory } from './answer.ts'
import { connectionFailure } from './http-exchange.ts'
import { messageValues } from './message-values.ts'
import { retryAfterMs } from './retry-after.ts'
import { headers, jsonTemplate, maxBytes, reading, selectorText, timeoutMs } from './settings.ts'

const settings = z.strictObject({
  url: z.string().describe('Address of the socket: ws://127.0.0.1:8080/chat?user={{customer.id}}.'),
  headers,
  connect: z
    .array(jsonTemplate)
    .default([])
    .describe('Messages sent once the socket is open: [{ type: subscribe, room: "{{conversationId}}" }].'),
  ready: selectorText
    .optional()
    .describe('Wait, before the first message, for one in which this selector finds something.'),
  send: jsonTemplate
    .default({ message: '{{message}}', conversationId: '{{conversationId}}' })
    .describe('What is sent for each customer message. Default { message, conversationId }.'),
  reply: selectorText
    .default('$.reply')
    .describe('Where replies stand; messages without one, such as typing notices, are passed over. Default $.reply.'),
  delta: selectorText.optional().describe('Where pieces of one message stand, when replies are streamed.'),
  messageEnd: selectorText.optional().describe('Something that ends the message being pieced together.'),
  ...reading,
  pingMs: z
    .int()
    .positive()
    .default(30_000)
    .describe('How often the connection is checked, in milliseconds. Default 30000.'),
  timeoutMs: timeoutMs.describe('Longest wait for the connection to be ready, in milliseconds. Default 30000.'),
  maxBytes,
})

type WebsocketSettings = z.output<typeof settings>

export const websocketAgent: AgentKind<WebsocketSettings> = {
  kind: 'websocket',
  summary: 'An agent behind a websocket, which may speak at any time.',
  example: `websocket:
  url: ws://127.0.0.1:8080/chat
  connect: [{ type: hello, customer: '{{customer.phone}}' }]
  send: { type: message, text: '{{message}}' }
  reply: $.text`,
  settings,
  create(given, { id }: Surroundings): Agent {
    const compiled = compileReading(given)
    const ready = given.ready === undefined ? undefined : selector(given.ready)
    const open = new Set<AgentSession>()
    /** Whether a connection has ever been made: who refuses after that has stopped. */
    const known = { reached: false }
    return {
      id,
      time: 'wall',
      explain: () => `socket ${given.url}, reply at ${given.reply}`,
      async open(opening) {
        const session = await openSession({ given, compiled, ready, known }, opening)
        open.add(session)
        return session
      },
      async close() {
        await Promise.all([...open].map((session) => session.close()))
        open.clear()
      },
    }
  },
}

interface Endpoint {
  readonly given: WebsocketSettings
  readonly compiled: CompiledReading
  readonly ready: Selector | undefined
  readonly known: { reached: boolean }
}

async function openSession(endpoint: Endpoint, opening: Opening): Promise<AgentSession> {
  if (opening.signal.aborted) throw cancelled()
  const socket = await connect(endpoint, opening)
  const link = listen(socket, endpoint, opening)
  try {
    await link.opened
  } catch (failure) {
    link.end()
    throw failure
  }

  const write = (template: Json, text?: string) => {
    const filled = JSON.stringify(fill(template, messageValues(opening, text)))
    return new Promise<void>((resolve, reject) => {
      socket.send(filled, (error) => (error ? reject(link.failure() ?? cutOff()) : resolve()))
    })
  }
  const session: AgentSession = {
    pushes: true,
    async send({ text }) {
      const failure = link.failure()
      if (failure !== undefined) throw failure
      try {
        await write(endpoint.given.send, text)
      } catch (thrown) {
        throw failureFrom(thrown, { culprit: 'agent', code: 'disconnected' })
      }
    },
    close: () => link.end(),
  }
  try {
    for (const template of endpoint.given.connect) await write(template)
    await link.ready
  } catch (thrown) {
    await link.end()
    throw failureFrom(thrown, { culprit: 'agent', code: 'disconnected' })
  }
  return session
}

/** The package is loaded at the first conversation: most projects have no websocket. */
async function connect({ given }: Endpoint, opening: Opening): Promise<WebSocket> {
  const { WebSocket: Socket } = await import('ws')
  try {
    const values = messageValues(opening, undefined)
    const filled = Object.entries(given.headers).map(([name, text]) => [name, fillText(text, values)])
    return new Socket(fillAddress(given.url, values), {
      headers: { ...causeHeaders(values), ...Object.fromEntries(filled) },
      handshakeTimeout: given.timeoutMs,
      maxPayload: given.maxBytes,
      followRedirects: false,
      perMessageDeflate: false,
    })
  } catch (thrown) {
    throw failureFrom(thrown, { culprit: 'simulator', code: 'settings' })
  }
}

interface Link {
  /** Resolves once connected; rejects with why not. */
  readonly opened: Promise<void>
  /** Resolves once the agent has said that it is ready, if it has to. */
  readonly ready: Promise<void>
  /** Why nothing more can be sent. */
  failure(): AgentFailure | undefined
  /** Closes the socket; no event comes after it resolves. Safe to call twice. */
  end(): Promise<void>
}

function listen(socket: WebSocket, { given, compiled, ready, known }: Endpoint, opening: Opening): Link {
  const reader = answerReader(compiled, sessionMemory())
  const connected = deferred()
  const prepared = deferred()
  let failure: AgentFailure | undefined
  let isOpen = false
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => resolve())
  })

  const end = async () => {
    stop(cancelled(), true)
    await closed
  }
  const stop = (because: AgentFailure, politely = false) => {
    if (failure !== undefined) return
    failure = because
    clearTimeout(waiting)
    clearInterval(pings)
    opening.signal.removeEventListener('abort', abort)
    connected.reject(because)
    prepared.reject(because)
    if (politely && socket.readyState === socket.OPEN) goodbye(socket)
    else socket.terminate()
  }
  /** Something failed by itself: told at once to whoever listens, and by the next `send`. */
  const fail = (because: AgentFailure) => {
    if (failure !== undefined) return
    for (const event of reader.flush()) opening.onEvent(event)
    stop(because)
    if (isOpen) opening.onFailure?.(because)
  }
  const abort = () => stop(cancelled())
  opening.signal.addEventListener('abort', abort, { once: true })
  const waiting = setTimeout(() => fail(tooSlow(given.timeoutMs)), given.timeoutMs)
  const pings = heartbeat(socket, given.pingMs, () => fail(cutOff('The agent stopped answering pings.')))
  const becomeReady = () => {
    clearTimeout(waiting)
    isOpen = true
    prepared.resolve()
  }

  socket.on('open', () => {
    known.reached = true
    connected.resolve()
    if (ready === undefined) becomeReady()
  })
  socket.on('message', (data) => {
    if (failure !== undefined) return
    try {
      const value = parseAnswer(textOf(data))
      if (ready !== undefined && ready.all(value).length > 0) becomeReady()
      for (const event of reader.read(value, false)) opening.onEvent(event)
    } catch (thrown) {
      fail(failureFrom(thrown, { culprit: 'agent', code: 'garbage' }))
    }
  })
  socket.on('unexpected-response', (request, response) => {
    response.resume()
    request.destroy()
    fail(notUpgraded(response.statusCode ?? 0, response.headers['retry-after']))
  })
  socket.on('error', (error) => fail(socketFailure(error, known.reached)))
  socket.on('close', (code, reason) => fail(cutOff(closedText(code, reason))))
  return { opened: connected.promise, ready: prepared.promise, failure: () => failure, end }
}

/** How long the agent has to answer the closing of a socket, in milliseconds. */
const GOODBYE_MS = 1000

function goodbye(socket: WebSocket): void {
  const timer = setTimeout(() => socket.terminate(), GOODBYE_MS)
  socket.once('close', () => clearTimeout(timer))
  socket.close(1000)
}

/** Pings now and then; a peer that has not answered the last one by the next is gone. */
function heartbeat(socket: WebSocket, everyMs: number, onSilence: () => void): NodeJS.Timeout {
  let answered = true
  socket.on('pong', () => {
    answered = true
  })
  return setInterval(() => {
    if (socket.readyState !== socket.OPEN) return
    if (!answered) return onSilence()
    answered = false
    socket.ping()
  }, everyMs)
}

function textOf(data: RawData): string {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw garbage('The agent sent bytes that are not UTF-8 text.', cause)
  }
}

function socketFailure(error: Error, reached: boolean): AgentFailure {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (code.startsWith('WS_ERR_')) return garbage(`The agent broke the websocket protocol: ${reasonOf(error)}`, error)
  if (error.message.includes('handshake has timed out')) {
    return new AgentFailure({
      culprit: 'agent',
      code: 'timeout',
      message: 'The agent did not open the socket in time.',
    })
  }
  return connectionFailure(error, false, reached)
}

function notUpgraded(status: number, retryAfter: string | undefined): AgentFailure {
  const message = `The agent answered with status ${status} instead of opening a socket.`
  const waitMs = retryAfterMs(retryAfter, Date.now())
  if (status === 429) {
    const wait = waitMs === undefined ? {} : { retryAfterMs: waitMs }
    return new AgentFailure({ culprit: 'agent', code: 'rate-limited', message, ...wait })
  }
  return new AgentFailure({ culprit: status >= 500 ? 'agent' : 'simulator', code: 'status', message })
}

function tooSlow(ms: number): AgentFailure {
  const message = `The agent was not ready within ${ms} ms.`
  return new AgentFailure({ culprit: 'agent', code: 'timeout', message })
}

function cutOff(message = 'The agent closed the socket.'): AgentFailure {
  return new AgentFailure({ culprit: 'agent', code: 'disconnected', message })
}

function closedText(code: number, reason: Buffer): string {
  return `The agent closed the socket (${[code, reason.toString()].filter((part) => part !== '').join(': ')}).`
}

interface Deferred {
  readonly promise: Promise<void>
  resolve(): void
  reject(because: unknown): void
}

function deferred(): Deferred {
  let resolve = () => {}
  let reject: (because: unknown) => void = () => {}
  const promise = new Promise<void>((yes, no) => {
    resolve = yes
    reject = no
  })
  // Who waits for it hears of it; nobody may be waiting.
  promise.catch(() => {})
  return { promise, resolve, reject }
}
