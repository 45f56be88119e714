/**
 * What the control port can be asked: proxies made, changed and removed, and the toxics in them.
 *
 * @see https://github.com/Shopify/toxiproxy#http-api
 */
import { z } from 'zod'
import { reasonOf } from '../../problem.ts'
import { allowedUpstream } from '../backends/upstream.ts'
import type { Clock } from '../clock.ts'
import { Refusal, refuse } from './refusal.ts'
import { splitAddress, TcpProxy } from './tcp-proxy.ts'
import { type Toxic, toxicForm } from './toxic.ts'
import { toxicTypes } from './toxics.ts'

export interface ProxyTerms {
  /** Hosts beyond this machine that proxies may lead to. */
  readonly allow: readonly string[]
  readonly clock: Clock
  readonly seed: number
}

/** A request: what the path names, empty where it names none, and the body read as JSON. */
interface Asked {
  readonly proxy: string
  readonly toxic: string
  readonly body: unknown
}

/** What `handle` returns is the answer; a pair of a number and something, the status and the answer. */
export type Route = readonly [method: string, path: string, handle: (asked: Asked) => unknown]

/** The version of Toxiproxy whose API this is. */
const version = '2.9.0'

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

/** @returns the routes over these proxies, and what makes one */
export function proxyRoutes(
  proxies: Map<string, TcpProxy>,
  { allow, clock, seed }: ProxyTerms,
): { readonly routes: readonly Route[]; readonly create: (form: unknown) => Promise<TcpProxy> } {
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
  return { routes, create }
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
