/**
 * The proxy of one backend: an HTTP server on loopback that the agent takes for the backend.
 *
 * It passes everything on as it is: streams, kept connections, WebSockets. Only calls that belong to a conversation
 * can meet faults, and only they are written into its ledger. What cannot be placed passes untouched and is counted.
 */
import { createServer, type IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { isRead } from './connections.ts'
import type { Correlation } from './correlate.ts'
import { deliver } from './deliver.ts'
import { type Call, type Reply, replyOf } from './exchange.ts'
import type { Looks } from './look.ts'
import { endToEnd } from './own-headers.ts'
import type { AgentSide, PlainResponse } from './plain-response.ts'
import { keptForMs, type PlainRequest, plainFirst } from './plain-server.ts'
import { redactedTarget } from './redact.ts'
import { requestBody } from './request-body.ts'
import { type AskContext, type Opened, upgradeBy } from './source.ts'
import type { Behind, TrialCalls } from './trial-calls.ts'
import { becomeTunnel, withoutUpgrade } from './tunnel.ts'

/** Whoever takes the calls of a conversation. */
type Taker = Pick<TrialCalls, 'answer'> & Partial<Pick<TrialCalls, 'streams' | 'answerUpgrade'>>

export interface ProxyOptions extends Behind {
  readonly name: string
  readonly correlation: Correlation
  /** The conversation known by a key, or the only one where conversations are exclusive. */
  trialOf(key: string): Taker | undefined
  /** Who answers verifiers. Default they cannot ask here. */
  readonly looks?: Looks
}

export interface BackendProxy {
  /** Address on loopback. */
  readonly url: string
  /** Calls that belong to no open conversation, and one of them. */
  unplaced(): { readonly n: number; readonly example?: string }
  close(): Promise<void>
}

export async function startProxy(options: ProxyOptions): Promise<BackendProxy> {
  const passing = new Passing(options)
  // Whatever goes wrong with one call is said to nobody but its agent.
  const others = createServer((request, response) => {
    passing.answer(request, response).catch(() => response.destroy())
  })
  others.on('connect', (_request, socket: Duplex) => socket.end('HTTP/1.1 405 Method Not Allowed\r\n\r\n'))
  others.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') return withoutUpgrade(others, request, socket, head)
    socket.on('error', () => socket.destroy())
    passing.upgrade(request, socket, head).catch(() => socket.destroy())
  })
  others.requestTimeout = 0
  others.keepAliveTimeout = keptForMs
  const { server, closeAll } = plainFirst(others, (request, response) => {
    passing.answerPlain(request, response).catch(() => response.destroy())
  })
  await listening(server)
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    unplaced: () => passing.unplaced(),
    async close() {
      const closed = new Promise<void>((done) => server.close(() => done()))
      closeAll()
      await closed
    },
  }
}

function listening(server: Server): Promise<void> {
  return new Promise((ready, failed) => {
    server.once('error', failed)
    server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, () => ready())
  })
}

class Passing {
  private readonly options: ProxyOptions
  private lost = 0
  private example: string | undefined

  constructor(options: ProxyOptions) {
    this.options = options
  }

  unplaced() {
    const { lost, example } = this
    return { n: lost, ...(example !== undefined && { example }) }
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { options } = this
    if (options.looks?.takes(request) === true) return options.looks.answer(request, response)
    const head = this.headOf(request)
    if (head === undefined) return refuse(response, 403, 'Only paths of this backend are passed on.')
    const body = await requestBody(request, (bytes) => this.mayStream({ ...head, body: bytes }))
    if (body === undefined) return refuse(response, 413, 'The request is too large to be passed on.')
    const { bytes, rest } = body
    return this.pass(rest === undefined ? { ...head, body: bytes } : { ...head, body: bytes, rest }, response)
  }

  async answerPlain(request: PlainRequest, response: PlainResponse): Promise<void> {
    const { looks } = this.options
    if (looks?.takes(request) === true) return looks.answer(request, response)
    const { method, url: target, rawHeaders, body } = request
    return this.pass({ backend: this.options.name, method, target, headers: endToEnd(rawHeaders), body }, response)
  }

  private async pass(call: Call, response: AgentSide): Promise<void> {
    const { options } = this
    const trial = this.trialOf(call)
    const bare = options.correlation.strip(call)
    if (trial !== undefined) return trial.answer(bare, options, response)
    this.lose(call)
    const context = isRead(call.method) ? { whenGone: (giveUp: () => void) => void response.once('close', giveUp) } : {}
    await deliver(await this.askUnplaced(bare, context), response)
  }

  async upgrade(request: IncomingMessage, socket: Socket, head: Buffer): Promise<void> {
    const { options } = this
    const asked = this.headOf(request)
    const response = new ServerResponse(request)
    response.assignSocket(socket)
    response.shouldKeepAlive = false
    response.once('finish', () => socket.end())
    if (asked === undefined) return refuse(response, 403, 'Only paths of this backend are passed on.')
    const call: Call = { ...asked, body: Buffer.alloc(0) }
    const trial = this.trialOf(call)
    const bare = options.correlation.strip(call)
    if (trial === undefined) this.lose(call)
    const opened =
      trial?.answerUpgrade === undefined
        ? await this.openUnplaced(bare, response)
        : await trial.answerUpgrade(bare, options, response)
    if (opened === undefined) return
    response.detachSocket(socket)
    becomeTunnel(socket, head, opened)
  }

  private async askUnplaced(call: Call, context: AskContext): Promise<Reply> {
    try {
      return await this.options.source.ask(call, context)
    } catch (thrown) {
      return replyOf(502, 'text/plain', (thrown as Error).message)
    }
  }

  private async openUnplaced(call: Call, response: AgentSide): Promise<Opened | undefined> {
    const refused = (thrown: Error) => ({ reply: replyOf(502, 'text/plain', thrown.message) })
    const opened: Opened = await upgradeBy(this.options.source, call).catch(refused)
    if (opened.tunnel !== undefined) return opened
    await deliver(opened.reply, response)
    return undefined
  }

  /** What is asked, without its body; undefined for what would make of this a proxy to anywhere. */
  private headOf({ url = '/', method = 'GET', rawHeaders }: IncomingMessage): Omit<Call, 'body'> | undefined {
    if (!url.startsWith('/')) return undefined
    return { backend: this.options.name, method, target: url, headers: endToEnd(rawHeaders) }
  }

  private trialOf(call: Call): Taker | undefined {
    const key = this.options.correlation.keyOf(call)
    return key === undefined ? undefined : this.options.trialOf(key)
  }

  private mayStream(call: Call): boolean {
    const { correlation, source } = this.options
    if (source.streams !== true || correlation.readsBody === true) return false
    const trial = this.trialOf(call)
    return trial === undefined || trial.streams?.(correlation.strip(call), this.options) === true
  }

  private lose({ method, target }: Call): void {
    this.lost += 1
    this.example ??= `${method} ${redactedTarget(target)}`
  }
}

async function refuse(response: AgentSide, status: number, why: string): Promise<void> {
  await deliver(replyOf(status, 'text/plain', why), response)
}
