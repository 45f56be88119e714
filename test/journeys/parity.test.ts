/**
 * The same conversation, the same verdict: what the examples' agents did in simulation is sent to a real server, whole,
 * event by event and as spans, and every condition must come out as it did before.
 *
 * Events and spans cannot carry everything that a simulation knows (what a scenario expects, what a backend's records
 * said), so what they are compared with is the verdict on as much of the conversation as they carry.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleIo } from '../../src/cli/io.sample.ts'
import { runProgram } from '../../src/cli/program.ts'
import { wallClock } from '../../src/connect/index.ts'
import { type Conversation, type Event, isoOf, momentOf } from '../../src/conversation/index.ts'
import { type Observatory, openObservatory } from '../../src/observe/index.ts'
import { judge, type Pact, type Verdict } from '../../src/pact/index.ts'
import { type OpenServer, openServer } from '../../src/server/index.ts'
import { readProject } from '../../src/simulate/index.ts'
import { openStore } from '../../src/store/index.ts'

interface Example {
  readonly name: string
  /** Words after `simulate`, one list per run. */
  readonly runs: readonly (readonly string[])[]
  /** Conversations that it gives at least; and how many of them spans can tell of. */
  readonly atLeast: number
  readonly asSpans: number
}

const examples: readonly Example[] = [
  {
    name: 'harbor-dental',
    runs: [
      ['--faults', 'none'],
      ['--scenario', 'book-cleaning', 'book-filling-half-past', 'cancel-checkup'],
    ],
    atLeast: 600,
    asSpans: 200,
  },
  // It is played by the clock on the wall: the busier the machine, the more of its messages cross, at worst in all of its
  // conversations, and spans cannot tell of that.
  { name: 'channels', runs: [[]], atLeast: 20, asSpans: 0 },
]

interface Played {
  readonly conversation: Conversation
  readonly verdict: Verdict
}

describe.each(examples)('$name', ({ name, runs, atLeast, asSpans }) => {
  const played: Played[] = []
  let folder: string
  let pact: Pact

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fieldproof-parity-'))
    pact = (await readProject(resolve('examples', name, 'fieldproof.yaml'))).pact
    const file = join(folder, 'runs.db')
    for (const words of runs) {
      const io = sampleIo({ env: process.env })
      await runProgram(['simulate', resolve('examples', name), '--store', file, ...words], io, '0.0.0')
    }
    const store = await openStore(file)
    const trials = new Map<string, Played>()
    for (const { id } of await store.runs()) {
      for await (const trial of store.trials(id)) trials.set(trial.conversation.id, trial)
    }
    played.push(...trials.values())
    await store.close()
  }, 240_000)
  afterAll(() => rm(folder, { recursive: true }))

  /** Verdicts on what was sent, by conversation, as the server gives them back. */
  async function graded(path: string, bodies: readonly unknown[], ids: readonly string[]) {
    const now = () => Date.now()
    const idle = Object.fromEntries(played.map(({ conversation }) => [conversation.channel, 1]))
    const data = await mkdtemp(join(folder, 'data-'))
    const observatory = await openObservatory({
      folder: data,
      grading: { pact },
      idle,
      clock: wallClock(),
      now,
    })
    const server = await openServer({ observatory, now, version: '0', port: 0 })
    try {
      for (const body of bodies) await post(server, path, body)
      return await verdictsOf(server, observatory, ids)
    } finally {
      await server.close()
      await observatory.close()
    }
  }

  test('sent whole, every conversation has the verdict that it had in simulation', async () => {
    const whole = played.map(({ conversation }) => ({ ...conversation, origin: 'production' }))
    const ids = whole.map(({ id }) => id)
    const found = await graded('/v1/conversations', portions(whole, 40), ids)
    expect(new Set(ids).size).toBeGreaterThanOrEqual(atLeast)
    expect(played.flatMap(({ verdict }) => differences(verdict, found.get(verdict.conversation)))).toEqual([])
    expect(found.size).toBe(played.length)
  })

  test('sent event by event, they are judged as what events can tell of them', async () => {
    const known = played.map(({ conversation }) => toldByEvents(conversation))
    const sent = known.map(({ events, startedAt, ...about }) => ({
      ...about,
      origin: 'production',
      events: events.map((event, index) => ({
        ...event,
        id: String(index).padStart(6, '0'),
        at: at(startedAt, event.atMs),
      })),
      ended: true,
    }))
    const found = await graded(
      '/v1/conversations',
      portions(sent, 40),
      known.map(({ id }) => id),
    )
    expect(known.flatMap((each) => differences(judge(pact, each), found.get(each.id)))).toEqual([])
    expect(found.size).toBe(played.length)
  })

  test('sent as spans, they are judged as what spans can tell of them', async () => {
    const known = played.flatMap(({ conversation }) => toldBySpans(conversation) ?? [])
    const found = await graded(
      '/v1/traces',
      portions(known, 40).map(spansOf),
      known.map(({ id }) => id),
    )
    expect(known.length).toBeGreaterThanOrEqual(asSpans)
    expect(known.flatMap((each) => differences(judge(pact, each), found.get(each.id)))).toEqual([])
    expect(found.size).toBe(known.length)
  })
})

