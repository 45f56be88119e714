import fc from 'fast-check'
import { Client } from 'langsmith'
import { traceable } from 'langsmith/traceable'
import { wrapOpenAI } from 'langsmith/wrappers'
import OpenAI from 'openai'
import { expect, test } from 'vitest'
import type { Json } from '../../conversation/index.ts'
import { Problem } from '../../problem.ts'
import type { Observation } from '../observation.ts'
import { langsmithRuns, readLangsmith } from './langsmith-runs.ts'
import { loopback } from './loopback.sample.ts'
import { mergeObservations } from './merge.ts'

/** What LangSmith's client sends for one turn of an agent that is wrapped in it. */
async function formsOfClient() {
  const server = await loopback()
  const client = new Client({ apiUrl: server.base, apiKey: 'key' })
  const traced = { client, tracingEnabled: true }
  const model = wrapOpenAI(new OpenAI({ apiKey: 'key', baseURL: `${server.base}/v1` }), traced)
  const book = traceable(async (_args: object) => ({ ok: true, id: 'a-1' }), {
    name: 'create_appointment',
    run_type: 'tool',
    ...traced,
  })
  const agent = traceable(
    async (words: string) => {
      const asked: OpenAI.ChatCompletionMessageParam[] = [
        { role: 'system', content: 'You book.' },
        { role: 'user', content: words },
      ]
      const first = await model.chat.completions.create({ model: 'gpt-4o', messages: asked })
      const message = first.choices[0]?.message
      const call = message?.tool_calls?.[0]
      if (message === undefined || call?.type !== 'function') throw new Error('the model calls the tool first')
      const result = await book(JSON.parse(call.function.arguments))
      const told = { role: 'tool', tool_call_id: call.id, content: JSON.stringify(result) } as const
      const second = await model.chat.completions.create({ model: 'gpt-4o', messages: [...asked, message, told] })
      return second.choices[0]?.message.content
    },
    { name: 'booking-agent', metadata: { session_id: 'chat-7', user_id: 'customer-3' }, ...traced },
  )
  await agent('Tuesday at 2 please')
  await client.awaitPendingTraceBatches()
  await server.stop()
  return server.received('/runs/multipart')
}

test("one turn of LangSmith's client comes out whole: messages, the call, what the tool gave, whose it is", async () => {
  const forms = await formsOfClient()
  const read = forms.map(({ body, contentType }) => langsmithRuns(readLangsmith(body, contentType)))
  expect(read.map(({ refused }) => refused.count)).toEqual(forms.map(() => 0))
  // The client may send a run's completion in a form of its own.
  const bySpan = new Map<string, Observation>()
  for (const each of read.flatMap(({ observations }) => observations)) {
    const known = bySpan.get(each.span)
    bySpan.set(each.span, known === undefined ? each : mergeObservations(known, each))
  }
  expect(
    [...bySpan.values()]
      .map(({ kind, name, conversation, customer, model, tokens, system, input, output, tool }) =>
        JSON.stringify({
          kind,
          name,
          conversation,
          customer,
          model,
          tokens,
          system,
          input: input?.length,
          output,
          tool,
        }),
      )
      .sort(),
  ).toMatchInlineSnapshot(`
    [
      "{"kind":"agent","name":"booking-agent","conversation":"chat-7","customer":"customer-3","input":1,"output":[{"role":"agent","text":"You are booked for Tuesday at 2 PM."}]}",
      "{"kind":"model","name":"ChatOpenAI","conversation":"chat-7","customer":"customer-3","model":{"asked":"gpt-4o","answered":"gpt-4o-2024-08-06","provider":"openai"},"tokens":{"in":52,"out":17},"system":"You book.","input":1,"output":[{"role":"agent","text":"","calls":[{"id":"call_1","tool":"create_appointment","args":{"day":"Tuesday","time":"14:00"}}]}]}",
      "{"kind":"model","name":"ChatOpenAI","conversation":"chat-7","customer":"customer-3","model":{"asked":"gpt-4o","answered":"gpt-4o-2024-08-06","provider":"openai"},"tokens":{"in":52,"out":17},"system":"You book.","input":3,"output":[{"role":"agent","text":"You are booked for Tuesday at 2 PM."}]}",
      "{"kind":"tool","name":"create_appointment","conversation":"chat-7","customer":"customer-3","tool":{"name":"create_appointment","args":{"day":"Tuesday","time":"14:00"},"result":{"ok":true,"id":"a-1"}}}",
    ]
  `)
})

