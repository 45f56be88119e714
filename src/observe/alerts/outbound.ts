/**
 * Where alerts may go: to addresses of the internet, and to hosts that were named as allowed. Nothing else.
 *
 * Whoever may set a webhook must not make the server ask what only the server can reach: itself, the network it stands
 * in, the metadata of the machine it runs on. So names are resolved first and every address they have must be public. The
 * connection is made to the very addresses that were looked at, so that a name which changes its mind in between gains
 * nothing; redirects are not followed.
 */
import { type LookupAddress, lookup as systemLookup } from 'node:dns'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { Problem } from '../../problem.ts'

export interface OutboundOptions {
  /** Hosts that may be reached wherever they are: `hooks.internal`, or `127.0.0.1:9000` for one port alone. */
  readonly allow?: readonly string[]
  /** All addresses of a name. Default: as the system resolves it. */
  readonly resolve?: (host: string) => Promise<readonly LookupAddress[]>
  /** Longest answer that is read, in bytes. Default 64 KiB. */
  readonly answerBytes?: number
}

export interface Outbound {
  /** The addresses to connect to; never empty. @throws Problem `alerts/address-refused` or `alerts/address-unknown` */
  allowed(url: URL): Promise<readonly string[]>
  /** As the global one, to allowed addresses only; follows no redirect. `body` is a string or bytes. */
  readonly fetch: typeof globalThis.fetch
}

export function outbound(options: OutboundOptions = {}): Outbound {
  const { allow = [], resolve = resolved, answerBytes = 64 * 1024 } = options
  const allowedHosts = new Set(allow.map((host) => host.toLowerCase()))
  const isNamed = (url: URL) => allowedHosts.has(url.host) || allowedHosts.has(url.hostname)

  /** The addresses that a connection may be made to. */
  async function addressesFor(url: URL): Promise<readonly LookupAddress[]> {
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const family = isIP(host)
    const addresses =
      family === 0 ? await resolve(host).catch((thrown) => fail(host, thrown)) : [{ address: host, family }]
    if (addresses.length === 0) fail(host, undefined)
    if (isNamed(url)) return addresses
    const refused = addresses.find(({ address }) => !isPublic(address))
    if (refused !== undefined) throw refusedAddress(url, refused.address)
    return addresses
  }

  return {
    allowed: async (url) => (await addressesFor(url)).map(({ address }) => address),
    async fetch(input, init = {}) {
      const url = new URL(input instanceof Request ? input.url : input)
      if (url.protocol !== 'http:' && url.protocol !== 'https:')
        throw new TypeError(`not a web address: ${url.protocol}`)
      const addresses = await addressesFor(url)
      return send(url, addresses, init, answerBytes)
    },
  }
}

function fail(host: string, cause: unknown): never {
  throw new Problem({
    code: 'alerts/address-unknown',
    message: `Nothing is known under the name "${host}".`,
    hint: 'Check how the address is written, and that this machine can look names up.',
    ...(cause !== undefined && { cause }),
  })
}

function refusedAddress(url: URL, address: string): Problem {
  return new Problem({
    code: 'alerts/address-refused',
    message: `Alerts do not go to ${url.host}: ${address} is not an address of the internet.`,
    hint: `If it is meant, say so: allow: [${url.host}].`,
  })
}

function resolved(host: string): Promise<readonly LookupAddress[]> {
  return new Promise((done, failed) => {
    systemLookup(host, { all: true }, (error, addresses) => (error ? failed(error) : done(addresses)))
  })
}

function send(
  url: URL,
  addresses: readonly LookupAddress[],
  init: RequestInit,
  answerBytes: number,
): Promise<Response> {
  const lookup: LookupFunction = (_, { all }, done) => {
    const [first] = addresses
    if (all === true) done(null, [...addresses])
    else if (first !== undefined) done(null, first.address, first.family)
  }
  const { method = 'GET', headers, body, signal } = init
  return new Promise((answered, failed) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      method,
      headers: Object.fromEntries(new Headers(headers)),
      lookup,
      agent: false,
      ...(signal != null && { signal }),
    })
    request.on('error', failed)
    request.on('response', (response) => {
      bodyOf(response, answerBytes).then((bytes) => answered(responseOf(response, bytes)), failed)
    })
    request.end(typeof body === 'string' || body instanceof Uint8Array ? body : undefined)
  })
}

/** As much of the answer as is wanted; what is beyond is not read. */
async function bodyOf(response: IncomingMessage, answerBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let left = answerBytes
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk.subarray(0, left))
    left -= chunk.length
    if (left <= 0) break
  }
  return Buffer.concat(chunks)
}

function responseOf({ statusCode = 502, headers }: IncomingMessage, bytes: Buffer): Response {
  const told = new Headers()
  for (const [name, value] of Object.entries(headers)) told.set(name, String(value))
  const hasNoBody = statusCode === 204 || statusCode === 205 || statusCode === 304
  return new Response(hasNoBody ? null : new Uint8Array(bytes), { status: statusCode, headers: told })
}

/**
 * Whether an address is one of the internet, as IANA's registries of special addresses have it.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry
 */
export function isPublic(address: string): boolean {
  if (isIP(address) === 4) return !special.check(address, 'ipv4')
  return isIP(address) === 6 && global6.check(address, 'ipv6') && !special.check(address, 'ipv6')
}

const special = new BlockList()
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  special.addSubnet(net, prefix, 'ipv4')
}
// Addresses that stand for one of the older kind (6to4, Teredo) could stand for a private one.
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  special.addSubnet(net, prefix, 'ipv6')
}

/** Everything else of the newer kind is local, mapped, or not given out. */
const global6 = new BlockList()
global6.addSubnet('2000::', 3, 'ipv6')
