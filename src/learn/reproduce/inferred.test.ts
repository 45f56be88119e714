import { expect, test } from 'vitest'
import { bytesOf, jsonReply } from '../../connect/backends/exchange.ts'
import { type FaultContext, faultKinds } from '../../connect/index.ts'
import type { Completeness, Conversation, Event, Json } from '../../conversation/index.ts'
import { keyedRandom } from '../../stats/index.ts'
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

test('what has another shape than all others is a fault that makes of the answer there would have been what was seen', async () => {
  const record = (n: number, changes: object = {}) => ({
    ...{ id: `B-${n}`, price: 40 + n, state: n % 2 === 0 ? 'booked' : 'open', with: n % 3 === 0 ? 'Ana' : 'Ben' },
    ...changes,
  })
  const page = (items: readonly Json[], total = items.length) => ({ bookings: items, total })
  const others = Array.from({ length: 20 }, (_, n) => conversation(`${n}`, traced('find', page([record(n)]))))
  const usual = new UsualAnswers()
  for (const other of others) usual.add(other)
  const { price: _, ...priceless } = record(3)
  const seen: readonly Json[] = [
    page([priceless]),
    page([record(3, { price: null })]),
    page([record(3, { price: '43' })]),
    page([record(3, { state: 'waitlisted' })]),
    page([record(3), record(4)], 5),
  ]
  const lines: string[] = []
  for (const got of seen) {
    const { faults, answers } = inferred(conversation('c', traced('find', got)), usual)
    const [kind = '', options] = Object.entries(faults[0]?.does ?? {})[0] ?? []
    const fault = faultKinds.find((each) => each.kind === kind)?.create(options as never)
    const call = { backend: 'desk', method: 'GET', target: '/', headers: [], body: Buffer.alloc(0) }
    const reply = await fault?.meet(call, async () => jsonReply(200, answers[0]?.answer ?? null), {
      ...({ memory: new Map(), random: keyedRandom(1) } as unknown as FaultContext),
    })
    expect(reply && JSON.parse((await bytesOf(reply)).toString())).toEqual(got)
    lines.push(`${JSON.stringify(faults[0]?.does)} ${faults[0]?.because} of ${JSON.stringify(answers[0]?.answer)}`)
  }
  expect(lines).toMatchInlineSnapshot(`
    [
      "{"missing-field":{"field":"$.bookings[*].price"}} events 1 and 2: find answered without $.bookings[*].price, which 20 others of its results have of {"bookings":[{"id":"B-3","state":"open","with":"Ana","price":43}],"total":1}",
      "{"null-field":{"field":"$.bookings[*].price"}} events 1 and 2: find answered null for $.bookings[*].price, which 20 others of its results have of {"bookings":[{"id":"B-3","price":43,"state":"open","with":"Ana"}],"total":1}",
      "{"retype":{"field":"$.bookings[*].price"}} events 1 and 2: find answered with a string as $.bookings[*].price, where 20 others of its results have a number of {"bookings":[{"id":"B-3","price":43,"state":"open","with":"Ana"}],"total":1}",
      "{"new-value":{"field":"$.bookings[*].state","to":"waitlisted"}} events 1 and 2: find answered waitlisted for $.bookings[*].state, which is one of booked, open in 20 others of {"bookings":[{"id":"B-3","price":43,"state":"open","with":"Ana"}],"total":1}",
      "{"partial-page":{"list":"$.bookings","share":0.4}} events 1 and 2: find answered with 2 of 5 in $.bookings; in 20 others total is what there is of {"bookings":[{"id":"B-3","price":43,"state":"open","with":"Ana"},{"id":"B-4","price":44,"state":"booked","with":"Ben"},{"id":"B-0","price":40,"state":"booked","with":"Ana"},{"id":"B-1","price":41,"state":"open","with":"Ben"},{"id":"B-2","price":42,"state":"booked","with":"Ben"}],"total":5}",
    ]
  `)
  const news = page([record(3, { with: 'Cleo', note: 'x' })])
  expect(inferred(conversation('c', traced('find', news)), usual).faults).toEqual([])
  expect(inferred(conversation('c', traced('find', 'nothing')), usual).faults).toEqual([])
})

test('what an MCP server did is a fault as such servers have it, and what none has comes again as it came', () => {
  const usual = new UsualAnswers()
  for (const other of usually) usual.add(other)
  const events = [
    ...traced('find', { slots: [{ startTime: '14:00', with: 'Ana' }] }, { tookMs: 9000 }),
    ...traced('find', 'HTTP 503 Service Unavailable', { failed: true }),
    ...traced('find'),
  ]
  const { faults, answers } = inferred(conversation('c', events), usual, () => true)
  expect(faults.map(({ match, does }) => ({ ...match, ...does }))).toEqual([
    { tool: 'find', nth: [1], delay: { ms: 9000 } },
    { tool: 'find', nth: [2], 'error-result': { text: 'HTTP 503 Service Unavailable' } },
    { tool: 'find', nth: [3], 'lost-reply': { by: 'hang' } },
  ])
  expect(answers.map(({ answer }) => answer)).toEqual([{ slots: [{ startTime: '14:00', with: 'Ana' }] }])
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
