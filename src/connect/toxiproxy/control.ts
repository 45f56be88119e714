/**
 * The control port: Toxiproxy's REST API, so that tools that know it can drive our proxies.
 *
 * It listens on loopback only and answers only who knows its token, either in `Authorization: Bearer …` or as the first
 * part of the path, for clients that can be given an address and nothing else.
 *
 * @see https://github.com/Shopify/toxiproxy#http-api
 */
import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { problemsIn, reasonOf } from '../../problem.ts'
import { type Clock, wallClock } from '../clock.ts'
import { Refusal } from './refusal.ts'
import { proxyRoutes, type Route } from './routes.ts'
import type { TcpProxy } from './tcp-proxy.ts'

export interface ControlOptions {
  /** Whoever wants to drive the proxies has to know it. */
  readonly token: string
  /** Hosts beyond this machine that proxies may lead to. */
  readonly allow?: readonly string[]
  /** Proxies that are there from the start: upstream `host:port` by name. */
  readonly proxies?: Readonly<Record<string, string>>
  readonly seed?: number
  readonly clock?: Clock
  /** Port of the API; any free one when left out. */
  readonly port?: number
}

export interface Control {
  /** Address of the API, without the token. */
  readonly url: string
  /** Address for clients that cannot send a header. */
  readonly urlWithToken: string
  /** `127.0.0.1:port` by the proxy's name. */
  addresses(): Readonly<Record<string, string>>
  close(): Promise<void>
}

export async function startControl(options: ControlOptions): Promise<Control> {
  const { token, allow = [], seed = 1, clock = wallClock() } = options
  const proxies = new Map<string, TcpProxy>()
  const { routes, create } = proxyRoutes(proxies, { allow, seed, clock })
  for (const [name, upstream] of Object.entries(options.proxies ?? {})) await create({ name, upstream })
  const server = createServer((request, response) => {
    answer(request, response, { token, routes }).catch((thrown: unknown) => tellRefusal(response, thrown))
  })
  await new Promise<void>((ready, failed) => {
    server.once('error', failed)
    server.listen(options.port ?? 0, '127.0.0.1', () => ready())
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    urlWithToken: `${url}/${token}`,
    addresses: () => Object.fromEntries([...proxies].map(([name, { listen }]) => [name, listen])),
    async close() {
      const closed = new Promise<void>((done) => server.close(() => done()))
      server.closeAllConnections()
      await closed
      for (const proxy of proxies.values()) await proxy.disable()
    },
  }
}

const longestBody = 1_000_000

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { token, routes }: { readonly token: string; readonly routes: readonly Route[] },
): Promise<void> {
  const [first = '', ...rest] = (request.url ?? '/').split('?')[0]?.slice(1).split('/') ?? []
  const inPath = isSame(first, token)
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
  if (!inPath && !isSame(bearer, token)) throw new Refusal(401, 'the token of the control port is missing or wrong')
  // Toxiproxy keeps browsers out in the same way: pages cannot set this header of theirs freely.
  if (/^Mozilla\//.test(request.headers['user-agent'] ?? '')) throw new Refusal(403, 'browsers may not drive proxies')
  const path = `/${(inPath ? rest : [first, ...rest]).join('/')}`
  const method = request.method === 'PATCH' ? 'POST' : (request.method ?? 'GET')
  const found = routes.flatMap(([wanted, pattern, handle]) => {
    const named = wanted === method ? namedIn(pattern, path) : undefined
    return named === undefined ? [] : [{ named, handle }]
  })[0]
  if (found === undefined) throw new Refusal(404, `there is no ${method} ${path}`)
  const body = await bodyOf(request)
  const result = await found.handle({ proxy: '', toxic: '', ...found.named, body })
  const [status, value] = Array.isArray(result) && typeof result[0] === 'number' ? result : [200, result]
  response.writeHead(status as number, { 'content-type': 'application/json' })
  response.end(value === undefined ? undefined : JSON.stringify(value))
}

function tellRefusal(response: ServerResponse, thrown: unknown): void {
  const [problem] = problemsIn(thrown)
  const status = thrown instanceof Refusal ? thrown.status : problem === undefined ? 500 : 403
  const error = problem === undefined ? reasonOf(thrown) : `${problem.message} ${problem.hint}`
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ error, status }))
}

function isSame(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function namedIn(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const [wanted, given] = [pattern.split('/'), path.split('/')]
  if (wanted.length !== given.length) return undefined
  const named: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? ''
    if (part.startsWith(':')) named[part.slice(1)] = decodeURIComponent(value)
    else if (part !== value) return undefined
  }
  return named
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const piece of request.setEncoding('utf8')) {
    text += piece
    if (text.length > longestBody) throw new Refusal(413, 'the body is too long')
  }
  if (text === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal(400, 'the body is not JSON')
  }
}
