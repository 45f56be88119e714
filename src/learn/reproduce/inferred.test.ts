import { expect, test } from 'vitest'
import type { Completeness, Conversation, Event, Json } from '../../conversation/index.ts'
import { factsTold } from './facts.ts'
import { inferred } from './inferred.ts'
import { UsualAnswers } from './usual.ts'

function conversation(id: string, events: readonly Event[], gaps: readonly Completeness[] = []): Conversation {
  const about = { agent: { id: 'desk' }, channel: 'chat', startedAt: '2026-03-02T09:00:00Z' }
  return { id, origin: 'production', ...about, events, gaps }
}

const said = (atMs: number, from: 'customer' | 'agent', text: string): Event => ({ type: 'message', atMs, from, text })
let ids = 0

/** A call as a trace has it; without a value it has no result. */
function traced(tool: string, value?: Json, { tookMs = 40, args = {} as Json, failed = false } = {}): readonly Event[] {
  ids += 1
  const seen = { callId: `${ids}`, seenBy: 'trace' as const }
  const call: Event = { type: 'tool-call', atMs: 1000, tool, args, ...seen }
  if (value === undefined) return [call]
  return [call, { type: 'tool-result', atMs: 1000 + tookMs, outcome: failed ? 'error' : 'ok', value, ...seen }]
}

function told(events: readonly Event[], others: readonly Conversation[] = [], gaps: readonly Completeness[] = []) {
  const usual = new UsualAnswers()
  for (const other of others) usual.add(other)
  const { faults, answers, gaps: lacking } = inferred(conversation('c', events, gaps), usual)
  return {
    faults: faults.map(({ match, does, because }) => [JSON.stringify({ ...match, ...does }), ...because]),
    answers: answers.map(({ tool, nth, answer }) => `${tool} ${nth} ${JSON.stringify(answer)}`),
    ...(lacking.length > 0 && { gaps: lacking }),
  }
}

const slots = (...starts: readonly string[]) => ({ slots: starts.map((start) => ({ start, with: 'Ana' })) })
const usually = Array.from({ length: 5 }, (_, n) => conversation(`${n}`, traced('find', slots('09:00', '10:00'))))

test('what is late, refused or silent is a fault that says which events show it', () => {
  expect(
    told([
      ...traced('find', slots('14:00'), { tookMs: 9040 }),
      ...traced('book', { status: 429, headers: { 'Retry-After': '30' }, body: { error: 'busy' } }, { failed: true }),
      ...traced('book', 'Error: Request failed with status code 503'),
      ...traced('book', { id: 7 }),
      ...traced('cancel', 'Error: connect ETIMEDOUT', { failed: true }),
      ...traced('pay', { oops: true }, { failed: true }),
      ...traced('note'),
    ]),
  ).toMatchInlineSnapshot(`
    {
      "answers": [
        "find 1 {"slots":[{"start":"14:00","with":"Ana"}]}",
        "book 3 {"id":7}",
      ],
      "faults": [
        [
          "{"tool":"find","delay":{"ms":9000}}",
          "events 1 and 2: find took 9 s",
        ],
        [
          "{"tool":"book","nth":[1],"status":{"code":429,"retryAfter":30,"body":{"error":"busy"}}}",
          "events 3 and 4: book got 429, asking to wait 30 s",
        ],
        [
          "{"tool":"book","nth":[2],"status":{"code":503}}",
          "events 5 and 6: book got 503",
        ],
        [
          "{"tool":"cancel","hang":{}}",
          "events 9 and 10: cancel ended in a time-out; whether it was carried out was not seen, and is taken to be not",
        ],
        [
          "{"tool":"pay","status":{"code":500,"body":{"oops":true}}}",
          "events 11 and 12: pay failed; no status was recorded, and 500 is assumed",
        ],
        [
          "{"tool":"note","hang":{}}",
          "event 13: note has no result, though other calls have theirs; whether it was carried out was not seen, and is taken to be not",
        ],
      ],
    }
  `)
})

