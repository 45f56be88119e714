/** Calls of conversations that run at the same time end up in the ledger of the one they belong to. */
import { expect, test } from 'vitest'
import { backendSettings, startBackends } from './backends.ts'
import { type CorrelateSettings, correlateSettings } from './correlate.ts'
import { practice } from './practice.sample.ts'

interface Way {
  readonly correlate: unknown
  /** How an agent asks in a conversation. */
  ask(url: string, conversation: string): Promise<Response>
  readonly says: string
}

const post = (url: string, body: unknown) => fetch(url, { method: 'POST', body: JSON.stringify(body) })
const ways: Readonly<Record<string, Way>> = {
  header: {
    correlate: { header: 'X-Conversation' },
    ask: (url, id) => fetch(`${url}/slots`, { headers: { 'x-conversation': id } }),
    says: 'the header X-Conversation',
  },
  'header with a value of its own': {
    correlate: { header: 'x-for', value: 'call {{conversation}}' },
    ask: (url, id) => fetch(`${url}/slots`, { headers: { 'x-for': `call ${id}` } }),
    says: 'the header x-for',
  },
  path: {
    correlate: { path: '/offices/{value}/**' },
    ask: (url, id) => fetch(`${url}/offices/${id}/slots/today`),
    says: 'the path /offices/{value}/**',
  },
  query: {
    correlate: { query: 'session' },
    ask: (url, id) => fetch(`${url}/slots?day=1&session=${encodeURIComponent(id)}`),
    says: 'session in the query',
  },
  body: {
    correlate: { body: '$.meta.conversation' },
    ask: (url, id) => post(`${url}/slots`, { meta: { conversation: id } }),
    says: '$.meta.conversation in the body',
  },
  prefix: {
    correlate: { prefix: true },
    ask: (url) => fetch(`${url}/slots`),
    says: 'the address that the agent is given in each conversation',
  },
}

test.each(Object.entries(ways))('by %s, each call goes to its conversation and the rest to none', async (_, way) => {
  const asked: (string | undefined)[] = []
  const desk = await practice(
    (request, response) => {
      asked.push(request.url)
      response.end('ok')
    },
    { correlate: way.correlate },
  )
  const [ana, bob] = [desk.converse('ana 1'), desk.converse('bob-2')]
  const oneAfterTheOther = ['ana 1', 'bob-2', 'ana 1', 'nobody']
  const urls: Readonly<Record<string, string>> = { 'ana 1': ana.url, 'bob-2': bob.url, nobody: desk.url }
  for (const id of oneAfterTheOther) {
    expect(await (await way.ask(urls[id] ?? '', id)).text()).toBe('ok')
  }
  expect([(await ana.seen(2)).length, (await bob.seen(1)).length]).toEqual([2, 1])
  expect(desk.backends.unplaced()).toEqual([
    { backend: 'desk', n: 1, example: expect.stringMatching(/^(?:GET|POST) \//), by: way.says },
  ])
  // What tells them apart is no part of what the backend is asked.
  expect(asked.every((url) => url?.startsWith('/~') === false)).toBe(true)
  await desk.close()
})

test('by traceparent, the trace id tells whose call it is, in either case of its letters', async () => {
  const correlate: CorrelateSettings = correlateSettings.parse({ traceparent: true })
  const desk = await practice((_, response) => response.end('ok'))
  const upstream = desk.url
  const backends = await startBackends({ desk: backendSettings.parse({ upstream, correlate }) })
  backends.lead({})
  const [first, second] = ['4bf92f3577b34da6a3ce929d0e0e4736', '0af7651916cd43dd8448eb211c80319c']
  const seen: string[] = []
  const open = (id: string, traceId: string) =>
    backends.open(
      { id, seed: 1, faults: [], turn: () => 1, emit: (event) => event.type === 'tool-call' && seen.push(id) },
      { traceId },
    )
  open('one', first)
  open('two', second)
  for (const traceparent of [
    `00-${second}-00f067aa0ba902b7-01`,
    `00-${first.toUpperCase()}-b7ad6b7169203331-00`,
    'x',
  ]) {
    await (await fetch(`${backends.urls.desk}/x`, { headers: { traceparent } })).text()
  }
  expect(seen).toEqual(['two', 'one'])
  expect(backends.unplaced()).toMatchObject([{ n: 1, by: 'the trace id in traceparent' }])
  await backends.close()
  await desk.close()
})

test('by nothing, one conversation is had at a time, and a second is refused with what to do', async () => {
  const desk = await practice((_, response) => response.end('ok'))
  expect(desk.backends.exclusive).toBe(true)
  const one = desk.converse('one')
  expect(() => desk.converse('two')).toThrow(
    expect.objectContaining({
      code: 'backends/calls-alike',
      message: 'Two conversations would call the backend "desk" at once, and nothing tells their calls apart.',
      hint: 'Run one at a time with "--concurrency 1", or say under "correlate:" what in a call tells its conversation: a header, path, query or body value, or "prefix: true".',
    }),
  )
  one.close()
  const two = desk.converse('two')
  await (await fetch(`${desk.url}/x`)).text()
  expect([one.results().length, (await two.seen(1)).length]).toEqual([0, 1])
  await desk.close()
})

test('two conversations known by the same value are refused, and the first goes on', async () => {
  const desk = await practice((_, response) => response.end('ok'), { correlate: { header: 'x-tenant' } })
  const one = desk.converse('north')
  expect(() => desk.converse('north')).toThrow(
    expect.objectContaining({
      code: 'backends/calls-alike',
      message:
        'Two open conversations are known to the backend "desk" by the same value "north" (the header x-tenant).',
      hint: 'Give each conversation a value of its own, such as {{conversation}} or something that "prepare:" makes.',
    }),
  )
  await (await fetch(`${desk.url}/x`, { headers: { 'x-tenant': 'north' } })).text()
  expect(await one.seen(1)).toHaveLength(1)
  await desk.close()
})
