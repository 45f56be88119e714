/** Which headers of a message are for its reader, and which only for the connection it came on. */
import type { Headers } from './exchange.ts'

const ownToConnection = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

const notInName = /[^!#$%&'*+.^_`|~0-9A-Za-z-]/
const notInValue = /[^\t\x20-\x7e\x80-\xff]/

/** Whether a header holds what no header may. */
export function malformed(name: string, value: string): boolean {
  return name === '' || notInName.test(name) || notInValue.test(value)
}

/** The headers of a message that are for its reader. @param raw name, value, name, value, as they came */
export function endToEnd(raw: readonly string[]): Headers {
  const kept: [string, string][] = []
  let named: Set<string> | undefined
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index] ?? ''
    const value = raw[index + 1] ?? ''
    const lower = name.toLowerCase()
    if (!ownToConnection.has(lower)) kept.push([name, value])
    else if (lower === 'connection' && namesMore(value)) named = withNames(named, value)
  }
  if (named === undefined) return kept
  const dropped = named
  return kept.filter(([name]) => !dropped.has(name.toLowerCase()))
}

const namesMore = (value: string) => !/^(?:keep-alive|close|upgrade)$/i.test(value)

/** A connection header may name others that end with it. What says how long a body is, it may not take away. */
function withNames(named: Set<string> | undefined, value: string): Set<string> {
  const names = value.toLowerCase().split(/[\t ,]+/)
  return new Set([...(named ?? []), ...names.filter((name) => name !== 'content-length' && name !== 'host')])
}
