/**
 * What must not be kept is planted in every dialect, in both encodings and in every other form that is taken; nothing of
 * it is found in any file that the server leaves behind, and what leaked is still found out.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { wallClock } from '../../src/connect/index.ts'
import { type Observatory, openObservatory } from '../../src/observe/index.ts'
import { bothOf } from '../../src/observe/otlp/opentelemetry.sample.ts'
import { parsePact } from '../../src/pact/index.ts'

const pact = parsePact('pact: p\nversion: 1\nconditions:\n  - id: keeps-secrets\n    leak: {}\n', {
  file: 'p.yaml',
  read: () => '',
})
const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

const planted = {
  secret: 'sk-live-4f8a9b2c7d6e1f0a3b5c8d9e',
  card: '4111 1111 1111 1111',
  iban: 'DE89 3704 0044 0532 0130 00',
  ssn: '536-22-8145',
  email: 'ines.moreau@mail.example.com',
  phone: '+351 912 345 678',
  address: '221 Baker Street',
  name: 'Quentina Zabrowski',
} as const
const said = `My name is ${planted.name}. ${planted.phone}, ${planted.email}, ${planted.address}.\nCard ${planted.card} IBAN ${planted.iban} SSN ${planted.ssn}`
const leaked = `Use ${planted.secret} then.`
const result = { customer: { name: planted.name, email: planted.email }, cards: [planted.card] }
const json = (value: unknown) => JSON.stringify(value)
const openai = [
  { role: 'user', content: said },
  { role: 'tool', tool_call_id: 'c', content: json(result) },
]
const parts = [{ role: 'user', parts: [{ type: 'text', content: said }] }]

/** One span per dialect: what the customer wrote, and what the agent gave away. */
const dialects: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'otel-genai': {
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'm',
    'gen_ai.input.messages': json(parts),
    'gen_ai.output.messages': json([{ role: 'assistant', parts: [{ type: 'text', content: leaked }] }]),
    'gen_ai.tool.call.result': json(result),
  },
  openinference: {
    'openinference.span.kind': 'LLM',
    'llm.input_messages.0.message.role': 'user',
    'llm.input_messages.0.message.content': said,
    'llm.output_messages.0.message.role': 'assistant',
    'llm.output_messages.0.message.content': leaked,
    'input.value': json({ messages: openai }),
  },
  openllmetry: {
    'llm.request.type': 'chat',
    'gen_ai.system': 'openai',
    'gen_ai.prompt.0.role': 'user',
    'gen_ai.prompt.0.content': said,
    'gen_ai.completion.0.role': 'assistant',
    'gen_ai.completion.0.content': leaked,
    'traceloop.entity.output': json(result),
  },
  'vercel-ai': {
    'ai.operationId': 'ai.generateText.doGenerate',
    'ai.model.id': 'm',
    'ai.prompt.messages': json([{ role: 'user', content: [{ type: 'text', text: said }] }]),
    'ai.response.text': leaked,
  },
  langfuse: {
    'langfuse.observation.type': 'generation',
    'langfuse.observation.input': json(openai),
    'langfuse.observation.output': leaked,
  },
  langsmith: {
    'langsmith.span.kind': 'llm',
    'gen_ai.prompt': json({ messages: openai }),
    'gen_ai.completion': json({ choices: [{ message: { role: 'assistant', content: leaked } }] }),
  },
  livekit: {
    'lk.job_id': 'j',
    'lk.user_input': said,
    'lk.chat_ctx': json({ items: [{ type: 'message', role: 'user', content: [said] }] }),
    'lk.response.text': leaked,
  },
}

function spansOf(attributes: Readonly<Record<string, string>>, n: number) {
  const value = (text: string) => ({ stringValue: text })
  const span = {
    traceId: Uint8Array.from({ length: 16 }, () => n + 1),
    spanId: Uint8Array.from({ length: 8 }, () => n + 1),
    // LiveKit's questions to a model are known by their names.
    name: 'lk.job_id' in attributes ? 'llm_node' : `step for ${planted.email}`,
    startTimeUnixNano: '1767261600000000000',
    endTimeUnixNano: '1767261601000000000',
    attributes: Object.entries({ ...attributes, 'session.id': `c${n}`, 'user.id': planted.email }).map(
      ([key, text]) => ({
        key,
        value: value(text),
      }),
    ),
    events: [
      {
        name: 'gen_ai.user.message',
        timeUnixNano: '1767261600000000000',
        attributes: [{ key: 'content', value: value(said) }],
      },
    ],
    status: { code: 2, message: `failed for ${planted.phone}` },
  }
  const resource = { attributes: [{ key: 'service.name', value: value('bot') }] }
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'bot' }, spans: [span] }] }] }
}

