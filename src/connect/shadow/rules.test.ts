/** Shapes of REST that the appointments of the practice do not have: pages by number, cursors, envelopes, merge patches. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Json } from '../../conversation/index.ts'
import { bytesOf } from '../backends/exchange.ts'
import { liveSource } from '../backends/live.ts'
import { routesOf } from '../backends/routes.ts'
import type { Source } from '../backends/source.ts'
import { shadowSettings } from './settings.ts'
import { shadowSource } from './shadow.ts'

const notes = Array.from({ length: 7 }, (_, n) => ({ id: `n${n + 1}`, text: `note ${n + 1}`, tags: { a: 1, b: 2 } }))
let server: Server
let live: Source

beforeAll(async () => {
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://shelf')
    const [, what, id] = url.pathname.split('/')
    const one = notes.find((note) => note.id === id)
    const page = Number(url.searchParams.get('page') ?? 1)
    const size = Number(url.searchParams.get('per_page') ?? 3)
    const begin = Number(url.searchParams.get('cursor') ?? 0)
    const answers: Readonly<Record<string, unknown>> = {
      pages: notes.slice((page - 1) * size, page * size),
      cursors: { data: notes.slice(begin, begin + 3), next: begin + 3 < notes.length ? String(begin + 3) : null },
      wrapped: one && { data: one },
    }
    const found = request.method === 'GET' ? answers[what ?? ''] : undefined
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json', 'x-total-count': '7' })
    response.end(JSON.stringify(found ?? { error: 'nothing here' }))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()))
  live = liveSource(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
})

afterAll(async () => {
  await live.close()
  await new Promise((done) => server.close(done))
})

const shadowed = (resource: object) =>
  shadowSource(live, shadowSettings.parse({ resources: { notes: resource } }), {
    routes: routesOf({ tools: {}, reads: [] }),
    now: () => new Date('2026-03-01T00:00:00Z'),
  })

async function ask(source: Source, request: string, body?: Json, type = 'application/json') {
  const [method = '', target = ''] = request.split(' ')
  const bytes = body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body))
  const call = { backend: 'shelf', method, target, headers: [['content-type', type] as const], body: bytes }
  const reply = await source.ask(call, { trial: 'one' })
  const text = (await bytesOf(reply)).toString()
  return { status: reply.status, headers: reply.headers, json: text === '' ? null : (JSON.parse(text) as Json) }
}

const ids = (json: Json) => (json as readonly { id: string }[]).map(({ id }) => id)

test('pages by number stay full, and every record is on exactly one of them', async () => {
  const shadow = shadowed({
    collection: '/pages',
    item: '/wrapped/{id}',
    record: '$.data',
    paging: { limit: 'per_page', page: 'page' },
  })
  await ask(shadow, 'DELETE /wrapped/n2')
  await ask(shadow, 'POST /pages', { text: 'new' })
  const pages = []
  for (const query of ['per_page=3', 'per_page=3&page=2', 'per_page=3&page=3', 'page=2']) {
    const { json, headers } = await ask(shadow, `GET /pages?${query}`)
    pages.push([ids(json), headers.find(([name]) => name.toLowerCase() === 'x-total-count')?.[1]])
  }
  expect(pages).toEqual([
    [['n1', 'n3', 'n4'], '7'],
    [['n5', 'n6', 'n7'], '7'],
    [['shadow-notes-1'], '7'],
    [['n5', 'n6', 'n7'], '7'],
  ])
})

test('behind cursors what is new stands on the last page', async () => {
  const shadow = shadowed({
    collection: '/cursors',
    item: '/wrapped/{id}',
    record: '$.data',
    paging: { next: '$.next' },
  })
  await ask(shadow, 'DELETE /wrapped/n1')
  await ask(shadow, 'POST /cursors', { text: 'new' })
  const pages = []
  for (const cursor of ['', '?cursor=3', '?cursor=6']) {
    const { json } = await ask(shadow, `GET /cursors${cursor}`)
    pages.push(ids((json as { data: Json }).data))
  }
  expect(pages).toEqual([
    ['n2', 'n3'],
    ['n4', 'n5', 'n6'],
    ['n7', 'shadow-notes-1'],
  ])
})

test('in an envelope, a patch sets fields, a merge patch goes inside them, and null takes them away', async () => {
  const shadow = shadowed({ collection: '/pages', item: '/wrapped/{id}', record: '$.data' })
  await ask(shadow, 'PATCH /wrapped/n1', { tags: { a: 5 } })
  await ask(shadow, 'PATCH /wrapped/n2', { tags: { a: null, c: 3 } }, 'application/merge-patch+json')
  await ask(shadow, 'PUT /wrapped/n3', { data: { text: 'other' } })
  const seen = [
    await ask(shadow, 'GET /wrapped/n1'),
    await ask(shadow, 'GET /wrapped/n2'),
    await ask(shadow, 'GET /wrapped/n3'),
  ]
  expect(seen.map(({ json }) => json)).toEqual([
    { data: { id: 'n1', text: 'note 1', tags: { a: 5 } } },
    { data: { id: 'n2', text: 'note 2', tags: { b: 2, c: 3 } } },
    { data: { id: 'n3', text: 'other', tags: { a: 1, b: 2 } } },
  ])
})