test('a connection that broke only after a while is late as well', () => {
  const { faults } = told(traced('find', 'Error: read ECONNRESET', { tookMs: 4000, failed: true }))
  expect(faults.map(([fault]) => fault)).toEqual(['{"tool":"find","delay":{"ms":4000}}', '{"tool":"find","reset":{}}'])
})

test('refusals for good reason are answers, and what usually takes long is not late', () => {
  const slow = Array.from({ length: 5 }, (_, n) =>
    conversation(`${n}`, traced('report', { pages: 3 }, { tookMs: 4000 })),
  )
  expect(
    told(
      [
        ...traced('book', { status: 409, error: 'taken' }, { failed: true }),
        ...traced('report', '{"pages":4}', { tookMs: 5000 }),
      ],
      slow,
    ),
  ).toEqual({
    faults: [],
    answers: ['book 1 {"status":409,"error":"taken"}', 'report 1 {"pages":4}'],
  })
})

test('a field that all others call otherwise is renamed, and the answer is given as it would have been', () => {
  const now = { slots: [{ startTime: '14:00', with: 'Ana' }] }
  expect(told(traced('find', now), usually)).toMatchInlineSnapshot(`
    {
      "answers": [
        "find 1 {"slots":[{"start":"14:00","with":"Ana"}]}",
      ],
      "faults": [
        [
          "{"tool":"find","rename":{"field":"$.slots[*].start","to":"startTime"}}",
          "events 1 and 2: find answered with $.slots[*].startTime, which 5 others of its results call start",
        ],
      ],
    }
  `)
  const other = { slots: [{ from: '14:00', by: 'Ana' }] }
  expect(told(traced('find', other), usually)).toEqual({ faults: [], answers: [`find 1 ${JSON.stringify(other)}`] })
  expect(told(traced('find', now), usually.slice(3))).toEqual({
    faults: [],
    answers: [`find 1 ${JSON.stringify(now)}`],
  })
})

test('a result that is missing where the record lacks something is a gap and never a fault', () => {
  const gaps = ['event 3: no result of book was recorded, so none can be given again']
  const events = [...traced('find', slots('14:00')), ...traced('book')]
  expect(told(events, [], ['truncated']).gaps).toEqual(gaps)
  expect(told(traced('book'))).toEqual({ faults: [], answers: [], gaps: [gaps[0]?.replace('3', '1')] })
})

test('what a proxy saw is known exactly: a reply that was lost after it was carried out', () => {
  const seen = { callId: 'a', seenBy: 'ledger' as const }
  const exchange = { backend: 'desk', method: 'POST', path: '/b', writes: true, status: 201, commits: 1, askedMs: 0 }
  const events: readonly Event[] = [
    ...traced('book', { id: 7 }),
    { type: 'tool-call', atMs: 0, tool: 'book', args: {}, ...seen },
    {
      ...{ type: 'tool-result', atMs: 10, outcome: 'ok', value: { id: 7 }, ...seen },
      exchange: { ...exchange, delivered: 'nothing', tookMs: 10 },
    },
  ]
  expect(told(events)).toEqual({
    faults: [
      [
        '{"tool":"book","lost-reply":{"by":"reset"}}',
        'events 3 and 4: book ended with the connection, and was carried out',
      ],
    ],
    answers: [],
  })
})

test('facts are what the customer said and the agent used, in the words in which it was said', () => {
  const args = { date: '2026-03-03', start: '14:00', customer: { name: 'Ana Sousa', id: 'p-17' }, note: '' }
  const events = [
    said(0, 'customer', 'Can you book Ana Sousa in for tomorrow?'),
    said(1, 'agent', 'At what time?'),
    said(2, 'customer', '2pm'),
    ...traced('book', { id: 7 }, { args }),
    said(3, 'customer', 'My number is p-17'),
  ]
  expect(factsTold(conversation('c', events))).toEqual([
    { key: 'date', value: '2026-03-03', say: 'tomorrow', isOpening: true },
    { key: 'start', value: '14:00', say: '2pm', isOpening: false },
    { key: 'name', value: 'Ana Sousa', isOpening: true },
  ])
})
