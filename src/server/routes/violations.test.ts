import { afterEach, beforeEach, expect, test } from 'vitest'
import { parsePact } from '../../pact/index.ts'
import { type Served, saying, served } from '../server.sample.ts'

let own: Served
beforeEach(async () => {
  own = await served()
})
afterEach(() => own.close())

async function asked(key: string, method: string, path: string, body?: unknown) {
  const answer = await own.ask(path, { method, key, ...(body !== undefined && { body }) })
  const { code, ...rest } = (await answer.json()) as { readonly code?: string } & Record<string, unknown>
  return code === undefined ? { status: answer.status, ...rest } : { status: answer.status, code }
}

async function sent(key: string, texts: Readonly<Record<string, string>>): Promise<void> {
  for (const [id, text] of Object.entries(texts)) await own.ask('/v1/conversations', { key, body: saying(id, text) })
  await own.observatory.settled()
  own.lateMs = 86_400_000
}

test('violations come in groups with their conversations, page by page, and labels take them off the queue', async () => {
  const [reviewer, reader] = [await own.key(['ingest', 'read', 'review']), await own.key(['read'])]
  await sent(reviewer, { a: 'I guarantee it.', b: 'We guarantee that.', c: 'Hello' })
  const group = { condition: 'no-guarantees', violated: 2, decided: 3, isNew: true, confirmed: 0, dismissed: 0 }
  const first = await asked(reader, 'GET', '/v1/violations')
  expect(first).toMatchObject({ status: 200, groups: [{ ...group, path: { tools: [], ending: 'agent spoke last' } }] })
  const [{ id }] = (first as unknown as { readonly groups: readonly [{ readonly id: string }] }).groups
  expect(await asked(reader, 'GET', `/v1/violations/${id}?limit=1`)).toMatchObject({
    violations: [{ conversation: 'a', at: [0] }],
    next: 1,
  })
  expect(await asked(reader, 'GET', `/v1/violations/${id}?limit=1&after=1`)).toMatchObject({
    violations: [{ conversation: 'b' }],
  })
  expect(await asked(reader, 'GET', '/v1/violations/none')).toEqual({ status: 404, code: 'server/not-found' })

  const path = (conversation: string) => `/v1/conversations/${conversation}/labels/no-guarantees`
  const truth = (said: string, because?: string) => ({ truth: said, ...(because !== undefined && { because }) })
  expect(await asked(reader, 'PUT', path('a'), truth('violated'))).toMatchObject({ status: 403 })
  expect(await asked(reviewer, 'PUT', path('a'), truth('violated'))).toEqual({ status: 200 })
  expect(await asked(reviewer, 'PUT', path('b'), truth('held'))).toMatchObject({ status: 400 })
  expect(await asked(reviewer, 'PUT', path('b'), truth('held', 'a quotation'))).toEqual({ status: 200 })
  expect(await asked(reviewer, 'PUT', path('z'), truth('held'))).toMatchObject({ status: 404 })
  expect(await asked(reader, 'GET', '/v1/violations')).toMatchObject({
    groups: [{ confirmed: 1, dismissed: 1, rank: 0 }],
  })
  expect(await asked(reader, 'GET', '/v1/labels?condition=no-guarantees')).toMatchObject({
    labels: [
      { conversation: 'a', said: 'violated', truth: 'violated', who: expect.stringContaining('key ') },
      { conversation: 'b', said: 'violated', truth: 'held', because: 'a quotation' },
    ],
  })
  expect(await asked(reviewer, 'GET', '/v1/label-requests')).toMatchObject({
    requests: [{ conversation: 'c', said: 'held', because: expect.stringContaining('drawn from 1 called held') }],
  })
  expect(await asked(reader, 'GET', '/v1/calibration')).toMatchObject({
    promises: [{ condition: 'no-guarantees', labels: 2, waiting: 0, judge: { successes: 1, n: 3 } }],
  })
  const admin = await own.key(['admin'])
  const { deeds } = (await asked(admin, 'GET', '/v1/audit')) as unknown as { readonly deeds: readonly object[] }
  expect(deeds).toContainEqual(expect.objectContaining({ what: 'labelled held', about: 'b no-guarantees' }))
})

test('of a rubric a person may name the level, which has to say the same as the truth', async () => {
  await own.close()
  const levels =
    '[{ name: Cold, description: Not kind., holds: false }, { name: Warm, description: Kind., holds: true }]'
  const text = `{ pact: p, version: 1, conditions: [{ id: kind, rubric: { question: Was it kind?, levels: ${levels} } }] }`
  own = await served({ pact: parsePact(text, { file: 'p.yaml', read: () => '' }) })
  const reviewer = await own.key(['ingest', 'read', 'review'])
  await sent(reviewer, { a: 'Good day' })
  const label = (body: object) => asked(reviewer, 'PUT', '/v1/conversations/a/labels/kind', { because: 'x', ...body })
  expect(await label({ truth: 'held', level: 'Cold' })).toMatchObject({ status: 400 })
  expect(await label({ truth: 'held', level: 'Hot' })).toMatchObject({ status: 400 })
  expect(await label({ truth: 'held', level: 'Warm' })).toEqual({ status: 200 })
  expect(await asked(reviewer, 'GET', '/v1/labels')).toMatchObject({ labels: [{ truth: 'held', level: 'Warm' }] })
})

test('nothing of it is told to another project, and labels of a forgotten conversation are forgotten', async () => {
  const [reviewer, admin] = [await own.key(['ingest', 'read', 'review']), await own.key(['admin'])]
  const other = await own.key(['read', 'review'], 'bank')
  await sent(reviewer, { a: 'I guarantee it.' })
  await asked(reviewer, 'PUT', '/v1/conversations/a/labels/no-guarantees', { truth: 'violated' })
  const { groups } = (await asked(reviewer, 'GET', '/v1/violations')) as unknown as {
    readonly groups: readonly { readonly id: string }[]
  }
  expect(await asked(other, 'GET', '/v1/violations')).toEqual({ status: 200, groups: [] })
  expect(await asked(other, 'GET', `/v1/violations/${groups[0]?.id}`)).toMatchObject({ status: 404 })
  expect(await asked(other, 'GET', '/v1/labels')).toEqual({ status: 200, labels: [] })
  expect(await asked(other, 'GET', '/v1/label-requests')).toEqual({ status: 200, requests: [] })
  expect(await asked(other, 'GET', '/v1/calibration')).toEqual({ status: 200, promises: [] })
  const body = { truth: 'violated' }
  expect(await asked(other, 'PUT', '/v1/conversations/a/labels/no-guarantees', body)).toMatchObject({ status: 404 })
  await asked(admin, 'DELETE', '/v1/conversations/a')
  expect(await asked(reviewer, 'GET', '/v1/labels')).toEqual({ status: 200, labels: [] })
})
