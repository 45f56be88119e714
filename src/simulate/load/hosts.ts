/**
 * Whom a load run would reach: hundreds of customers at once belong on this machine, unless somebody says otherwise.
 *
 * Looks at every address in the settings of agent, preparation and verifiers, filled with what is known after the
 * start. A host that is only known later counts as a stranger.
 */
import { fill } from '../../connect/index.ts'
import type { Json } from '../../conversation/index.ts'
import { Problem } from '../../problem.ts'

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i
const address = /^(?:https?|wss?|postgres(?:ql)?|mysql):\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/:?#]*)/i

/**
 * @param settings of agent, preparation and verifiers, as the project has them
 * @param values what their placeholders `start` and `env` stand for
 * @param allow hosts beyond this machine that may be reached: `staging.example.com`, `*.example.com`
 * @throws Problem `load/not-this-machine` naming every host that is neither this machine nor allowed
 */
export function requireOwnHosts(
  settings: Json,
  values: Readonly<Record<string, Json>>,
  allow: readonly string[],
): void {
  const strangers = [...new Set(hostsIn(settings, values))].filter(
    (host) => !loopback.test(host) && !allow.some((allowed) => isHost(host, allowed)),
  )
  if (strangers.length === 0) return
  throw new Problem({
    code: 'load/not-this-machine',
    message: `The load would reach ${strangers.join(', ')}, which is not this machine and is not allowed.`,
    hint: `If it may really be loaded, say so with ${strangers.map((host) => `--allow ${host}`).join(' ')}.`,
  })
}

function hostsIn(value: Json, values: Readonly<Record<string, Json>>): readonly string[] {
  if (typeof value === 'string') {
    const known = value.replace(/\{\{\s*(start|env)\.[^{}]*\}\}/g, (placeholder) => String(fill(placeholder, values)))
    const [, host] = address.exec(known.trim()) ?? []
    return host === undefined ? [] : [host.toLowerCase()]
  }
  if (value === null || typeof value !== 'object') return []
  return Object.values(value).flatMap((item) => hostsIn(item as Json, values))
}

function isHost(host: string, allowed: string): boolean {
  const named = allowed.toLowerCase()
  return named.startsWith('*.') ? host.endsWith(named.slice(1)) : host === named
}
