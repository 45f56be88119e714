/**
 * The key that a request brings, in whichever header its sender knows: `Authorization` with Bearer, Basic or nothing before
 * it, `x-api-key`, `api_key`. Never in the address, where it would end in logs.
 */
import type { IncomingHttpHeaders } from 'node:http'

/** What a request presents as its key, whether or not it is one; nothing when it presents none. */
export function presentedKey(headers: IncomingHttpHeaders): string | undefined {
  const { authorization } = headers
  for (const name of ['x-api-key', 'api_key', 'api-key']) {
    const value = headers[name]
    if (typeof value === 'string' && value !== '') return value.trim()
  }
  if (authorization === undefined || authorization.trim() === '') return undefined
  const [, scheme = '', rest = ''] = /^\s*(\S+)\s+(.*\S)\s*$/.exec(authorization) ?? []
  if (/^basic$/i.test(scheme)) return passwordOf(rest)
  return /^bearer$/i.test(scheme) ? rest : authorization.trim()
}

/** Clients of Langfuse send a public key and a secret one; `curl -u key:` sends the key as the name. */
function passwordOf(encoded: string): string {
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const at = text.indexOf(':')
  const password = at === -1 ? '' : text.slice(at + 1)
  return password === '' ? text.slice(0, at === -1 ? undefined : at) : password
}
