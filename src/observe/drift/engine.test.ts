import { expect, test } from 'vitest'
import { keyedRandom } from '../../stats/index.ts'
import { memoryOf } from './memory.ts'
import { play, type World } from './production.sample.ts'
import { nameOf } from './rows.ts'

const terms = {
  promises: [
    { id: 'books-what-it-says', target: 0.98, severity: 'critical' as const, isRead: false },
    { id: 'polite', target: 0.9, severity: 'minor' as const, isRead: false },
  ],
}
const well = { 'books-what-it-says': 0.01, polite: 0.08 }
const told = (changes: ReturnType<typeof play>) =>
  changes.map(({ n, what, title, because }) => [n, what, title, because])

test('a promise that a new version breaks is told with its moment, its numbers and the version, and told as over when it is kept again', () => {
  const world = (n: number): World => ({
    version: n < 3000 ? '1' : '2',
    failing: n >= 3000 && n < 4000 ? { ...well, 'books-what-it-says': 0.15 } : well,
  })
  expect(told(play(terms, { to: 6000 }, world))).toMatchInlineSnapshot(`
    [
      [
        3076,
        "raised",
        "books-what-it-says is broken more often than promised on chat, version 2",
        "11 of 75 conversations violated it since about 2026-03-03 12:00 UTC, where 2 % may; most likely the agent: version 2 came in as it began (2026-03-03 12:00 UTC).",
      ],
      [
        4086,
        "recovered",
        "books-what-it-says/chat/2: over",
        "The promise is kept again.",
      ],
    ]
  `)
})

test('a quiet production raises no alarm', () => {
  expect(told(play(terms, { to: 15_000 }, () => ({ failing: well })))).toEqual([])
})

test('answers that grow long and slow are told as changes of behaviour, and are the new normal after a while', () => {
  const world = (n: number): World => ({ failing: well, ...(n >= 3000 && { words: 24, waitMs: 2500 }) })
  expect(told(play(terms, { to: 5000 }, world))).toMatchInlineSnapshot(`
    [
      [
        3013,
        "raised",
        "verbosity went up on chat",
        "words in an answer: 25 in 14 conversations since about 2026-03-03 11:59 UTC, 12.8 before; nothing else that is watched changed with it, so look at the agent itself.",
      ],
      [
        3029,
        "raised",
        "latency went up on chat",
        "milliseconds to an answer: 3066 in 30 conversations since about 2026-03-03 11:59 UTC, 1352 before; nothing else that is watched changed with it, so look at the agent itself.",
      ],
      [
        3313,
        "recovered",
        "verbosity/chat: over",
        "What came after the change is what it is compared with from now on.",
      ],
      [
        3329,
        "recovered",
        "latency/chat: over",
        "What came after the change is what it is compared with from now on.",
      ],
    ]
  `)
})

test('another model under the same version is told at its first conversation', () => {
  const world = (n: number): World => ({ failing: well, model: n < 2000 ? 'small-1' : 'small-2' })
  expect(told(play(terms, { to: 2500 }, world))).toMatchInlineSnapshot(`
    [
      [
        2000,
        "raised",
        "another model answers on chat",
        "replies on chat now name small-2 as their model, where small-1 answered 2000 conversations, and the agent's version is the same.",
      ],
      [
        2020,
        "recovered",
        "model/chat: over",
        "It is what is in use now.",
      ],
    ]
  `)
})

