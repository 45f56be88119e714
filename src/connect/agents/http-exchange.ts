/**
 * One request and its answer over HTTP, read as it comes, with limits on time and size.
 *
 * Nothing is sent twice, redirects are not followed and no answer is held whole here. Every failure says
 * whose it is. `node:http` rather than `fetch`: it costs about half as much per request, which
 * counts at hundreds of conversations at once.
 */
import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import https from 'node:https'
import { pipeline, type Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { AgentFailure, cancelled } from './agent.ts'
import { excerpt, garbage } from './answer.ts'
import { retryAfterMs } from './retry-after.ts'

interface HttpRequest {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly timeoutMs: number
  readonly maxBytes: number
  readonly signal: AbortSignal
  /** Called once with the headers of a successful answer, before its text. */
  onHead?(headers: IncomingHttpHeaders): void
  /** Called with the text of a successful answer, piece by piece. What it throws ends the exchange. */
  onText(text: string): void
}

export interface HttpPool {
  /** @throws AgentFailure */
  exchange(request: HttpRequest): Promise<void>
  /** Closes the connections that are kept. */
  close(): void
}

/** How long an idle connection is kept: less than the five seconds after which Node's servers close theirs. */
const IDLE_MS = 4000

/** Connections kept alive between exchanges. One pool for each agent. */
export function httpPool(): HttpPool {
  const options = { keepAlive: true, maxFreeSockets: 2048, timeout: IDLE_MS, scheduling: 'lifo' } as const
  const agents = { 'http:': new http.Agent(options), 'https:': new https.Agent(options) }
  const reached = new Set<string>()
  return {
    exchange: (request) => exchange(request, agents, reached),
    close() {
      agents['http:'].destroy()
      agents['https:'].destroy()
    },
  }
}

type Pools = Readonly<Record<'http:' | 'https:', http.Agent | https.Agent>>

function exchange(request: HttpRequest, pools: Pools, reached: Set<string>): Promise<void> {
  return new Promise((resolve, reject) => {
    if (request.signal.aborted) return reject(cancelled())

    const outgoing = start(request, pools)
    const host = String(outgoing.getHeader('host'))
    const end = (failure?: Error) => {
      clearTimeout(timer)
      request.signal.removeEventListener('abort', abort)
      if (failure === undefined) return resolve()
      reject(failure)
      outgoing.destroy()
    }
    const abort = () => end(cancelled())
    const timer = setTimeout(() => end(tooSlow(request.timeoutMs)), request.timeoutMs)
    request.signal.addEventListener('abort', abort, { once: true })

    outgoing.on('error', (error) => end(connectionFailure(error, outgoing.reusedSocket, reached.has(host))))
    outgoing.on('response', (incoming) => {
      reached.add(host)
      readAnswer(incoming, request).then(() => end(), end)
    })
    outgoing.end(request.body)
  })
}

function start({ url, method, headers, body }: HttpRequest, pools: Pools): http.ClientRequest {
  try {
    const address = new URL(url)
    const secure = address.protocol === 'https:'
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const options = { method, headers: { ...headers, ...length }, agent: pools[secure ? 'https:' : 'http:'] }
    return secure ? https.request(address, options) : http.request(address, options)
  } catch (cause) {
    const message = `The request cannot be made: ${cause instanceof Error ? cause.message : String(cause)}`
    throw new AgentFailure({ culprit: 'simulator', code: 'settings', message }, cause)
  }
}

function readAnswer(incoming: IncomingMessage, request: HttpRequest): Promise<void> {
  const status = incoming.statusCode ?? 0
  if (status < 200 || status > 299) return readRefusal(incoming, status)

  const decoder = new TextDecoder('utf-8', { fatal: true })
  let bytes = 0
  const read = (chunk?: Buffer) => {
    bytes += chunk?.length ?? 0
    if (bytes > request.maxBytes) throw garbage(`The answer is longer than ${request.maxBytes} bytes.`)
    const text = decoded(decoder, chunk)
    if (text !== '') request.onText(text)
  }
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      reject(error)
      incoming.destroy()
    }
    const attempt = (step: () => void) => {
      try {
        step()
      } catch (error) {
        fail(error)
      }
    }
    attempt(() => request.onHead?.(incoming.headers))
    const body = unpacked(incoming)
    body.on('data', (chunk: Buffer) => attempt(() => read(chunk)))
    body.on('error', (error) =>
      fail(isUnpackError(error) ? garbage('The answer cannot be unpacked.', error) : cutOff()),
    )
    body.on('end', () => {
      if (!incoming.complete) return fail(cutOff())
      attempt(() => {
        read()
        resolve()
      })
    })
    incoming.on('close', () => {
      if (!incoming.complete) fail(cutOff())
    })
  })
}

