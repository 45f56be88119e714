/** People who may sign in to a project: added, given another role or password, removed. */
import { z } from 'zod'
import { roles } from '../../store/index.ts'
import { byOf } from '../by.ts'
import type { Route } from '../context.ts'
import { guarded, ms, nothing, refusals } from '../forms.ts'
import { jsonBody } from '../json-body.ts'
import { notFound, Refused } from '../refused.ts'

const name = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\s\p{Cc}]+$/u)
  .transform((text) => text.toLowerCase())
const person = z.object({ name: z.string(), project: z.string(), role: z.enum(roles), createdMs: ms })

export const people: Route = (server, { access, passwords, now }) => {
  const config = { needs: 'admin' } as const

  server.get(
    '/v1/people',
    {
      config,
      schema: {
        summary: 'The people of the project',
        response: { 200: z.object({ people: z.array(person) }), ...refusals(...guarded) },
      },
    },
    async ({ project }) => ({
      people: (await access.people(project)).map(({ password, ...shown }) => shown),
    }),
  )
  server.put(
    '/v1/people/:name',
    {
      ...jsonBody,
      config,
      schema: {
        summary: 'Add a person, or give one another role and password; whoever is signed in as them is out',
        params: z.object({ name: z.string().min(1).max(200) }),
        body: z.strictObject({ role: z.enum(roles), password: z.string().min(12).max(1000) }),
        response: { 200: person, ...refusals(400, 403, 413, 415, ...guarded) },
      },
    },
    async (request) => {
      const { body, project } = request
      const own = name.safeParse(request.params.name)
      if (!own.success) throw badName()
      const known = await access.person(own.data)
      if (known !== undefined && known.project !== project) throw taken()
      const made = {
        name: own.data,
        project,
        role: body.role,
        password: await passwords.hash(body.password),
        createdMs: known?.createdMs ?? now(),
      }
      const what = known === undefined ? 'added person' : 'changed person'
      await access.putPerson(made, {
        ...byOf(request),
        atMs: now(),
        project,
        what,
        about: `${made.name} (${made.role})`,
      })
      const { password, ...shown } = made
      return shown
    },
  )
  server.delete(
    '/v1/people/:name',
    {
      config,
      schema: {
        summary: 'Remove a person; whoever is signed in as them is out',
        params: z.object({ name: z.string().min(1).max(200) }),
        response: { 200: nothing, ...refusals(404, ...guarded) },
      },
    },
    async (request) => {
      const known = await access.person(request.params.name.toLowerCase())
      if (known === undefined || known.project !== request.project) throw notFound('person')
      const deed = { ...byOf(request), atMs: now(), project: known.project, what: 'removed person', about: known.name }
      await access.removePerson(known.name, deed)
      return {}
    },
  )
}

const badName = () =>
  new Refused(400, {
    code: 'server/bad-request',
    message: 'A name holds neither spaces nor invisible characters.',
    hint: 'A mail address is a good name.',
  })

const taken = () =>
  new Refused(403, {
    code: 'server/forbidden',
    message: 'This name cannot be had here.',
    hint: 'Choose another name.',
  })