const started = {
  id: 'run-2',
  trace_id: 'run-1',
  parent_run_id: 'run-1',
  name: 'ChatOpenAI',
  run_type: 'llm',
  start_time: '2026-01-05T10:00:00.000',
  inputs: { messages: [[{ lc: 1, type: 'constructor', id: ['a', 'HumanMessage'], kwargs: { content: 'Hi' } }]] },
  extra: { metadata: { thread_id: 'chat-7' } },
}
const completed = {
  id: 'run-2',
  dotted_order: '20260105T100000000000Zrun-1.20260105T100000000000Zrun-2',
  end_time: '2026-01-05T10:00:01.500Z',
  outputs: {
    generations: [
      [{ message: { lc: 1, type: 'constructor', id: ['a', 'AIMessageChunk'], kwargs: { content: 'Hello!' } } }],
    ],
    llm_output: { token_usage: { prompt_tokens: 5, completion_tokens: 2 } },
  },
}
const whole = {
  kind: 'model',
  trace: 'run-1',
  span: 'run-2',
  parent: 'run-1',
  startMs: Date.UTC(2026, 0, 5, 10),
  endMs: Date.UTC(2026, 0, 5, 10, 0, 1, 500),
  conversation: 'chat-7',
  input: [{ role: 'customer', text: 'Hi' }],
  output: [{ role: 'agent', text: 'Hello!' }],
  tokens: { in: 5, out: 2 },
}

test('a batch in JSON: the beginning and the completion of a run are one observation, whichever comes first', () => {
  const batch = (runs: object) => langsmithRuns(readLangsmith(Buffer.from(JSON.stringify(runs)), 'application/json'))
  expect(batch({ post: [started], patch: [completed] }).observations).toMatchObject([whole])
  expect(batch({ post: [], patch: [{ ...completed, trace_id: 'run-1' }] }).observations).toMatchObject([
    { trace: 'run-1', span: 'run-2', startMs: whole.startMs, parent: 'run-1' },
  ])
  expect(batch(started).observations).toMatchObject([{ span: 'run-2', input: whole.input }])
})

test('runs without ids or times are refused one by one', () => {
  const { observations, refused } = langsmithRuns({ post: [7, { id: 'x' }, started], patch: [] })
  expect([observations.length, refused]).toEqual([1, { count: 2, because: 'a run has no id' }])
})

test('a form that breaks off, or that names no boundary, is undecodable', async () => {
  const [form] = await formsOfClient()
  const body = form?.body ?? Buffer.of()
  const problem = (bytes: Uint8Array, type: string) => {
    try {
      return readLangsmith(bytes, type).post.length
    } catch (thrown) {
      return thrown instanceof Problem ? thrown.message : thrown
    }
  }
  expect([
    problem(body.subarray(0, body.length - 20), form?.contentType ?? ''),
    problem(body, 'multipart/form-data'),
    problem(Buffer.from('not json'), 'application/json'),
  ]).toMatchInlineSnapshot(`
    [
      "The body cannot be read: the form breaks off before its last boundary.",
      "The body cannot be read: its Content-Type names no boundary between parts.",
      "The body cannot be read: it is not JSON (Unexpected token 'o', "not json" is not valid JSON).",
    ]
  `)
})

test('whatever runs say, they are read or refused', () => {
  const run = fc.record(
    {
      id: fc.constantFrom('a', '__proto__', ''),
      run_type: fc.constantFrom('llm', 'tool', 'chain', '__proto__'),
      start_time: fc.constantFrom('2026-01-05T10:00:00', 1_767_600_000_000, 'soon'),
      inputs: fc.jsonValue(),
      outputs: fc.jsonValue(),
      extra: fc.oneof(fc.jsonValue(), fc.record({ metadata: fc.jsonValue() })),
      error: fc.jsonValue(),
      dotted_order: fc.oneof(fc.string(), fc.constant(completed.dotted_order)),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(run, fc.jsonValue())), (runs) => {
      const { observations, refused } = langsmithRuns({ post: runs as Json[], patch: [] })
      expect(observations.length + refused.count).toBeLessThanOrEqual(runs.length)
    }),
  )
})