test('a promise that breaks when tools fail points at the backend, and one that breaks with other customers at them', () => {
  const failing = { ...well, 'books-what-it-says': 0.15 }
  const backend = (n: number): World => (n < 3000 ? { failing: well } : { failing, toolErrors: 0.4 })
  expect(told(play(terms, { to: 3600 }, backend))).toMatchInlineSnapshot(`
    [
      [
        3015,
        "raised",
        "tool-errors went up on chat",
        "conversations with a failed tool call: 69 % in 16 conversations since about 2026-03-03 11:59 UTC, 2.7 % before; that is the backend.",
      ],
      [
        3080,
        "raised",
        "books-what-it-says is broken more often than promised on chat, version 1",
        "12 of 79 conversations violated it since about 2026-03-03 12:00 UTC, where 2 % may; most likely the backend: conversations with a failed tool call changed.",
      ],
      [
        3315,
        "recovered",
        "tool-errors/chat: over",
        "What came after the change is what it is compared with from now on.",
      ],
    ]
  `)
  const asked = ['quero marcar uma consulta para o meu filho', 'não tenho o cartão e você pode ver isso']
  const customers = (n: number): World => (n < 3000 ? { failing: well } : { failing, asked })
  expect(told(play(terms, { to: 3600 }, customers))).toMatchInlineSnapshot(`
    [
      [
        3006,
        "raised",
        "novelty went up on chat",
        "share of customers' words that were not heard before: 1 in 7 conversations since about 2026-03-03 11:59 UTC, 0 before; that is the customers.",
      ],
      [
        3013,
        "raised",
        "customer-language went up on chat",
        "customers who write in another language than usual: 100 % in 14 conversations since about 2026-03-03 11:59 UTC, 0 % before; that is the customers.",
      ],
      [
        3036,
        "raised",
        "customer-length went down on chat",
        "words in a customer's message: 8.42 in 36 conversations since about 2026-03-03 12:00 UTC, 9.72 before; that is the customers.",
      ],
      [
        3082,
        "raised",
        "books-what-it-says is broken more often than promised on chat, version 1",
        "13 of 81 conversations violated it since about 2026-03-03 12:00 UTC, where 2 % may; most likely the customers: words in a customer's message changed, share of customers' words that were not heard before changed, customers who write in another language than usual changed.",
      ],
      [
        3306,
        "recovered",
        "novelty/chat: over",
        "What came after the change is what it is compared with from now on.",
      ],
      [
        3313,
        "recovered",
        "customer-language/chat: over",
        "What came after the change is what it is compared with from now on.",
      ],
      [
        3336,
        "recovered",
        "customer-length/chat: over",
        "What came after the change is what it is compared with from now on.",
      ],
    ]
  `)
})

test('a channel that more customers come by is told, and so is a share that cannot be judged', () => {
  const sms = (n: number) => keyedRandom(2, 'channel', n).chance(n < 3000 ? 0.2 : 0.5)
  const moved = (n: number): World => ({ failing: well, channel: sms(n) ? 'sms' : 'chat' })
  expect(told(play(terms, { to: 3400 }, moved)).slice(0, 2)).toMatchInlineSnapshot(`
    [
      [
        3159,
        "raised",
        "channel-share went up on sms",
        "conversations that come by this channel: 49 % in 79 conversations since about 2026-03-03 11:59 UTC, 21 % before; that is the customers.",
      ],
    ]
  `)
  const cutShort = (n: number): World => ({ failing: well, unjudged: n < 3000 ? 0.01 : 0.15 })
  expect(told(play(terms, { to: 3400 }, cutShort)).slice(0, 1)).toMatchInlineSnapshot(`
    [
      [
        3041,
        "raised",
        "unjudgeable went up on chat",
        "conversations of which code could not judge something: 37 % in 30 conversations since about 2026-03-03 12:07 UTC, 0.67 % before; look at what the agent records, and at what "fieldproof status" counts as skipped.",
      ],
    ]
  `)
})

test('a version that nobody uses any more is forgotten, and its alarm is over', () => {
  const memory = memoryOf([])
  const world = (n: number): World => ({
    version: n < 1200 ? '1' : '2',
    failing: n > 1000 && n < 1200 ? { ...well, 'books-what-it-says': 0.3 } : well,
  })
  const changes = play(terms, { to: 3000, perDay: 100, memory }, world)
  expect(
    told(changes).map(([n, what, title, because]) => [n, what, title, what === 'recovered' ? because : '']),
  ).toMatchInlineSnapshot(`
    [
      [
        1006,
        "raised",
        "books-what-it-says is broken more often than promised on chat, version 1",
        "",
      ],
      [
        2600,
        "recovered",
        "books-what-it-says/chat/1: over",
        "Its version is not in use any more.",
      ],
    ]
  `)
  expect([...memory.all()].flatMap((row) => (row.kind === 'promise' ? [nameOf(row)] : []))).toEqual([
    'promise\tbooks-what-it-says\tchat\t2',
    'promise\tpolite\tchat\t2',
  ])
})
