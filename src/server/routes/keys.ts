/** Keys of programs: made, listed, given another secret, revoked. A secret is told once and kept nowhere. */
import { z } from 'zod'
import type { AccessKey } from '../../store/index.ts'
import { keyBook } from '../access/key-book.ts'
import { byOf } from '../by.ts'
import type { Route } from '../context.ts'
import { guarded, ms, refusals, scope } from '../forms.ts'
import { jsonBody } from '../json-body.ts'
import { notFound } from '../refused.ts'

const shown = z.object({
  id: z.string(),
  project: z.string(),
  name: z.string(),
  scopes: z.array(scope),
  createdMs: ms,
  rotatedMs: ms.optional(),
  revokedMs: ms.optional(),
  usedMs: ms.optional().describe('About when it was used last.'),
})
const fresh = shown.extend({ key: z.string().describe('The key itself. It cannot be read again.') })
const id = z.object({ id: z.string().regex(/^[0-9a-f]{10}$/) })
const hourMs = 3_600_000

export const keys: Route = (server, { access, now }) => {
  const book = keyBook(access, now)
  const config = { needs: 'admin' } as const

  server.get(
    '/v1/keys',
    {
      config,
      schema: {
        summary: 'The keys of the project, without their secrets',
        response: { 200: z.object({ keys: z.array(shown) }), ...refusals(...guarded) },
      },
    },
    async ({ project }) => ({ keys: (await access.keys(project)).map(shownOf) }),
  )
  server.post(
    '/v1/keys',
    {
      ...jsonBody,
      config,
      schema: {
        summary: 'Make a key for the project',
        body: z.strictObject({ name: z.string().min(1).max(100), scopes: z.array(scope).min(1) }),
        response: { 201: fresh, ...refusals(400, 413, 415, ...guarded) },
      },
    },
    async (request, reply) => {
      const made = await book.create({ ...request.body, project: request.project }, byOf(request))
      return reply.code(201).send({ ...shownOf(made.key), key: made.text })
    },
  )
  server.post(
    '/v1/keys/:id/rotate',
    {
      ...jsonBody,
      config,
      schema: {
        summary: 'Give a key another secret; the one before opens for some hours yet',
        params: id,
        body: z.strictObject({ overlapHours: z.number().min(0).max(720).default(24) }),
        response: { 200: fresh, ...refusals(400, 404, 413, 415, ...guarded) },
      },
    },
    async (request) => {
      const { params, body, project } = request
      const made = await book.rotate(project, params.id, body.overlapHours * hourMs, byOf(request))
      if (made === undefined) throw notFound('key')
      return { ...shownOf(made.key), key: made.text }
    },
  )
  server.delete(
    '/v1/keys/:id',
    {
      config,
      schema: {
        summary: 'Revoke a key: it opens nothing from now on',
        params: id,
        response: { 200: shown, ...refusals(400, 404, ...guarded) },
      },
    },
    async (request) => {
      const revoked = await book.revoke(request.project, request.params.id, byOf(request))
      if (revoked === undefined) throw notFound('key')
      return shownOf(revoked)
    },
  )
}

function shownOf({ hash, before, scopes, ...key }: AccessKey) {
  return { ...key, scopes: [...scopes] }
}
