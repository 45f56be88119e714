import { expect, test } from 'vitest'
import { parsePact } from '../pact/index.ts'
import { inline } from './inline.ts'
import { queue } from './queue.ts'
import type { InlineOptions } from './watch.ts'

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
  expect([heard, watch.counts.waiting]).toEqual([[], 1])
  await watch.flush()
  expect(heard).toEqual([
    { condition: 'no-guarantees', severity: 'critical', because: expect.stringContaining('guarantee') },
  ])
  expect(watch.counts).toEqual({ replies: 1, broken: 1, held: 0, waiting: 0, late: 0, failed: 0, tooSlow: [] })
})

test('a guard holds it back and sends what was said to be sent instead; the record holds what the customer got', async () => {
  const sent: unknown[] = []
  const waiting: (() => void)[] = []
  const told = queue({
    send: async (batch) => {
      sent.push(...batch.map((json) => JSON.parse(json)))
      return batch.length
    },
    later: (_, work) => waiting.push(work),
  })
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
    withinMs: 3,
    check: 'before',
  })
  const talk = watch.talk('c')
  talk.customer('hi')
  const reply = 'Error: connect ECONNREFUSED 127.0.0.1:5432'
  expect(talk.reply(reply)).toEqual({ text: reply, broken: [], held: false })
  expect(watch.counts).toEqual({ replies: 1, broken: 0, held: 0, waiting: 0, late: 1, failed: 0, tooSlow: [] })
  talk.reply('one')
  talk.reply('two')
  // The first condition took too long three times; from now on the second has the time.
  expect(talk.reply(reply).broken.map(({ condition }) => condition)).toEqual(['no-errors'])
  expect(watch.counts.tooSlow).toEqual(['no-guarantees'])
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

test('a queue keeps to its bounds, tries again after failures, and counts everything', async () => {
  const later: (() => void)[] = []
  let isDown = true
  const got: unknown[] = []
  const told = queue({
    atMost: 3,
    batch: 2,
    lettersAtMost: 100,
    later: (_, work) => later.push(work),
    send: async (batch) => {
      if (isDown) throw new Error('down')
      got.push(...batch)
      return batch.length
    },
  })
  const circle: { self?: unknown } = {}
  circle.self = circle
  for (const item of [circle, 'a', 'x'.repeat(200), 'b', 'c', 'd', 'e']) told.add(item)
  await told.flush()
  expect(told.counts).toEqual({ added: 7, sent: 0, refused: 0, dropped: 4, failures: 1, waiting: 3 })
  isDown = false
  await told.flush()
  expect([got, told.counts]).toEqual([
    ['"a"', '"b"', '"c"'],
    { added: 7, sent: 3, refused: 0, dropped: 4, failures: 1, waiting: 0 },
  ])
  await told.close()
  told.add('f')
  expect(told.counts.dropped).toBe(5)
})

test('what never changes is written when it is handed on, and is dropped alone when it cannot be', async () => {
  const got: string[] = []
  const told = queue({
    lettersAtMost: 100,
    later: () => {},
    send: async (batch) => {
      got.push(...batch)
      return batch.length
    },
  })
  let written = 0
  const item = {
    toJSON: () => {
      written += 1
      return written
    },
  }
  told.add(item, 60)
  told.add(() => {}, 20)
  told.add(item, 60)
  expect([written, told.counts]).toEqual([0, { added: 3, sent: 0, refused: 0, dropped: 1, failures: 0, waiting: 2 }])
  await told.flush()
  expect([got, told.counts]).toEqual([['1'], { added: 3, sent: 1, refused: 0, dropped: 2, failures: 0, waiting: 0 }])
})

test('a promise about the whole conversation can be guarded as well', () => {
  const text = 'pact: p\nversion: 1\nconditions:\n  - id: keeps-to-prices\n    consistent: { kinds: [money] }\n'
  const watch = inline({
    pact: parsePact(text, { file: 'p.yaml', read: () => '' }),
    agent: { id: 'a' },
    ...timed(),
    guard: { conditions: ['keeps-to-prices'], instead: 'Let me look that up.' },
  })
  const talk = watch.talk('c')
  const asked = (message: string, reply: string) => {
    talk.customer(message)
    return talk.reply(reply).text
  }
  expect([
    asked('what is a cleaning?', 'A cleaning costs $80.'),
    asked('and in total?', 'The cleaning costs $95.'),
    asked('sorry?', 'The cleaning costs $80.'),
  ]).toEqual(['A cleaning costs $80.', 'Let me look that up.', 'The cleaning costs $80.'])
})

