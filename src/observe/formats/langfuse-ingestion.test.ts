import fc from 'fast-check'
import { Langfuse } from 'langfuse'
import { expect, test } from 'vitest'
import type { Json } from '../../conversation/index.ts'
import type { Observation } from '../observation.ts'
import { langfuseIngestion } from './langfuse-ingestion.ts'
import { loopback } from './loopback.sample.ts'
import { mergeObservations } from './merge.ts'

const called = {
  role: 'assistant',
  content: null,
  tool_calls: [
    { id: 'call_1', type: 'function', function: { name: 'create_appointment', arguments: '{"day":"Tue"}' } },
  ],
}
const asked = [
  { role: 'system', content: 'You book.' },
  { role: 'user', content: 'Tuesday please' },
]

/** What the client of version 3 sends for one turn. */
async function batchOfClient(): Promise<Json> {
  const server = await loopback()
  const client = new Langfuse({ publicKey: 'pk-test', secretKey: 'sk-test', baseUrl: server.base, flushAt: 100 })
  const trace = client.trace({ name: 'turn', sessionId: 'chat-7', userId: 'customer-3', input: 'Tuesday please' })
  trace
    .generation({ name: 'llm', model: 'gpt-4o', input: asked })
    .end({ output: called, usage: { input: 52, output: 17 } })
  trace.span({ name: 'create_appointment', input: { day: 'Tue' } }).end({ output: { ok: true } })
  const history = [...asked, called, { role: 'tool', tool_call_id: 'call_1', content: '{"ok":true}' }]
  trace.generation({ name: 'llm', model: 'gpt-4o', input: history }).end({ output: 'You are booked.' })
  trace.update({ output: 'You are booked.' })
  trace.score({ name: 'thumbs', value: 1 })
  await client.shutdownAsync()
  await server.stop()
  const bodies = server.received('/api/public/ingestion').map(({ body }) => JSON.parse(body.toString('utf8')))
  return { batch: bodies.flatMap(({ batch }) => batch) }
}

test("one turn of Langfuse's client comes out whole: messages, the call, what the tool gave, whose it is", async () => {
  const { observations, answer, skipped } = langfuseIngestion(await batchOfClient())
  expect([answer.errors, skipped]).toEqual([[], { 'score-create': 1 }])
  expect(
    observations
      .map(({ kind, conversation, customer, system, input, output, tokens, tool }) =>
        JSON.stringify({ kind, conversation, customer, system, input: input?.length, output, tokens, tool }),
      )
      .sort(),
  ).toMatchInlineSnapshot(`
    [
      "{"kind":"agent","conversation":"chat-7","customer":"customer-3","input":1,"output":[{"role":"agent","text":"You are booked."}]}",
      "{"kind":"model","system":"You book.","input":1,"output":[{"role":"agent","text":"","calls":[{"id":"call_1","tool":"create_appointment","args":{"day":"Tue"}}]}],"tokens":{"in":52,"out":17}}",
      "{"kind":"model","system":"You book.","input":3,"output":[{"role":"agent","text":"You are booked."}]}",
      "{"kind":"other","tool":{"name":"create_appointment","args":{"day":"Tue"},"result":{"ok":true}}}",
    ]
  `)
})

test('in whatever order and however often its events come, the same observations come out', async () => {
  const { batch } = (await batchOfClient()) as { readonly batch: Json[] }
  const whole = together(langfuseIngestion({ batch }).observations)
  const order = fc.shuffledSubarray([...batch, ...batch], { minLength: batch.length * 2 })
  fc.assert(
    fc.property(order, fc.nat(batch.length * 2), (events, cut) => {
      const first = langfuseIngestion({ batch: events.slice(0, cut) }).observations
      const second = langfuseIngestion({ batch: events.slice(cut) }).observations
      expect(together([...first, ...second])).toBe(whole)
    }),
  )
})

function together(observations: readonly Observation[]): string {
  const all = new Map<string, Observation>()
  for (const each of observations) {
    const known = all.get(each.span)
    all.set(each.span, known === undefined ? each : mergeObservations(known, each))
  }
  return JSON.stringify([...all].sort(([a], [b]) => (a < b ? -1 : 1)))
}

test('a bad event is refused by itself, and the answer says why', () => {
  const timestamp = '2026-01-05T10:00:00.000Z'
  const batch = [
    { id: 'e1', type: 'span-create', timestamp, body: { id: 's1', traceId: 't1', name: 'step' } },
    { id: 'e2', type: 'span-create', timestamp, body: { traceId: 't1' } },
    { id: 'e3', type: 'nonsense', timestamp, body: {} },
    { id: 'e4', type: 'span-create', body: { id: 's2', traceId: 't1' } },
    { id: 'e5', type: 'span-create', timestamp },
    7,
  ]
  const { observations, answer } = langfuseIngestion({ batch })
  expect(observations.map(({ span }) => span)).toEqual(['s1'])
  expect(answer).toEqual({
    successes: [{ id: 'e1', status: 201 }],
    errors: [
      { id: 'e2', status: 400, message: 'the event tells no id of what it is about' },
      { id: 'e3', status: 400, message: 'there is no type of event "nonsense"' },
      { id: 'e4', status: 400, message: 'the event tells no time' },
      { id: 'e5', status: 400, message: 'the event has no body' },
      { id: '', status: 400, message: 'there is no type of event ""' },
    ],
  })
})

test('whatever comes as a batch is answered', () => {
  const type = fc.constantFrom('span-create', 'generation-update', 'trace-create', 'x')
  const event = fc.record({
    id: fc.string(),
    type,
    timestamp: fc.constantFrom('2026-01-05T10:00:00Z', 7),
    body: fc.jsonValue(),
  })
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.record({ batch: fc.array(fc.oneof(event, fc.jsonValue())) })), (body) => {
      const { answer } = langfuseIngestion(body as Json)
      const sent = (body as { readonly batch?: unknown } | null)?.batch
      expect(answer.successes.length + answer.errors.length).toBe(Array.isArray(sent) ? sent.length : 0)
    }),
  )
})
