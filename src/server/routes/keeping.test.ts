import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Served, saying, served } from '../server.sample.ts'

let own: Served
beforeEach(async () => {
  own = await served()
})
afterEach(() => own.close())

test('a held conversation is not forgotten, a released one is, and the audit log has all of it', async () => {
  const [admin, reader] = [await own.key(['admin']), await own.key(['read', 'review', 'ingest'])]
  const asked = async (method: string, path: string, body?: unknown, key = admin) => {
    const answer = await own.ask(path, { method, key, ...(body !== undefined && { body }) })
    const { code, ...rest } = (await answer.json()) as { readonly code?: string }
    return code === undefined ? [answer.status, rest] : [answer.status, code]
  }
  for (const id of ['c-1', 'c-2']) {
    const customerId = id === 'c-1' ? 'anna' : 'ben'
    await own.ask('/v1/conversations', { key: reader, body: { ...saying(id, 'Hello'), customerId } })
  }
  await own.observatory.settled()

  expect(await asked('PUT', '/v1/holds/c-9', { because: 'a complaint' })).toEqual([404, 'observe/no-such-conversation'])
  expect(await asked('PUT', '/v1/holds/c-1', { because: 'a complaint' }, reader)).toEqual([403, 'server/forbidden'])
  expect(await asked('PUT', '/v1/holds/c-1', { because: 'a complaint' })).toEqual([200, {}])
  const { holds } = (await (await own.ask('/v1/holds', { key: admin })).json()) as { readonly holds: readonly object[] }
  expect(holds).toMatchObject([{ project: 'default', thread: 'c-1', sinceMs: own.now(), because: 'a complaint' }])

  expect(await asked('DELETE', '/v1/conversations/c-1')).toEqual([409, 'observe/held'])
  expect(await asked('DELETE', '/v1/customers/anna')).toEqual([409, 'observe/held'])
  expect(await asked('DELETE', '/v1/conversations/c-2', undefined, reader)).toEqual([403, 'server/forbidden'])
  expect(await asked('DELETE', '/v1/conversations/c-2')).toEqual([200, { conversations: 1 }])
  expect(await asked('DELETE', '/v1/conversations/c-2')).toEqual([404, 'observe/no-such-conversation'])
  expect(await asked('DELETE', '/v1/holds/c-1')).toEqual([200, {}])
  expect(await asked('DELETE', '/v1/customers/anna')).toEqual([200, { conversations: 1 }])
  expect(await asked('GET', '/v1/conversations/c-1')).toEqual([404, 'server/not-found'])

  const { deeds } = (await (await own.ask('/v1/audit', { key: admin })).json()) as {
    readonly deeds: readonly { readonly what: string; readonly about: string }[]
  }
  const told = deeds.map(({ what, about }) => `${what} ${about}`).filter((line) => /conversation|customer/.test(line))
  expect(told.reverse()).toEqual([
    'held conversation c-1',
    'forgot conversation c-2',
    'released conversation c-1',
    'forgot customer 1 conversations',
  ])
})
