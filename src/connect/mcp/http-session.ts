/**
 * Requests to an MCP server over streamable HTTP: one POST each, answered with JSON or with a stream of events.
 *
 * What the server says before the response (progress, its own requests) passes at once, event by event, as it came;
 * so does a response that no fault has changed. GET and DELETE pass as they are.
 *
 * @see https://modelcontextprotocol.io/specification/2025-06-18/basic/transports
 */
import { deliver } from '../backends/deliver.ts'
import {
  bytesOf,
  type Call,
  type Headers,
  headerOf,
  noReply,
  type Reply,
  replyOf,
  withBytes,
  withHeader,
} from '../backends/exchange.ts'
import type { AgentSide } from '../backends/plain-response.ts'
import type { Source } from '../backends/source.ts'
import { EventOutlet } from './event-outlet.ts'
import { eventsOf, eventText, type SseEvent } from './event-reader.ts'
import type { McpServer } from './mcp-calls.ts'
import type { Taker } from './mcp-passing.ts'
import {
  type McpReply,
  type McpRequest,
  noteText,
  objectIn,
  requestIn,
  requestText,
  responseIn,
  responseText,
  rpcCodes,
} from './rpc.ts'

export interface HttpEnds {
  readonly server: McpServer
  readonly source: Source
  readonly taker: Taker
  /** Sessions that the server no longer knows, by fault. */
  readonly lost: Set<string>
  /** Events after which nothing can be resumed, by fault: what was lost stays lost. */
  readonly unresumable: Set<string>
  /** Takes the session that a reply begins. */
  began(session: string): void
}

/** A response as it came: what surrounds it, and its bytes. */
interface Came {
  readonly id: string | number
  readonly status: number
  readonly headers: Headers
  /** Of a JSON reply, its body; of an event, the event. */
  readonly bytes: Buffer
  readonly event?: SseEvent
}

export const sessionHeader = 'mcp-session-id'

/** Answers one call of the agent. Resolves when its reply has left, or the agent has gone. */
export async function answerOverHttp(call: Call, ends: HttpEnds, response: AgentSide): Promise<void> {
  const session = headerOf(call.headers, sessionHeader)
  if (session !== undefined && ends.lost.has(session)) return void (await deliver(sessionGone(null), response))
  const resumed = headerOf(call.headers, 'last-event-id')
  if (resumed !== undefined && ends.unresumable.has(resumed)) {
    return void (await deliver(replyOf(404, 'text/plain', 'The event is not known.'), response))
  }
  const request = call.method === 'POST' ? requestIn(objectIn(call.body.toString('utf8'))) : undefined
  if (request === undefined) {
    const reply = await ends.source.ask(call, placeOf(ends)).catch(noServer)
    return void (await deliver(reply, response))
  }
  await new Post(call, request, ends, response).answer()
}

const placeOf = ({ taker: { id } }: HttpEnds) => (id === undefined ? {} : { trial: id })

class Post {
  private readonly call: Call
  private readonly request: McpRequest
  private readonly ends: HttpEnds
  private readonly response: AgentSide
  private readonly outlet: EventOutlet
  private readonly came = new WeakMap<McpReply, Came>()
  /** Ids of events that went to the agent. */
  private readonly passed: string[] = []
  private last: Came | undefined
  private asked = 0

  constructor(call: Call, request: McpRequest, ends: HttpEnds, response: AgentSide) {
    this.call = call
    this.request = request
    this.ends = ends
    this.response = response
    this.outlet = new EventOutlet(response)
  }

  async answer(): Promise<void> {
    const { ends, request, response } = this
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    const ask = (sent: McpRequest) => this.ask(sent)
    const { reply, notes, done } = await ends.taker.exchange(request, ends.server, ask, gone.signal)
    let delivered: 'whole' | 'partly' | 'nothing' = 'nothing'
    try {
      delivered = await this.deliver(reply, notes)
    } finally {
      done(delivered)
    }
  }

  /** Asks the server. What it says before the response goes to the agent at once. */
  private async ask(sent: McpRequest): Promise<McpReply> {
    const { call, ends, request } = this
    this.asked += 1
    // The agent's id stands for one request only.
    const id = this.asked === 1 ? request.id : `fieldproof-${this.asked}`
    const isAsCame = sent === request && this.asked === 1
    const body = isAsCame ? call.body : Buffer.from(requestText({ ...sent, id }))
    const headers = withHeader(call.headers, 'accept-encoding', 'identity')
    const reply = await ends.source.ask({ ...call, headers, body }, placeOf(ends))
    const began = headerOf(reply.headers, sessionHeader)
    if (began !== undefined) ends.began(began)
    const isStream = /^text\/event-stream/i.test(headerOf(reply.headers, 'content-type') ?? '')
    return isStream ? this.fromEvents(reply, id) : this.fromBody(reply, id)
  }

