/**
 * An agent behind an HTTP address: one request for each message, the answer as JSON or as a stream.
 *
 * It does not poll, does not follow redirects and never sends a message twice.
 */
import { setMaxListeners } from 'node:events'
import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import type { Json } from '../../conversation/index.ts'
import { causeHeaders } from '../caused.ts'
import { type Selector, selector } from '../select.ts'
import { fill, fillAddress, fillText, placeholdersOf } from '../template.ts'
import { type Agent, type AgentEvent, type AgentSession, cancelled, failureFrom, type Opening } from './agent.ts'
import type { AgentKind, Surroundings } from './agent-kind.ts'
import {
  type AnswerReader,
  answerReader,
  type CompiledReading,
  compileReading,
  parseAnswer,
  sessionMemory,
} from './answer.ts'
import { type HttpPool, httpPool } from './http-exchange.ts'
import { eventSplitter, lineSplitter, type Splitter } from './lines.ts'
import { messageValues } from './message-values.ts'
import { paced } from './pace.ts'
import { headers, jsonTemplate, maxBytes, reading, selectorText, timeoutMs } from './settings.ts'

const settings = z.strictObject({
  url: z
    .string()
    .describe('Where messages are sent. Placeholders are encoded: http://127.0.0.1:8080/chat/{{conversationId}}.'),
  method: z.enum(['POST', 'PUT', 'PATCH', 'GET']).default('POST').describe('Default POST. With GET no body is sent.'),
  headers,
  body: jsonTemplate
    .default({ message: '{{message}}', conversationId: '{{conversationId}}' })
    .describe(
      'JSON to send. Placeholders: message, conversationId, channel, customer.*, session, and what prepare answered. Default { message, conversationId }.',
    ),
  form: z
    .boolean()
    .default(false)
    .describe('Send the body as a web form (SMS gateways do) rather than as JSON. Default false.'),
  format: z
    .enum(['json', 'sse', 'ndjson', 'text'])
    .default('json')
    .describe(
      'How answers come: one JSON value, server-sent events, JSON lines, or plain text that is the reply. Default json.',
    ),
  reply: selectorText.optional().describe('Where whole messages stand: $.reply, or $.messages[*].text for several.'),
  delta: selectorText
    .optional()
    .describe('In a stream: where pieces of one message stand, joined at the end of the answer.'),
  messageEnd: selectorText.optional().describe('In a stream: something that ends the message being pieced together.'),
  end: z.string().default('[DONE]').describe('In a stream: text of an event that ends the answer. Default [DONE].'),
  ...reading,
  session: z
    .union([
      z.strictObject({ body: selectorText.describe('Where the answer holds it: $.sessionId.') }),
      z.strictObject({ header: z.string().describe('The response header that holds it.') }),
      z.strictObject({ cookie: z.string().describe('The cookie that holds it; it is sent back as a cookie.') }),
    ])
    .optional()
    .describe(
      "The agent's own id of the conversation, taken from its first answer; sent back wherever {{session}} stands. Without it, send {{conversationId}}.",
    ),
  timeoutMs,
  maxBytes,
})

type HttpSettings = z.output<typeof settings>

export const httpAgent: AgentKind<HttpSettings> = {
  kind: 'http',
  summary: 'An agent behind an HTTP address.',
  example: `http:
  url: http://127.0.0.1:8080/chat
  body: { conversation: '{{conversationId}}', from: '{{customer.phone}}', text: '{{message}}' }
  reply: $.messages[*].text
  toolCalls: { at: '$.toolCalls[*]' }`,
  settings,
  create(given, { id }: Surroundings): Agent {
    const pool = httpPool()
    const compiled = compileReading({
      ...given,
      reply: given.reply ?? (given.delta === undefined ? '$.reply' : undefined),
    })
    return {
      id,
      time: 'any',
      explain: () => `${given.method} ${given.url}, ${explainReading(given, compiled)}`,
      open: async (opening) => openSession(given, compiled, pool, opening),
      close: async () => pool.close(),
    }
  },
}

function explainReading({ format }: HttpSettings, { reply, delta }: CompiledReading): string {
  if (format === 'text') return 'the answer is the reply'
  const where = [reply && `reply at ${reply.text}`, delta && `pieces of a message at ${delta.text}`]
  return `${where.filter((text) => text !== undefined).join(', ')}${format === 'json' ? '' : ` in ${format}`}`
}

