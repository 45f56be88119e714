/** Holding conversations, and forgetting them because somebody asked for it: a conversation, or all of a customer. */
import { z } from 'zod'
import type { Deed } from '../../store/index.ts'
import { byOf } from '../by.ts'
import type { Route } from '../context.ts'
import { guarded, ms, nothing, refusals } from '../forms.ts'
import { jsonBody } from '../json-body.ts'

const hold = z.object({ project: z.string(), thread: z.string(), sinceMs: ms, who: z.string(), because: z.string() })
const params = z.object({ id: z.string().min(1) })
const forgotten = z.object({ conversations: z.number().int().describe('How many were forgotten.') })

export const keeping: Route = (server, { observatory, access, labels, now }) => {
  const config = { needs: 'admin' } as const
  const { observed } = observatory
  const did = (deed: Omit<Deed, 'atMs'>) => access.did({ ...deed, atMs: now() })

  server.get(
    '/v1/holds',
    {
      config,
      schema: {
        summary: 'Conversations that somebody wants kept',
        response: { 200: z.object({ holds: z.array(hold) }), ...refusals(...guarded) },
      },
    },
    async ({ project }) => ({ holds: [...(await observed.keeping.holds(project))] }),
  )
  server.put(
    '/v1/holds/:id',
    {
      ...jsonBody,
      config,
      schema: {
        summary: 'Keep a conversation whatever its age and whoever asks to forget it',
        params,
        body: z.strictObject({ because: z.string().min(1).max(1000) }),
        response: { 200: nothing, ...refusals(400, 404, 413, 415, ...guarded) },
      },
    },
    async (request) => {
      const { project, params: name, body } = request
      const by = byOf(request)
      const hold = { project, thread: name.id, sinceMs: now(), who: by.who, because: body.because }
      await observatory.keep({ hold })
      await did({ ...by, project, what: 'held conversation', about: name.id })
      return {}
    },
  )
  server.delete(
    '/v1/holds/:id',
    {
      config,
      schema: {
        summary: 'Release a conversation: it is kept as others are',
        params,
        response: { 200: nothing, ...refusals(404, ...guarded) },
      },
    },
    async (request) => {
      const { project, params: name } = request
      await observatory.keep({ release: { project, thread: name.id } })
      await did({ ...byOf(request), project, what: 'released conversation', about: name.id })
      return {}
    },
  )
  server.delete(
    '/v1/conversations/:id',
    {
      config,
      schema: {
        summary: 'Forget a conversation; the log has what was sent until its retention ends',
        params,
        response: { 200: forgotten, ...refusals(404, 409, ...guarded) },
      },
    },
    async (request) => {
      const { project, params: name } = request
      await observatory.keep({ forget: { project, threads: [name.id] } })
      await labels.forget(project, 'production', [name.id])
      await did({ ...byOf(request), project, what: 'forgot conversation', about: name.id })
      return { conversations: 1 }
    },
  )
  server.delete(
    '/v1/customers/:id',
    {
      config,
      schema: {
        summary: 'Forget all conversations of a customer; the log has what was sent until its retention ends',
        params,
        response: { 200: forgotten, ...refusals(409, ...guarded) },
      },
    },
    async (request) => {
      const { project, params: name } = request
      const threads = await observed.keeping.ofCustomer(project, name.id)
      await observatory.keep({ forget: { project, threads } })
      await labels.forget(project, 'production', threads)
      // Whose conversations they were is forgotten, too.
      await did({ ...byOf(request), project, what: 'forgot customer', about: `${threads.length} conversations` })
      return { conversations: threads.length }
    },
  )
}
