/** People who may sign in to a project: added, given another role or password, kept out for a while, removed. */
import { z } from 'zod'
import { roles } from '../../store/index.ts'
import { peopleBook, shortestPassword, shown } from '../access/people-book.ts'
import { byOf } from '../by.ts'
import type { Route } from '../context.ts'
import { guarded, ms, nothing, refusals } from '../forms.ts'
import { jsonBody } from '../json-body.ts'
import { notFound } from '../refused.ts'

const person = z.object({
  name: z.string(),
  project: z.string(),
  role: z.enum(roles),
  createdMs: ms,
  disabledMs: ms.optional().describe('Since when they may not sign in.'),
})
const change = z.strictObject({
  role: z.enum(roles).optional().describe('Somebody who is new needs one.'),
  password: z.string().min(shortestPassword).max(1000).optional().describe('Somebody who is new needs one.'),
  disabled: z.boolean().optional().describe('Whether they may not sign in.'),
})
const params = z.object({ name: z.string().min(1).max(200) })

export const people: Route = (server, { access, passwords, now }) => {
  const config = { needs: 'admin' } as const
  const book = peopleBook(access, passwords, now)

  server.get(
    '/v1/people',
    {
      config,
      schema: {
        summary: 'The people of the project',
        response: { 200: z.object({ people: z.array(person) }), ...refusals(...guarded) },
      },
    },
    async ({ project }) => ({ people: (await access.people(project)).map(shown) }),
  )
  server.put(
    '/v1/people/:name',
    {
      ...jsonBody,
      config,
      schema: {
        summary: 'Add a person, or change one; whoever is signed in as them is out',
        params,
        body: change,
        response: { 200: person, ...refusals(400, 403, 409, 413, 415, ...guarded) },
      },
    },
    async (request) => {
      const { role, password, disabled } = request.body
      return book.put(
        request.project,
        request.params.name,
        {
          ...(role !== undefined && { role }),
          ...(password !== undefined && { password }),
          ...(disabled !== undefined && { disabled }),
        },
        byOf(request),
      )
    },
  )
  server.delete(
    '/v1/people/:name',
    {
      config,
      schema: {
        summary: 'Remove a person; whoever is signed in as them is out',
        params,
        response: { 200: nothing, ...refusals(404, 409, ...guarded) },
      },
    },
    async (request) => {
      const removed = await book.remove(request.project, request.params.name, byOf(request))
      if (removed === undefined) throw notFound('person')
      return {}
    },
  )
}
