import { expect, test } from 'vitest'
import { parsePact } from '../pact/index.ts'
import { type InlineOptions, inline } from './inline.ts'
import { queue } from './queue.ts'

const pact = parsePact(
  'pact: p\nversion: 1\nconditions:\n  - id: no-guarantees\n    severity: critical\n    never-says: guarantee\n  - id: no-errors\n    raw-error: {}\n',
  { file: 'p.yaml', read: () => '' },
)
const timed = (): Pick<InlineOptions, 'now' | 'timer'> => {
  let ms = 1e12
  return {
    now: () => {
      ms += 10
      return ms
    },
    timer: () => 0,
  }
}

test('a reply that breaks a promise goes, and is told of', async () => {
  const heard: unknown[] = []
  const watch = inline({ pact, agent: { id: 'a' }, ...timed(), onBroken: (broken) => heard.push(...broken) })
  const handler = watch.wrap(async (message) => `I guarantee it: ${message}`)
  expect(await handler('will it work?', { conversation: 'c' })).toBe('I guarantee it: will it work?')
  expect(heard).toEqual([
    { condition: 'no-guarantees', severity: 'critical', because: expect.stringContaining('guarantee') },
  ])
  expect(watch.counts).toEqual({ replies: 1, broken: 1, held: 0, late: 0, failed: 0 })
})

test('a guard holds it back and sends what was said to be sent instead; the record holds what the customer got', async () => {
  const sent: unknown[] = []
  const waiting: (() => void)[] = []
  const told = queue({ send: async (batch) => void sent.push(...batch), later: (_, work) => waiting.push(work) })
  const watch = inline({
    pact,
    agent: { id: 'a' },
    ...timed(),
    queue: told,
    guard: { conditions: ['no-guarantees'], instead: 'Let me check that.' },
  })
  const handler = watch.wrap(async () => 'I guarantee it')
  expect(await handler('sure?', { conversation: 'c' })).toBe('Let me check that.')
  await told.flush()
  expect(
    sent.flatMap((part) =>
      (part as { events: { from: string; text: string }[] }).events.map(({ from, text }) => [from, text]),
    ),
  ).toEqual([
    ['customer', 'sure?'],
    ['agent', 'Let me check that.'],
  ])
})

test('checks that would take too long are left out and counted, and the reply goes', async () => {
  let ms = 0
  const watch = inline({
    pact,
    agent: { id: 'a' },
    now: () => 1e12,
    timer: () => {
      ms += 4
      return ms
    },
    withinMs: 5,
  })
  const talk = watch.talk('c')
  talk.customer('hi')
  expect(talk.reply('Error: connect ECONNREFUSED 127.0.0.1:5432').text).toContain('ECONNREFUSED')
  expect(watch.counts.late).toBe(1)
})

test('what the agent throws is thrown on, and what goes wrong here is not', async () => {
  const watch = inline({
    pact,
    agent: { id: 'a' },
    ...timed(),
    guard: { conditions: ['no-guarantees'], instead: 'Let me check that.' },
    onBroken: () => {
      throw new Error('nobody listens')
    },
  })
  expect(watch.talk('c').reply('I guarantee it').text).toBe('Let me check that.')
  expect(watch.counts.failed).toBe(1)
  const handler = watch.wrap(async () => {
    throw new Error('the agent broke')
  })
  await expect(handler('hi', { conversation: 'c' })).rejects.toThrow('the agent broke')
})

test('a queue keeps to its bound, tries again after failures, and counts everything', async () => {
  const later: (() => void)[] = []
  let isDown = true
  const got: unknown[] = []
  const told = queue({
    atMost: 3,
    batch: 2,
    later: (_, work) => later.push(work),
    send: async (batch) => {
      if (isDown) throw new Error('down')
      got.push(...batch)
    },
  })
  for (const item of ['a', 'b', 'c', 'd', 'e']) told.add(item)
  await told.flush()
  expect(told.counts).toEqual({ added: 5, sent: 0, dropped: 2, failures: 1, waiting: 3 })
  isDown = false
  await told.flush()
  expect([got, told.counts]).toEqual([['a', 'b', 'c'], { added: 5, sent: 3, dropped: 2, failures: 1, waiting: 0 }])
})