  private async fromBody(reply: Reply, id: string | number): Promise<McpReply> {
    const bytes = await bytesOf(reply)
    const { status, headers } = reply
    const read = responseIn(objectIn(bytes.toString('utf8')))
    const isResponse = read?.id === id && status < 300
    const understood: McpReply = isResponse ? read.reply : { refused: status, text: bytes.toString('utf8') }
    this.remember(understood, { id, status, headers, bytes })
    return understood
  }

  private async fromEvents(reply: Reply, id: string | number): Promise<McpReply> {
    const { status, headers } = reply
    const events = eventsOf(reply.body)[Symbol.asyncIterator]()
    for (let next = await events.next(); next.done !== true; next = await events.next()) {
      const event = next.value
      const read = responseIn(objectIn(event.data))
      if (read?.id === id) {
        this.remember(read.reply, { id, status, headers, bytes: event.bytes, event })
        // The server ends the stream after the response; a connection is only free again once it is read to its end.
        void exhaust(events)
        return read.reply
      }
      if (event.id !== undefined) this.passed.push(event.id)
      this.outlet.open(status, headers)
      this.outlet.write(event.bytes)
    }
    throw new Error('its stream ended before the response')
  }

  private remember(reply: McpReply, came: Came): void {
    this.came.set(reply, came)
    this.last = came
  }

  private async deliver(reply: McpReply, notes: readonly string[]): Promise<'whole' | 'partly' | 'nothing'> {
    if ('none' in reply) return this.withhold(reply.none)
    const came = this.came.get(reply)
    if ('refused' in reply) {
      const { status = reply.refused, headers = [], bytes = Buffer.from(reply.text) } = came ?? {}
      return deliver({ status, headers, body: oneOf(bytes) }, this.response)
    }
    const { request, outlet } = this
    const text = responseText(request.id, reply) ?? ''
    const isAsCame = came?.id === request.id
    const { headers = [], event } = came ?? this.last ?? {}
    if (outlet.isOpen || notes.length > 0 || event !== undefined) {
      outlet.open(200, headers)
      for (const method of notes) outlet.write(eventText(noteText(method)))
      outlet.write(isAsCame && event !== undefined ? event.bytes : eventText(text, event?.id))
      return outlet.end()
    }
    const bytes = isAsCame ? came.bytes : Buffer.from(text)
    const whole = withBytes({ status: 200, headers, body: oneOf(bytes) }, bytes)
    return deliver({ ...whole, headers: withHeader(whole.headers, 'content-type', 'application/json') }, this.response)
  }

  private async withhold(how: 'silence' | 'closed' | 'cut' | 'session-lost') {
    const { call, ends, outlet, request, response, last } = this
    if (how === 'session-lost') {
      const session = headerOf(call.headers, sessionHeader)
      if (session !== undefined) ends.lost.add(session)
      return deliver(sessionGone(request.id), response)
    }
    if (how === 'cut') {
      outlet.open(200, withHeader(last?.headers ?? [], 'content-type', 'text/event-stream'))
      outlet.cut()
      return 'partly'
    }
    for (const id of this.passed) ends.unresumable.add(id)
    if (outlet.isOpen) return outlet.abandon(how)
    return deliver(noReply(how === 'silence' ? 'hang' : 'reset'), response)
  }
}

function sessionGone(id: string | number | null): Reply {
  const error = { code: rpcCodes.notFound, message: 'Session not found' }
  return replyOf(404, 'application/json', JSON.stringify({ jsonrpc: '2.0', error, id }))
}

const noServer = (thrown: Error): Reply =>
  replyOf(502, 'text/plain', `The MCP server did not answer: ${thrown.message}`)

async function exhaust(events: AsyncIterator<SseEvent>): Promise<void> {
  try {
    while ((await events.next()).done !== true);
  } catch {
    // The response is there; how the stream ends is of no interest.
  }
}

async function* oneOf(bytes: Buffer): AsyncIterable<Uint8Array> {
  if (bytes.length > 0) yield bytes
}
