/** One project and another on the same server, over every path that the server says it has. */
import { afterEach, expect, test } from 'vitest'
import { type Served, saying, served } from './server.sample.ts'

let at: Served
afterEach(() => at.close())

interface Called {
  readonly method: string
  readonly path: string
}

/** Every path with every method, with each of some values where it has a place for one. */
async function everyCall(values: readonly string[]): Promise<readonly Called[]> {
  const { paths } = (await (await at.ask('/openapi.json')).json()) as { paths: Record<string, object> }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).flatMap((method) =>
      (path.includes('{') ? values : ['']).map((value) => ({
        method: method.toUpperCase(),
        path: path.replaceAll(/\{\w+\}/g, encodeURIComponent(value)),
      })),
    ),
  )
}

/** What is answered, as text; of a stream only that it is one, since it does not end (`routes/live.test.ts` listens). */
async function told(called: Called, key: string, more: { body?: unknown; headers?: Record<string, string> } = {}) {
  const answer = await at.ask(called.path, { method: called.method, key, ...more })
  if (answer.headers.get('content-type') === 'text/event-stream') {
    await answer.body?.cancel()
    return 'a stream'
  }
  const heads = [...answer.headers].filter(([name]) => name !== 'date')
  return `${answer.status} ${JSON.stringify(heads)} ${await answer.text()}`
}

/** A project of which everything there can be is there, under words that nobody else uses. */
async function filled(): Promise<{ key: string; words: readonly string[] }> {
  const key = await at.key(['admin'], 'bakery')
  await at.ask('/v1/conversations', { key, body: saying('croissant-1', 'We guarantee croissants.') })
  const open = { ...saying('croissant-2', 'We guarantee more.'), ended: false }
  await at.ask('/v1/conversations', { key, body: open })
  await at.ask('/v1/people/baker', { method: 'PUT', key, body: { role: 'admin', password: 'a long password' } })
  await at.observatory.settled()
  return { key, words: ['croissant-1', 'croissant-2', 'baker', key.slice(3, 13)] }
}

test('nobody reads anything of another project, whatever path, query, header or body names it', async () => {
  at = await served()
  const { key: ours, words } = await filled()
  const theirs = await at.key(['admin'], 'pirates')
  const calls = (await everyCall(words)).filter(({ method }) => method === 'GET')
  const own = await Promise.all(calls.map((called) => told(called, ours)))
  // What could leak is really there to be read.
  for (const word of words) expect(own.some((text) => text.includes(word))).toBe(true)
  const headers = { 'x-project': 'bakery', 'x-forwarded-for': '127.0.0.1', cookie: 'project=bakery' }
  for (const called of calls) {
    const answers = [
      await told(called, theirs),
      await told(called, theirs, { headers }),
      await told({ ...called, path: `${called.path}?project=bakery&limit=10` }, theirs),
    ]
    // Whoever asks for something that is not there may be told what they asked for.
    const secrets = [...words, 'bakery', 'croissants'].filter((word) => !called.path.includes(word))
    const leaked = answers.filter((text) => secrets.some((word) => text.includes(word)))
    expect([called, leaked]).toEqual([called, []])
  }
})

test('nobody changes anything of another project, whatever is written to it', async () => {
  at = await served()
  const { key: ours, words } = await filled()
  const theirs = await at.key(['admin'], 'pirates')
  const calls = await everyCall(words)
  const reads = calls.filter(({ method, path }) => method === 'GET' && path !== '/metrics')
  const before = await Promise.all(reads.map((called) => told(called, ours)))
  const bodies = [
    {},
    saying('croissant-1', 'Overwritten.'),
    { name: 'x', scopes: ['admin'], project: 'bakery' },
    { role: 'viewer', disabled: true },
    { overlapHours: 0 },
  ]
  for (const called of calls.filter(({ method }) => method !== 'GET')) {
    if (called.method === 'DELETE') await told(called, theirs)
    else for (const body of bodies) await told(called, theirs, { body })
  }
  await at.observatory.settled()
  const after = await Promise.all(reads.map((called) => told(called, ours)))
  expect(reads.filter((_, index) => after[index] !== before[index])).toEqual([])
})