function openSession(given: HttpSettings, compiled: CompiledReading, pool: HttpPool, opening: Opening): AgentSession {
  const ended = new AbortController()
  const signal = AbortSignal.any([opening.signal, ended.signal])
  // Customers may send many messages before the first is answered, and each listens.
  setMaxListeners(0, signal)
  const memory = sessionMemory()
  const ticket = sessionTicket(given)

  const exchange = async (text: string, onEvent: (event: AgentEvent) => void) => {
    const answer = answerTaker(given, answerReader(compiled, memory), onEvent, (value) => ticket.fromBody(value))
    const values = messageValues(opening, text, ticket.value())
    try {
      await pool.exchange({
        url: fillAddress(given.url, values),
        method: given.method,
        headers: { ...requestHeaders(given, values), ...ticket.headers() },
        ...(given.method !== 'GET' && { body: requestBody(given, values) }),
        timeoutMs: given.timeoutMs,
        maxBytes: given.maxBytes,
        signal,
        onHead: (received) => ticket.fromHeaders(received),
        onText: (piece) => answer.push(piece),
      })
    } catch (failure) {
      answer.flush()
      throw failure
    }
    answer.end()
  }

  return {
    pushes: false,
    async send({ text }) {
      if (signal.aborted) throw cancelled()
      const leave = await ticket.enter()
      try {
        const deliver = (event: AgentEvent) => {
          if (!signal.aborted) opening.onEvent(event)
        }
        await paced(opening.clock, deliver, (onEvent) => exchange(text, onEvent))
      } catch (thrown) {
        throw failureFrom(thrown, { culprit: 'simulator', code: 'settings' })
      } finally {
        leave()
      }
    },
    async close() {
      // A reason of our own: making the usual one costs more than all the rest of closing.
      ended.abort('closed')
    },
  }
}

function requestHeaders(given: HttpSettings, values: Parameters<typeof fill>[1]): Record<string, string> {
  const type = given.form ? 'application/x-www-form-urlencoded' : 'application/json'
  const filled: Record<string, string> = {
    accept: accepted(given.format),
    ...(given.method !== 'GET' && { 'content-type': type }),
    ...causeHeaders(values),
  }
  for (const [name, template] of Object.entries(given.headers)) {
    const text = fillText(template, values)
    if (text !== '' || placeholdersOf(template).length === 0) filled[name.toLowerCase()] = text
  }
  return filled
}

function accepted(format: HttpSettings['format']): string {
  return { json: 'application/json', sse: 'text/event-stream', ndjson: 'application/x-ndjson', text: 'text/plain' }[
    format
  ]
}

function requestBody(given: HttpSettings, values: Parameters<typeof fill>[1]): string {
  const body = fill(given.body, values)
  if (!given.form || body === null || typeof body !== 'object') return JSON.stringify(body)
  const fields = Object.entries(body).map(([key, value]): [string, string] => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
  return new URLSearchParams(fields).toString()
}

/** Takes the text of an answer and passes on what the agent said and did. */
interface AnswerTaker extends Splitter {
  /** Passes on a message that was cut off, as the customer would have seen it. */
  flush(): void
}

function answerTaker(
  { format, end }: HttpSettings,
  reader: AnswerReader,
  onEvent: (event: AgentEvent) => void,
  onValue: (value: Json) => void,
): AnswerTaker {
  const pass = (events: readonly AgentEvent[]) => {
    for (const event of events) onEvent(event)
  }
  const take = (text: string, strict: boolean) => {
    if (text === end && format !== 'json') return
    const value = parseAnswer(text)
    onValue(value)
    pass(reader.read(value, strict))
  }
  if (format === 'json' || format === 'text') {
    const pieces: string[] = []
    return {
      push: (text) => pieces.push(text),
      end() {
        const text = pieces.join('')
        if (text.trim() === '') return
        if (format === 'text') onEvent({ type: 'message', text })
        else take(text, true)
      },
      flush() {},
    }
  }
  const splitter = (format === 'sse' ? eventSplitter : lineSplitter)((text) => take(text, false))
  return {
    push: splitter.push,
    end() {
      splitter.end()
      pass(reader.flush())
    },
    flush: () => pass(reader.flush()),
  }
}

/** The agent's own id of the conversation: taken from its first answer, sent back with the later ones. */
interface SessionTicket {
  value(): string | undefined
  headers(): Record<string, string>
  fromBody(value: Json): void
  fromHeaders(received: IncomingHttpHeaders): void
  /**
   * Waits while the first answer is outstanding: a second message without the id would begin a second
   * conversation. Resolves at once when the id is known or none is used.
   */
  enter(): Promise<() => void>
}

function sessionTicket({ session }: HttpSettings): SessionTicket {
  let known: string | undefined
  let first: Promise<void> | undefined
  const at: Selector | undefined = session !== undefined && 'body' in session ? selector(session.body) : undefined
  const learn = (value: Json | undefined) => {
    if (known === undefined && (typeof value === 'string' || typeof value === 'number')) known = String(value)
  }
  return {
    value: () => known,
    headers: () =>
      session !== undefined && 'cookie' in session && known !== undefined
        ? { cookie: `${session.cookie}=${known}` }
        : {},
    fromBody: (value) => learn(at?.first(value)),
    fromHeaders(received) {
      if (session === undefined || known !== undefined) return
      if ('header' in session) learn([received[session.header.toLowerCase()]].flat()[0])
      if ('cookie' in session) learn(cookieIn(received['set-cookie'] ?? [], session.cookie))
    },
    async enter() {
      if (session === undefined) return () => {}
      while (first !== undefined && known === undefined) await first
      if (known !== undefined) return () => {}
      let leave = () => {}
      first = new Promise((resolve) => {
        leave = () => {
          first = undefined
          resolve()
        }
      })
      return leave
    },
  }
}

function cookieIn(lines: readonly string[], name: string): string | undefined {
  const line = lines.find((text) => text.startsWith(`${name}=`))
  return line?.slice(name.length + 1).split(';')[0]
}