async function post({ url }: OpenServer, path: string, body: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  const answer = await response.text()
  expect([response.status, /refused":[1-9]|rejected/.exec(answer)?.[0]]).toEqual([200, undefined])
}

async function verdictsOf({ url }: OpenServer, observatory: Observatory, ids: readonly string[]) {
  await observatory.settled()
  // Spans say of no conversation that it has ended: it is over when nothing has come for the idle time.
  while (await isGoingOn(observatory, ids)) await observatory.settled()
  const found = new Map<string, Verdict>()
  for (const id of ids) {
    const response = await fetch(`${url}/v1/conversations/${encodeURIComponent(id)}`)
    const { verdict } = (await response.json()) as { verdict?: Verdict }
    if (verdict !== undefined) found.set(id, verdict)
  }
  return found
}

async function isGoingOn({ observed }: Observatory, ids: readonly string[]): Promise<boolean> {
  const threads = await Promise.all(ids.map((id) => observed.thread('default', id)))
  return threads.some((thread) => thread !== undefined && thread.state !== 'closed')
}

/** What two verdicts say otherwise, condition by condition, with the reasons and the events that they point at. */
function differences(before: Verdict, now: Verdict | undefined): readonly unknown[] {
  if (now === undefined) return [`${before.conversation}: no verdict`]
  const hashes = before.pact.hash === now.pact.hash ? [] : [`${before.conversation}: another pact`]
  const after = new Map(now.findings.map((finding) => [finding.condition, finding]))
  return [
    ...hashes,
    ...before.findings.flatMap((finding) => {
      const other = after.get(finding.condition)
      const same = JSON.stringify(sorted(finding)) === JSON.stringify(sorted(other ?? {}))
      return same ? [] : [{ conversation: before.conversation, before: finding, now: other }]
    }),
    ...(after.size === before.findings.length ? [] : [`${before.conversation}: other conditions`]),
  ]
}

const sorted = (value: object) => Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))

/** As much as events can carry: not what a simulation knows besides. Times count from the first event. */
function toldByEvents({ circumstances: _, ...conversation }: Conversation): Conversation {
  const firstMs = conversation.events[0]?.atMs ?? 0
  return {
    ...conversation,
    startedAt: at(conversation.startedAt, firstMs),
    events: conversation.events.map((event) => ({ ...event, atMs: event.atMs - firstMs })),
  }
}

type Message = Extract<Event, { type: 'message' }>

/**
 * As much as spans can carry, or nothing where they cannot tell it as it was. A span of a model knows when it was asked
 * and when it had answered, so both sides must have said what they said in one message at a time. The example's agent
 * reports its calls with its reply; spans have a time for each, so here they lie between question and reply.
 */