function decoded(decoder: InstanceType<typeof TextDecoder>, chunk: Buffer | undefined): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
  } catch (cause) {
    throw garbage('The answer is not UTF-8 text.', cause)
  }
}

/** Some servers compress though they were not asked to. */
function unpacked(incoming: IncomingMessage): Readable {
  const makers = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate, br: createBrotliDecompress }
  const encoding = incoming.headers['content-encoding']?.toLowerCase() ?? ''
  const make = Object.hasOwn(makers, encoding) ? makers[encoding as keyof typeof makers] : undefined
  return make === undefined ? incoming : pipeline(incoming, make(), () => {})
}

function isUnpackError(error: Error): boolean {
  return (
    'code' in error && typeof error.code === 'string' && /^(Z_|ERR__ERROR_|ERR_BROTLI|ERR_PADDING)/.test(error.code)
  )
}

/** Reads an answer that is no success far enough to quote it, and lets the connection be used again. */
async function readRefusal(incoming: IncomingMessage, status: number): Promise<never> {
  let text = ''
  try {
    incoming.setEncoding('utf8')
    for await (const piece of incoming) {
      text += piece
      if (text.length > 100_000) break
    }
  } catch {
    // The status says enough, whatever became of the text.
  }
  const said = text.trim() === '' ? '' : `: ${excerpt(text)}`
  throw statusFailure(status, `The agent answered with status ${status}${said}`, incoming.headers['retry-after'])
}

function statusFailure(status: number, message: string, retryAfter: string | undefined): AgentFailure {
  const waitMs = retryAfterMs(retryAfter, Date.now())
  const wait = waitMs === undefined ? {} : { retryAfterMs: waitMs }
  if (status === 429) return new AgentFailure({ culprit: 'agent', code: 'rate-limited', message, ...wait })
  // 3xx and 4xx say that the request was wrong, which is ours; the server's own time limits are its own.
  const culprit = status >= 500 || status === 408 ? 'agent' : 'simulator'
  return new AgentFailure({ culprit, code: 'status', message, ...wait })
}

function tooSlow(ms: number): AgentFailure {
  return new AgentFailure({ culprit: 'agent', code: 'timeout', message: `No complete answer within ${ms} ms.` })
}

function cutOff(): AgentFailure {
  const message = 'The connection was closed before the answer was complete.'
  return new AgentFailure({ culprit: 'agent', code: 'disconnected', message })
}

const OUR_LIMITS = new Set(['EMFILE', 'ENFILE', 'EADDRNOTAVAIL', 'ENOBUFS', 'ENOMEM'])
const CUT = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED'])

/**
 * What an error of a connection means. `before` says that the agent has answered earlier at this address:
 * who refuses then has stopped, while who never answered may not have been started.
 */
export function connectionFailure(error: Error, reused: boolean, before: boolean): AgentFailure {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const said = error.message || code
  if (OUR_LIMITS.has(code)) {
    return new AgentFailure(
      { culprit: 'infrastructure', code: 'limit', message: `This machine's limit: ${said}` },
      error,
    )
  }
  if (code.startsWith('HPE_')) return garbage(`The answer is not HTTP: ${said}`, error)
  if (CUT.has(code) && reused) {
    // The server may have closed an idle connection just as it was used again: nobody can tell.
    const message = `A connection that was kept open was closed as a message was sent: ${said}`
    return new AgentFailure({ culprit: 'infrastructure', code: 'disconnected', message }, error)
  }
  if (CUT.has(code)) {
    return new AgentFailure({ culprit: 'agent', code: 'disconnected', message: `No answer: ${said}` }, error)
  }
  const culprit = before && code === 'ECONNREFUSED' ? 'agent' : 'infrastructure'
  return new AgentFailure({ culprit, code: 'refused', message: `The agent cannot be reached: ${said}` }, error)
}
