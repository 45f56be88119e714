/**
 * The guard: who a request comes from, and whether they may. It stands before every route and before any body is read.
 *
 * While there are neither keys nor people, whoever is on this machine may do everything, and nobody else anything. Pages
 * that people have open in a browser are not this machine: a page's name that was made to lead here is known by its Host,
 * and what one page sends to another's address by its Origin.
 */
import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Access } from '../../store/index.ts'
import { Refused } from '../refused.ts'
import { anyoneHere, type Caller, callerOfKey, callerOfPerson } from './caller.ts'
import { hashOf, keyIn, opens, same } from './keys.ts'
import { type Limiter, limiter } from './limiter.ts'
import { presentedKey } from './presented.ts'

export interface Guard {
  /** @throws Refused when they may not */
  meet(request: FastifyRequest): Promise<void>
  /** Whether a caller who was let in would be let in now. */
  stillMay(caller: Caller): Promise<boolean>
  /** Writes down when keys were used. */
  note(): Promise<void>
}

export interface GuardOptions {
  readonly access: Access
  /** Milliseconds since 1970. */
  readonly now: () => number
}

const noteEveryMs = 60_000

export function guard({ access, now }: GuardOptions): Guard {
  const wrongKeys = limiter({ now, free: 20, longestMs: 5000 })
  let guarded = false
  let used = new Map<string, number>()
  let notedMs = now()

  /** Once somebody made a key or a person, nobody gets in without again, in this process or the next. */
  const isGuarded = async () => {
    guarded ||= await access.isGuarded()
    return guarded
  }
  async function note(): Promise<void> {
    const moments = used
    used = new Map()
    notedMs = now()
    await access.used(moments)
  }
  async function callerOf(request: FastifyRequest): Promise<Caller> {
    const presented = presentedKey(request.headers)
    if (presented !== undefined) {
      const caller = await withKey(access, presented, request.ip, wrongKeys, now())
      if (caller.key !== undefined) used.set(caller.key, now())
      if (now() - notedMs >= noteEveryMs) await note()
      return caller
    }
    const caller = await withSession(access, request, now())
    if (caller === undefined) throw unauthorized('No key came with the request.')
    return caller
  }

  return {
    note,
    async meet(request) {
      const { needs } = request.routeOptions.config
      if (isWriting(request) && isFromAnotherPage(request)) {
        throw forbidden('Pages of other origins may not write here.')
      }
      if (needs === 'nothing' || request.is404) return
      const caller = (await isGuarded()) ? await callerOf(request) : fromHere(request)
      if (needs === undefined || !caller.may.includes(needs)) {
        throw forbidden(`This needs the scope "${needs}", which ${caller.who} does not have.`)
      }
      if (caller.session !== undefined && isWriting(request)) hold(request, caller.session.token)
      request.caller = caller
      request.project = caller.project
    },
    async stillMay({ key, session }) {
      if (key !== undefined) {
        const known = await access.key(key)
        return known !== undefined && known.revokedMs === undefined
      }
      if (session !== undefined) return ((await access.session(session.hash))?.untilMs ?? 0) > now()
      return !(await isGuarded())
    },
  }
}

async function withKey(
  access: Access,
  presented: string,
  address: string,
  wrong: Limiter,
  nowMs: number,
): Promise<Caller> {
  const written = keyIn(presented)
  const known = written && (await access.key(written.id))
  // By key where there is one: others behind the same address are not slowed down by one that was misspelt.
  const name = `${address} ${known?.id ?? ''}`
  const waitMs = wrong.waitMs(name)
  if (waitMs > 0) throw tooMany(waitMs)
  if (opens(known, written?.secret ?? '', nowMs) && known !== undefined) return callerOfKey(known)
  wrong.failed(name)
  throw unauthorized('The key that came with the request does not open anything here.')
}

async function withSession(access: Access, request: FastifyRequest, nowMs: number): Promise<Caller | undefined> {
  const token = sessionIn(request)
  if (token === undefined) return undefined
  const hash = hashOf(token)
  const session = await access.session(hash)
  if (session === undefined || session.untilMs <= nowMs) return undefined
  const person = await access.person(session.person)
  return person === undefined || person.disabledMs !== undefined ? undefined : callerOfPerson(person, hash, token)
}

/** What must come in `x-csrf-token` with whatever a signed-in person changes: a page elsewhere cannot know it. */
export const csrfOf = (token: string): string => createHash('sha256').update(`csrf ${token}`).digest('base64url')

function hold(request: FastifyRequest, token: string): void {
  const given = request.headers['x-csrf-token']
  if (typeof given !== 'string' || !same(given, csrfOf(token))) {
    throw forbidden('What people change needs the x-csrf-token that signing in gave.')
  }
}

/** The cookie's name where people come by https binds it to this host and to https. */
export const cookieNames = ['__Host-fieldproof', 'fieldproof'] as const

function sessionIn({ headers: { cookie = '' } }: FastifyRequest): string | undefined {
  const cookies = cookie.split(';').map((each) => each.trim())
  for (const name of cookieNames) {
    const found = cookies.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1)
    if (found !== undefined && /^[\w-]{43}$/.test(found)) return found
  }
  return undefined
}

const isWriting = ({ method }: FastifyRequest) => method !== 'GET' && method !== 'HEAD'

/** Browsers say where a request comes from, and pages cannot make them say otherwise. */
function isFromAnotherPage({ headers }: FastifyRequest): boolean {
  const { origin, host = '' } = headers
  if (headers['sec-fetch-site'] === 'cross-site') return true
  if (origin === undefined) return false
  return !URL.canParse(origin) || new URL(origin).host !== host.toLowerCase()
}

function fromHere(request: FastifyRequest): Caller {
  if (isFromHere(request)) return anyoneHere
  throw forbidden('Without keys, only programs on this machine are answered, under its own name.')
}

/** By its address, the name it was called by, and nothing having been put in between. */
function isFromHere({ socket, headers }: FastifyRequest): boolean {
  const { host = '' } = headers
  const isForwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined
  return !isForwarded && isLoopback(socket.remoteAddress ?? '') && isLoopback(host.replace(/:\d+$/, ''))
}

/** Whether an address, or a name as a Host header or a person writes it, is this machine's own. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|(::ffff:)?127(\.\d{1,3}){3}|::1|\[::1\])$/i.test(host)
}

export const unauthorized = (message: string) =>
  new Refused(
    401,
    {
      code: 'server/unauthorized',
      message,
      hint: 'Send a key as "Authorization: Bearer fp_…"; "fieldproof keys create" makes one.',
    },
    { 'www-authenticate': 'Bearer realm="fieldproof"' },
  )

const forbidden = (message: string) =>
  new Refused(403, {
    code: 'server/forbidden',
    message,
    hint: 'Use a key or a role that may do this; "fieldproof keys create" makes one.',
  })

export function tooMany(waitMs: number): Refused {
  return new Refused(
    429,
    { code: 'server/too-many', message: 'Too many attempts failed.', hint: 'Wait as long as Retry-After says.' },
    { 'retry-after': String(Math.ceil(waitMs / 1000)) },
  )
}