function toldBySpans({ id, origin, channel, agent, startedAt, events }: Conversation): Conversation | undefined {
  const own = events.filter((event) => event.type === 'message' || isOwnCall(event))
  const messages = own.filter((event) => event.type === 'message')
  const alternate = messages.every(({ from }, index) => from === (index % 2 === 0 ? 'customer' : 'agent'))
  if (!alternate || messages.length % 2 !== 0 || messages.length === 0 || own[0]?.type !== 'message') return undefined
  const timed: Event[] = []
  for (const [index, event] of own.entries()) {
    const before = timed.at(-1)?.atMs ?? 0
    const next = own.slice(index).find(({ type }) => type === 'message')
    if (event.type === 'message') timed.push({ type: 'message', atMs: event.atMs, from: event.from, text: event.text })
    else timed.push({ ...event, seenBy: 'trace', atMs: before + 1 })
    if (next === undefined || (event.type !== 'message' && before + 1 >= next.atMs)) return undefined
  }
  return toldByEvents({ id, origin, channel, agent: { id: agent.id }, startedAt, events: timed })
}

type Call = Extract<Event, { type: 'tool-call' | 'tool-result' }>

const isOwnCall = (event: Event): event is Call =>
  (event.type === 'tool-call' || event.type === 'tool-result') && event.seenBy === 'agent'

/** A question to a model per exchange, with all that was said before, and a span per tool that ran. */
function spansOf(conversations: readonly Conversation[]) {
  const spans = conversations.flatMap((conversation, of) => conversationSpans(conversation, of))
  return { resourceSpans: [{ scopeSpans: [{ scope: { name: 'desk' }, spans }] }] }
}

function conversationSpans({ id, channel, agent, startedAt, events }: Conversation, of: number) {
  const startMs = momentOf(startedAt) ?? 0
  const nanos = (atMs: number) => `${BigInt(Math.round(startMs + atMs)) * 1_000_000n}`
  const common = {
    'gen_ai.conversation.id': id,
    'gen_ai.agent.name': agent.id,
    channel,
  }
  const spans: unknown[] = []
  const history: Message[] = []
  const traceId = (n: number) => hex(`${id}/${of}/${n}`, 32)
  let exchange = 0
  for (const [index, event] of events.entries()) {
    const span = (name: string, kind: string, from: number, to: number, more: Record<string, unknown>) =>
      spans.push({
        traceId: traceId(exchange),
        spanId: hex(`${id}/${of}/${index}`, 16),
        name,
        startTimeUnixNano: nanos(from),
        endTimeUnixNano: nanos(to),
        attributes: attributes({ ...common, 'gen_ai.operation.name': kind, ...more }),
      })
    if (event.type === 'message') {
      const asked = history.at(-1)
      if (event.from === 'agent' && asked !== undefined) {
        span('chat', 'chat', asked.atMs, event.atMs, {
          'gen_ai.input.messages': JSON.stringify(history.map(messageOf)),
          'gen_ai.output.messages': JSON.stringify([messageOf(event)]),
        })
        exchange += 1
      }
      history.push(event)
    } else if (event.type === 'tool-call') {
      const { callId, tool, args, atMs } = event
      const result = events.find((each) => each.type === 'tool-result' && each.callId === callId)
      if (result?.type !== 'tool-result') continue
      span(`execute_tool ${tool}`, 'execute_tool', atMs, result.atMs, {
        'gen_ai.tool.name': tool,
        'gen_ai.tool.call.id': callId,
        'gen_ai.tool.call.arguments': JSON.stringify(args),
        'gen_ai.tool.call.result': JSON.stringify(result.value),
        ...(result.outcome === 'error' && { 'error.type': 'refused' }),
      })
    }
  }
  return spans
}

function messageOf({ from, text }: Message) {
  return { role: from === 'customer' ? 'user' : 'assistant', parts: [{ type: 'text', content: text }] }
}

const attributes = (values: Record<string, unknown>) =>
  Object.entries(values).map(([key, value]) => ({ key, value: { stringValue: String(value) } }))

/** A name as so many hexadecimal digits. */
function hex(name: string, digits: number): string {
  let [a, b] = [0x811c9dc5, 0x1000193]
  for (const character of name) {
    a = Math.imul(a ^ (character.codePointAt(0) ?? 0), 0x01000193)
    b = Math.imul(b ^ a, 0x85ebca6b)
  }
  return `${(a >>> 0).toString(16)}${(b >>> 0).toString(16)}`.padStart(digits, '1').slice(-digits)
}

function at(startedAt: string, atMs: number): string {
  return isoOf((momentOf(startedAt) ?? 0) + atMs)
}

function portions<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}