async function opened(mode: 'remove' | 'tokens'): Promise<{ observatory: Observatory; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'fieldproof-redaction-'))
  folders.push(folder)
  const time = { ms: 1_767_261_700_000 }
  const observatory = await openObservatory({
    folder,
    grading: { pact },
    clock: wallClock(),
    now: () => time.ms,
    idle: { chat: 0, voice: 0 },
    redaction: { mode },
  })
  return { observatory, folder }
}

/** Values that stand in a file, also without their blanks and as JSON writes them. */
async function foundIn(folder: string): Promise<readonly string[]> {
  const found: string[] = []
  for (const name of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!name.isFile()) continue
    const text = (await readFile(join(name.parentPath, name.name))).toString('latin1').toLowerCase()
    for (const [kind, value] of Object.entries(planted)) {
      const forms = [value, value.replaceAll(/[ -]/g, ''), ...(kind === 'name' ? value.split(' ') : [])]
      for (const form of forms) if (text.includes(form.toLowerCase())) found.push(`${name.name}: ${kind} ${form}`)
    }
  }
  return found
}

async function findings(observatory: Observatory) {
  const all: [string, string | undefined][] = []
  for await (const { thread, verdict } of observatory.observed.gradings('default'))
    all.push([thread, verdict.findings[0]?.outcome])
  return all.sort()
}

test.each(['remove', 'tokens'] as const)(
  'nothing that is planted in any dialect is kept (%s), and a leak is still found',
  async (mode) => {
    const { observatory, folder } = await opened(mode)
    const names = Object.keys(dialects)
    for (const [n, name] of names.entries()) {
      const { bytes, json: written } = bothOf('traces', spansOf(dialects[name] ?? {}, n))
      const take = (body: Uint8Array | string, contentType: string) =>
        observatory.take({ project: 'default', reader: 'otlp-traces', body: Buffer.from(body as string), contentType })
      expect(await take(bytes as never, 'application/x-protobuf')).toEqual({ records: 1, refused: 0 })
      expect(await take(written, 'application/json')).toEqual({ records: 1, refused: 0 })
    }
    await observatory.settled()
    const outcomes = await findings(observatory)
    expect(outcomes.map(([, outcome]) => outcome)).toEqual(names.map(() => 'violated'))
    expect(await foundIn(folder)).toEqual([])
    await observatory.close()
    expect(await foundIn(folder)).toEqual([])
  },
)

test("nothing that is planted in conversations of our own form, Langfuse's batches or LangSmith's runs is kept", async () => {
  const { observatory, folder } = await opened('remove')
  const at = '2026-01-01T10:00:00Z'
  const events = [
    { type: 'message', at, from: 'customer', text: said },
    {
      type: 'tool-call',
      at,
      callId: 'c',
      seenBy: 'agent',
      tool: 'look_up',
      args: { customer: result.customer, note: json(result) },
    },
    { type: 'tool-result', at, callId: 'c', seenBy: 'agent', outcome: 'ok', value: result },
    { type: 'message', at, from: 'agent', text: leaked },
  ]
  const send = (reader: string, value: unknown) =>
    observatory.take({ project: 'default', reader, body: Buffer.from(json(value)), contentType: 'application/json' })
  const ours = await send('conversations', { id: planted.phone, customerId: planted.email, events, ended: true })
  expect(ours).toEqual({ records: 1, refused: 0 })
  const generation = {
    ...{ id: 'g', traceId: 't', name: `for ${planted.email}`, startTime: at, endTime: at },
    ...{ input: openai, output: { role: 'assistant', content: leaked }, metadata: result },
  }
  expect(
    await send('langfuse', { batch: [{ id: 'e', type: 'generation-create', timestamp: at, body: generation }] }),
  ).toEqual({ records: 1, refused: 0 })
  const run = {
    ...{ id: '5b3c4f0e-8a59-4c41-9d17-31a57bff1f2a', trace_id: '5b3c4f0e-8a59-4c41-9d17-31a57bff1f2a', name: 'm' },
    ...{
      run_type: 'llm',
      start_time: at,
      end_time: at,
      inputs: { messages: openai },
      outputs: { text: leaked, result },
    },
  }
  expect(await send('langsmith', { post: [run] })).toEqual({ records: 1, refused: 0 })
  await observatory.settled()
  const [thread] = await observatory.observed.latestThreads('default', 1)
  expect(thread?.id).toMatch(/^\[phone:[a-p]{16}\]$|^trace-|^t$|^5b3c/)
  expect(await foundIn(folder)).toEqual([])
  await observatory.close()
  expect(await foundIn(folder)).toEqual([])
})