test('a reply goes first and is checked afterwards, as the conversation stood then', () => {
  const later: (() => void)[] = []
  const heard: string[] = []
  const watch = inline({
    pact,
    agent: { id: 'a' },
    ...timed(),
    later: (_, work) => later.push(work),
    onBroken: (broken, { events }) => heard.push(...broken.map(({ condition }) => `${condition} of ${events.length}`)),
  })
  const talk = watch.talk('c')
  talk.customer('sure?')
  expect(talk.reply('I guarantee it').broken).toEqual([])
  talk.customer('great')
  for (const work of later) work()
  expect(heard).toEqual(['no-guarantees of 2'])
})

test('a guard that could never hold anything back is told at once', () => {
  const guard = { conditions: ['no-guarantee'], instead: '' }
  expect(() => inline({ pact, agent: { id: 'a' }, guard })).toThrow(
    'The pact has no condition "no-guarantee" that could be guarded.',
  )
})

test('only what is guarded is checked before a reply goes; what was held back was not said, and is checked no further', async () => {
  const heard: string[] = []
  const watch = inline({
    pact,
    agent: { id: 'a' },
    ...timed(),
    guard: { conditions: ['no-guarantees'], instead: 'Let me check that.' },
    onBroken: (broken) => heard.push(...broken.map(({ condition }) => condition)),
  })
  const talk = watch.talk('c')
  const raw = 'Error: connect ECONNREFUSED 127.0.0.1:5432'
  expect(talk.reply(raw)).toEqual({ text: raw, broken: [], held: false })
  expect(talk.reply(`I guarantee it. ${raw}`).text).toBe('Let me check that.')
  await watch.flush()
  expect(heard).toEqual(['no-guarantees', 'no-errors'])
  expect(watch.counts).toEqual({ replies: 2, broken: 2, held: 1, waiting: 0, late: 0, failed: 0, tooSlow: [] })
})

test('what is remembered is bounded, and a conversation that comes back tells its calls apart', async () => {
  const sent: { events: { callId?: string }[] }[] = []
  const told = queue({
    send: async (batch) => {
      sent.push(...batch.map((json) => JSON.parse(json)))
      return batch.length
    },
    later: () => {},
  })
  const watch = inline({ pact, agent: { id: 'a' }, ...timed(), queue: told, rememberedEvents: 3 })
  for (const id of ['c', 'd', 'c']) watch.talk(id).tool('find', {}, { value: [] })
  await told.flush()
  const calls = sent.map(({ events }) => events[0]?.callId)
  expect(new Set(calls).size).toBe(3)
})

test('when more replies wait than can be kept, the checks of the rest are left out and counted', () => {
  const watch = inline({ pact, agent: { id: 'a' }, ...timed(), later: () => {} })
  const talk = watch.talk('c')
  for (let reply = 0; reply < 1002; reply += 1) talk.reply('hello')
  expect(watch.counts).toEqual({ replies: 1002, broken: 0, held: 0, waiting: 1000, late: 4, failed: 0, tooSlow: [] })
})

test('a tool is told of as it was when it answered, whatever the agent does with the answer afterwards', async () => {
  const sent: unknown[] = []
  const told = queue({
    send: async (batch) => {
      sent.push(...batch.map((json) => JSON.parse(json).events[1].value))
      return batch.length
    },
    later: () => {},
  })
  const watch = inline({ pact, agent: { id: 'a' }, ...timed(), queue: told })
  const free = ['Tuesday', 'Friday']
  watch.talk('c').tool('find_slot', {}, { value: free })
  free.pop()
  await watch.flush()
  expect(sent).toEqual([['Tuesday', 'Friday']])
})
