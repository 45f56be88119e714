/** Which upstreams a proxy may lead to: this machine, and the hosts that the project names. */
import { Problem } from '../../problem.ts'

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i

/**
 * @param allow hosts beyond this machine that are allowed: `api.example.com`, `*.example.com`
 * @throws Problem `backends/bad-upstream`, `backends/upstream-not-allowed`
 */
export function allowedUpstream(address: string, allow: readonly string[], backend: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new Problem({
      code: 'backends/bad-upstream',
      message: `The upstream of the backend "${backend}" is not an address: ${address}`,
      hint: 'Write http://host:port or https://host, with a path where everything is under one.',
    })
  }
  if (loopback.test(url.hostname) || allow.some((host) => isHost(url.hostname, host))) return url
  throw new Problem({
    code: 'backends/upstream-not-allowed',
    message: `The upstream of the backend "${backend}" is ${url.hostname}, which is not this machine and is not allowed.`,
    hint: `If calls of simulated conversations may really reach it, add "allow: [${url.hostname}]" to the backend.`,
  })
}

function isHost(host: string, allowed: string): boolean {
  return allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) : host === allowed
}
