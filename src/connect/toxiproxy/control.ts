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
import { z } from 'zod'
import { problemsIn, reasonOf } from '../../problem.ts'
import { allowedUpstream } from '../backends/upstream.ts'
import { type Clock, wallClock } from '../clock.ts'
import { splitAddress, TcpProxy } from './tcp-proxy.ts'
import { type Toxic, toxicForm } from './toxic.ts'
import { toxicTypes } from './toxics.ts'

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

/** The version of Toxiproxy whose API this is. */
const version = '2.9.0'

class Refusal extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

const proxyForm = z.looseObject({
  name: z.string().min(1),
  listen: z.string().default('127.0.0.1:0'),
  upstream: z.string().min(1),
  enabled: z.boolean().default(true),
})
const changeForm = z.looseObject({
  listen: z.string().optional(),
  upstream: z.string().optional(),
  enabled: z.boolean().optional(),
})

export async function startControl(options: ControlOptions): Promise<Control> {
  const { token, allow = [], seed = 1, clock = wallClock() } = options
  const proxies = new Map<string, TcpProxy>()

  async function create(form: unknown): Promise<TcpProxy> {
    const { name, listen, upstream, enabled } = parsed(proxyForm, form)
    if (proxies.has(name)) throw new Refusal(409, 'proxy already exists')
    const proxy = new TcpProxy({ name, port: portOf(listen), upstream: allowed(upstream, name), clock, seed })
    if (enabled) await listening(proxy)
    proxies.set(name, proxy)
    return proxy
  }

  const allowed = (upstream: string, name: string) => {
    if (splitAddress(upstream).length === 0) throw new Refusal(400, `upstream must be host:port, got ${upstream}`)
    allowedUpstream(`http://${upstream}`, allow, name)
    return upstream
  }
  const proxyNamed = (name: string) => proxies.get(name) ?? refuse(404, 'proxy not found')

  const routes: readonly Route[] = [
    ['GET', '/version', () => ({ version })],
    ['GET', '/proxies', () => Object.fromEntries([...proxies].map(([name, proxy]) => [name, told(proxy)]))],
    ['POST', '/proxies', async ({ body }) => [201, told(await create(body))]],
    [
      'POST',
      '/populate',
      async ({ body }) => {
        const forms = parsed(z.array(proxyForm), body)
        const made: TcpProxy[] = []
        for (const form of forms) {
          await proxies.get(form.name)?.disable()
          proxies.delete(form.name)
          made.push(await create(form))
        }
        return [201, { proxies: made.map(told) }]
      },
    ],
    [
      'POST',
      '/reset',
      async () => {
        for (const proxy of proxies.values()) {
          proxy.setToxics([])
          await listening(proxy)
        }
        return [204, undefined]
      },
    ],
    ['GET', '/proxies/:proxy', ({ proxy }) => told(proxyNamed(proxy))],
    [
      'POST',
      '/proxies/:proxy',
      async ({ proxy: name, body }) => {
        const { upstream, enabled } = parsed(changeForm, body)
        const proxy = proxyNamed(name)
        if (upstream !== undefined) proxy.upstream = allowed(upstream, name)
        if (enabled === false) await proxy.disable()
        if (enabled === true) await listening(proxy)
        return told(proxy)
      },
    ],
    [
      'DELETE',
      '/proxies/:proxy',
      async ({ proxy: name }) => {
        await proxyNamed(name).disable()
        proxies.delete(name)
        return [204, undefined]
      },
    ],
    ['GET', '/proxies/:proxy/toxics', ({ proxy }) => proxyNamed(proxy).toxics],
    [
      'POST',
      '/proxies/:proxy/toxics',
      ({ proxy: name, body }) => {
        const proxy = proxyNamed(name)
        const toxic = toxicOf(body)
        if (proxy.toxics.some((other) => other.name === toxic.name)) throw new Refusal(409, 'toxic already exists')
        proxy.setToxics([...proxy.toxics, toxic])
        return toxic
      },
    ],
    ['GET', '/proxies/:proxy/toxics/:toxic', ({ proxy, toxic }) => toxicNamed(proxyNamed(proxy), toxic)],
    [
      'POST',
      '/proxies/:proxy/toxics/:toxic',
      ({ proxy: name, toxic: toxicName, body }) => {
        const proxy = proxyNamed(name)
        const known = toxicNamed(proxy, toxicName)
        const { toxicity, attributes } = parsed(toxicForm.partial(), body)
        const changed = toxicOf({
          ...known,
          ...(toxicity !== undefined && { toxicity }),
          attributes: { ...known.attributes, ...attributes },
        })
        proxy.setToxics(proxy.toxics.map((other) => (other === known ? changed : other)))
        return changed
      },
    ],
    [
      'DELETE',
      '/proxies/:proxy/toxics/:toxic',
      ({ proxy: name, toxic }) => {
        const proxy = proxyNamed(name)
        const known = toxicNamed(proxy, toxic)
        proxy.setToxics(proxy.toxics.filter((other) => other !== known))
        return [204, undefined]
      },
    ],
  ]

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

interface Asked {
  readonly proxy: string
  readonly toxic: string
  readonly body: unknown
}
type Route = readonly [method: string, path: string, handle: (asked: Asked) => unknown]

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

function parsed<Form>(form: z.ZodType<Form>, body: unknown): Form {
  const checked = form.safeParse(body)
  if (checked.success) return checked.data
  const [issue] = checked.error.issues
  throw new Refusal(400, `${issue?.path.join('.') || 'the body'}: ${issue?.message ?? 'is not valid'}`)
}

function toxicOf(body: unknown): Toxic {
  const { type, stream, toxicity, attributes, name = `${type}_${stream}` } = parsed(toxicForm, body)
  const known = toxicTypes.find((each) => each.type === type)
  if (known === undefined)
    throw new Refusal(400, `invalid toxic type, known: ${toxicTypes.map((each) => each.type).join(', ')}`)
  return {
    name,
    type,
    stream,
    toxicity,
    attributes: parsed(known.attributes as z.ZodType<Record<string, unknown>>, attributes),
  }
}

const toxicNamed = (proxy: TcpProxy, name: string): Toxic =>
  proxy.toxics.find((toxic) => toxic.name === name) ?? refuse(404, 'toxic not found')

function refuse(status: number, message: string): never {
  throw new Refusal(status, message)
}

function portOf(listen: string): number {
  const [host, port] = splitAddress(listen.startsWith(':') ? `127.0.0.1${listen}` : listen)
  if (host === undefined || !/^(?:127\.|localhost$|0\.0\.0\.0$|::1$)/.test(host)) {
    throw new Refusal(400, `listen must be host:port on this machine, got ${listen}`)
  }
  // Whatever address is asked for, nothing but loopback is listened on.
  return Number(port)
}

async function listening(proxy: TcpProxy): Promise<void> {
  await proxy.enable().catch((thrown: unknown) => {
    throw new Refusal(500, `cannot listen on ${proxy.listen}: ${reasonOf(thrown)}`)
  })
}

const told = ({ name, listen, upstream, enabled, toxics }: TcpProxy) => ({ name, listen, upstream, enabled, toxics })
