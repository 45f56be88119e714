/**
 * Signing in: a cookie that scripts cannot read and other sites cannot send, and a token that comes with every change.
 *
 * A wrong name and a wrong password are answered alike and take as long; whoever fails often waits.
 */
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { roles } from '../../store/index.ts'
import { cookieNames, csrfOf, tooMany, unauthorized } from '../access/guard.ts'
import { hashOf } from '../access/keys.ts'
import { limiter } from '../access/limiter.ts'
import type { Context, Route } from '../context.ts'
import { guarded, nothing, refusals } from '../forms.ts'
import { jsonBody } from '../json-body.ts'
import { busy } from '../refused.ts'

const lastsMs = 12 * 3_600_000
/** More sign-ins at once than any team has. */
const mostWaiting = 20

const signedIn = z.object({
  name: z.string(),
  project: z.string(),
  role: z.enum(roles),
  csrf: z.string().describe('Has to come as x-csrf-token with everything that is changed.'),
})

export const session: Route = (server, context) => {
  const { access, passwords, now } = context
  const byName = limiter({ now, free: 5, longestMs: 15 * 60_000 })
  const byAddress = limiter({ now, free: 20, longestMs: 60_000 })

  server.post(
    '/v1/session',
    {
      ...jsonBody,
      config: { needs: 'nothing' },
      schema: {
        summary: 'Sign in',
        security: [],
        body: z.strictObject({ name: z.string().min(1).max(200), password: z.string().min(1).max(1000) }),
        response: { 200: signedIn, ...refusals(400, 401, 403, 413, 415, 429) },
      },
    },
    async (request, reply) => {
      const { ip, body } = request
      const name = body.name.toLowerCase()
      const pair = `${ip} ${name}`
      const waitMs = Math.max(byName.waitMs(pair), byAddress.waitMs(ip))
      if (waitMs > 0) throw tooMany(waitMs)
      if (passwords.waiting >= mostWaiting) throw busy('Too many people are signing in.')
      // Counted before it is known, so that many tries at once are not all free.
      byName.failed(pair)
      byAddress.failed(ip)
      const person = await access.person(name)
      const matches = await passwords.matches(body.password, person?.password)
      if (person === undefined || !matches || person.disabledMs !== undefined)
        throw unauthorized('Name or password is wrong.')
      byName.succeeded(pair)
      byAddress.succeeded(ip)
      const { project, role } = person
      const token = randomBytes(32).toString('base64url')
      const deed = { who: name, from: ip, atMs: now(), project, what: 'signed in', about: name }
      await access.putSession({ hash: hashOf(token), person: name, createdMs: now(), untilMs: now() + lastsMs }, deed)
      reply.header('set-cookie', cookie(context, token, lastsMs / 1000))
      return { name, project, role, csrf: csrfOf(token) }
    },
  )
  server.get(
    '/v1/session',
    {
      config: { needs: 'read' },
      schema: { summary: 'Who is signed in', response: { 200: signedIn, ...refusals(...guarded) } },
    },
    async ({ caller, project }) => {
      if (caller?.session === undefined) throw unauthorized('Nobody is signed in.')
      const { person, role, token } = caller.session
      return { name: person, project, role, csrf: csrfOf(token) }
    },
  )
  server.delete(
    '/v1/session',
    {
      config: { needs: 'read' },
      schema: { summary: 'Sign out', response: { 200: nothing, ...refusals(...guarded) } },
    },
    async ({ caller, project, ip }, reply) => {
      if (caller?.session === undefined) throw unauthorized('Nobody is signed in.')
      const { hash, person } = caller.session
      await access.removeSession(hash, {
        who: person,
        from: ip,
        atMs: now(),
        project,
        what: 'signed out',
        about: person,
      })
      reply.header('set-cookie', cookie(context, '', 0))
      return {}
    },
  )
}

function cookie({ isHttps }: Context, value: string, seconds: number): string {
  const [secure, plain] = cookieNames
  const terms = `=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}`
  return isHttps ? `${secure}${terms}; Secure` : `${plain}${terms}`
}
