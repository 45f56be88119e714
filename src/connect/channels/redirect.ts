/**
 * What is loaded into an unmodified agent before anything else: calls to providers' hosts go to this machine, and
 * calls to anywhere else beyond this machine go nowhere.
 *
 * It works where a program uses Node's own http, https or fetch, which is what the providers' libraries do. HTTP/2 and
 * sockets to other machines are refused rather than redirected.
 */

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ReadySurroundings } from '../agents/agent-kind.ts'

/** How the environment tells hosts: `{"api.twilio.com":"http://127.0.0.1:4000"}`. */
const variable = 'FIELDPROOF_HOSTS'
/** Hosts that may be reached as they are, by commas. */
const allowVariable = 'FIELDPROOF_ALLOW'
/** The file in which the agent notes hosts that it was kept from, one a line: it outlives an agent that ends of it. */
const refusedVariable = 'FIELDPROOF_REFUSED'

export interface Redirect {
  readonly env: Readonly<Record<string, string>>
  /** Whole sentences about hosts that the agent wanted to reach and did not; known after `remove` too. */
  told(): readonly string[]
  /** Takes away what was written. */
  remove(): void
}

/** Writes the file that the agent loads first. */
export function writeRedirect(
  hosts: Readonly<Record<string, string>>,
  { folder, env, allow }: ReadySurroundings,
): Redirect {
  const rooms = resolve(folder, '.fieldproof', 'channels')
  mkdirSync(rooms, { recursive: true })
  // Several runs may go on in one folder.
  const place = mkdtempSync(join(rooms, 'run-'))
  const file = join(place, 'redirect.cjs')
  writeFileSync(file, redirectText)
  const noted = join(place, 'refused.txt')
  const read = () => (existsSync(noted) ? readFileSync(noted, 'utf8').split('\n').filter(Boolean) : [])
  let last: readonly string[] = []
  const already = env.NODE_OPTIONS === undefined ? '' : `${env.NODE_OPTIONS} `
  return {
    env: {
      NODE_OPTIONS: `${already}--require ${JSON.stringify(file)}`,
      [variable]: JSON.stringify(hosts),
      [allowVariable]: allow.join(','),
      [refusedVariable]: noted,
    },
    told: () => refusedLines(existsSync(place) ? read() : last),
    remove() {
      last = read()
      rmSync(place, { recursive: true, force: true })
    },
  }
}

function refusedLines(hosts: readonly string[]): readonly string[] {
  return [...new Set(hosts)].map((host) => {
    const n = hosts.filter((each) => each === host).length
    return `The agent asked for ${host} ${n === 1 ? 'once' : `${n} times`}, and was kept from it: simulated conversations stay on this machine. If it needs that host, name it under "start: allow:".`
  })
}

/** A CommonJS file, because `--require` takes nothing else on every Node. */
const redirectText = `// Written by Fieldproof for the run that is going on. It is removed when the run ends.
'use strict'
const http = require('node:http')
const https = require('node:https')
const net = require('node:net')
const fs = require('node:fs')

const hosts = JSON.parse(process.env.${variable} || '{}')
const allowed = (process.env.${allowVariable} || '').split(',').filter(Boolean)
const isHere = (host) => /^(localhost|127(\\.\\d+){3}|::1|\\[::1\\]|::ffff:127(\\.\\d+){3})$/.test(host)
const placeOf = (host) => {
  const exact = hosts[host]
  if (exact !== undefined) return exact
  const wild = Object.keys(hosts).find((name) => name.startsWith('*.') && host.endsWith(name.slice(1)))
  return wild === undefined ? undefined : hosts[wild]
}
const refuse = (host) => {
  const error = new Error('Fieldproof keeps simulated conversations on this machine: ' + host + ' was not reached. If the agent needs it, name it under start, allow.')
  error.code = 'EFIELDPROOF'
  try {
    fs.appendFileSync(process.env.${refusedVariable}, host + '\\n')
  } catch {}
  return error
}

for (const [module, scheme] of [[http, 'http:'], [https, 'https:']]) {
  const original = module.request
  const request = function (...args) {
    let options = {}
    if (typeof args[0] === 'string' || args[0] instanceof URL) {
      const url = new URL(String(args.shift()))
      options = { protocol: url.protocol, hostname: url.hostname, port: url.port, path: url.pathname + url.search }
      if (url.username) options.auth = decodeURIComponent(url.username) + ':' + decodeURIComponent(url.password)
    }
    if (args[0] !== null && typeof args[0] === 'object') options = { ...options, ...args.shift() }
    const done = args.find((each) => typeof each === 'function')
    const host = options.hostname || String(options.host || 'localhost').replace(/:\\d+$/, '')
    const place = placeOf(host)
    if (place === undefined) return original.call(module, options, done)
    const { hostname, port } = new URL(place)
    const { agent, socketPath, lookup, servername, ...rest } = options
    const headers = Array.isArray(rest.headers) ? rest.headers : { ...rest.headers, host }
    return http.__fieldproof.call(http, { ...rest, headers, protocol: 'http:', host: hostname, hostname, port }, done)
  }
  if (scheme === 'http:') http.__fieldproof = original
  module.request = request
  module.get = function (...args) {
    const sent = request(...args)
    sent.end()
    return sent
  }
}

if (typeof globalThis.fetch === 'function') {
  const original = globalThis.fetch
  globalThis.fetch = async function (input, init) {
    const asked = new Request(input, init)
    const url = new URL(asked.url)
    const place = placeOf(url.hostname)
    if (place === undefined) {
      if (!isHere(url.hostname) && !allowed.includes(url.hostname)) throw new TypeError('fetch failed', { cause: refuse(url.hostname) })
      return original(asked)
    }
    const headers = new Headers(asked.headers)
    headers.set('x-fieldproof-host', url.hostname)
    const body = asked.body === null ? undefined : Buffer.from(await asked.arrayBuffer())
    return original(place + url.pathname + url.search, { method: asked.method, headers, body, redirect: asked.redirect, signal: asked.signal })
  }
}

const connect = net.Socket.prototype.connect
net.Socket.prototype.connect = function (...args) {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args
  const options = first !== null && typeof first === 'object' ? first : typeof first === 'number' ? { host: second } : { path: first }
  const host = typeof options.host === 'string' ? options.host : 'localhost'
  if (!options.path && !isHere(host) && !allowed.includes(host)) {
    process.nextTick(() => this.destroy(refuse(host)))
    return this
  }
  return connect.apply(this, args)
}
require('node:module').syncBuiltinESMExports()
`
