import { type AddressInfo, createServer } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../../conversation/index.ts'
import { wallClock } from '../clock.ts'
import { agentConformance, type Counterpart, type Deed, deedFor } from './agent.conformance.ts'
import type { Agent, AgentEvent, AgentFailure } from './agent.ts'
import { doOverHttp, loopback } from './counterparts.sample.ts'
import { httpAgent } from './http.ts'

const around = { id: 'agent', folder: '.', env: {} }

/** An agent from settings as they stand in a file, with defaults filled in. */
function agentAt(settings: { readonly url: string; readonly [key: string]: unknown }): Agent {
  return httpAgent.create(httpAgent.settings.parse(settings), around)
}

function counterpart(write: (deed: Deed) => string, type: string, settings: Readonly<Record<string, Json>>) {
  return async (): Promise<Counterpart> => {
    const received: string[] = []
    const server = await loopback((text, response) => {
      const { conversationId, message } = JSON.parse(text)
      received.push(`${conversationId}: ${message}`)
      const deed = deedFor(message, conversationId)
      doOverHttp(deed, response, write(deed), type)
    })
    return {
      agent: (timeoutMs) => agentAt({ url: `${server.url}/chat`, timeoutMs, ...settings }),
      received: () => received,
      stop: server.stop,
    }
  }
}

const asJson = (deed: Deed) =>
  JSON.stringify({ replies: deed.replies.map((text) => ({ text })), toolCalls: deed.tools })
const asLines = (deed: Deed) =>
  [...deed.tools.map((call) => ({ call })), ...deed.replies.map((text) => ({ text }))]
    .map((value) => `${JSON.stringify(value)}\n`)
    .join('')
const asEvents = (deed: Deed) =>
  `: a comment\n\n${asLines(deed).replaceAll(/(.+)\n/g, 'event: part\r\ndata: $1\r\n\r\n')}data: [DONE]\n\n`
const asPieces = (deed: Deed) =>
  deed.replies.flatMap((text) => [...text].map((piece) => `data: ${JSON.stringify({ piece })}\n\n`)).join('')

agentConformance(
  'http, JSON answers',
  counterpart(asJson, 'application/json', { reply: '$.replies[*].text', toolCalls: { at: '$.toolCalls[*]' } }),
)
agentConformance(
  'http, JSON lines',
  counterpart(asLines, 'application/x-ndjson', { format: 'ndjson', reply: '$.text', toolCalls: { at: '$.call' } }),
)
agentConformance(
  'http, server-sent events',
  counterpart(asEvents, 'text/event-stream', { format: 'sse', reply: '$.text', toolCalls: { at: '$.call' } }),
)
agentConformance(
  'http, a message in pieces',
  counterpart(asPieces, 'text/event-stream', { format: 'sse', delta: '$.piece' }),
  { several: false, tools: false },
)

interface Exchanged {
  readonly events: AgentEvent[]
  readonly failures: Pick<AgentFailure, 'culprit' | 'code' | 'message'>[]
}

/** Sends messages one after another in one conversation. */
async function exchange(
  agent: Agent,
  messages: readonly string[],
  values: Record<string, Json> = {},
): Promise<Exchanged> {
  const events: AgentEvent[] = []
  const failures: Exchanged['failures'] = []
  const session = await agent.open({
    conversationId: 'c 1',
    channel: 'sms',
    customer: { phone: '+351 912' },
    values,
    clock: wallClock(),
    signal: new AbortController().signal,
    onEvent: (event) => events.push(event),
  })
  for (const text of messages) {
    await session.send({ text }).catch(({ culprit, code, message }: AgentFailure) => {
      failures.push({ culprit, code, message })
    })
  }
  await session.close()
  await agent.close()
  return { events, failures }
}

test('address, headers and body are filled from the message, the customer and the values of the trial', async () => {
  const requests: unknown[] = []
  const server = await loopback((text, response, { url, headers }) => {
    requests.push({ url, key: headers['x-key'], type: headers['content-type'], body: JSON.parse(text) })
    response.end('{"reply":"ok"}')
  })
  const agent = agentAt({
    url: '{{start.agent}}/chat/{{customer.phone}}',
    headers: { 'X-Key': 'k-{{account}}' },
    body: { text: '{{message}}', who: '{{customer}}', note: 'from {{channel}} {{conversationId}}' },
  })
  await exchange(agent, ['say "hi"'], { start: { agent: server.url }, account: 7 })
  await server.stop()
  expect(requests).toEqual([
    {
      url: '/chat/%2B351%20912',
      key: 'k-7',
      type: 'application/json',
      body: { text: 'say "hi"', who: { phone: '+351 912' }, note: 'from sms c 1' },
    },
  ])
})

test('a web form carries the fields as an SMS gateway would send them', async () => {
  const bodies: string[] = []
  const server = await loopback((text, response) => {
    bodies.push(text)
    response.end('Hello there')
  })
  const agent = agentAt({
    url: server.url,
    form: true,
    format: 'text',
    body: { From: '{{customer.phone}}', Body: '{{message}}' },
  })
  const { events } = await exchange(agent, ['a&b'])
  await server.stop()
  expect({ bodies, events }).toEqual({
    bodies: ['From=%2B351+912&Body=a%26b'],
    events: [{ type: 'message', text: 'Hello there' }],
  })
})

test.each([
  ['body', { body: '$.sessionId' }],
  ['header', { header: 'X-Session' }],
  ['cookie', { cookie: 'sid' }],
])("the agent's own session id, in the %s of its first answer, is sent back", async (_, session) => {
  const sent: unknown[] = []
  const server = await loopback((text, response, { headers }) => {
    const { session: inBody } = JSON.parse(text)
    sent.push({ inBody, inHeader: headers['x-session'], inCookie: headers.cookie })
    response.setHeader('x-session', 'S1').setHeader('set-cookie', ['other=1', 'sid=S1; Path=/; HttpOnly'])
    response.end('{"reply":"ok","sessionId":"S1"}')
  })
  const agent = agentAt({
    url: server.url,
    session,
    headers: { 'X-Session': '{{session}}' },
    body: { text: '{{message}}', session: '{{session}}' },
  })
  await exchange(agent, ['one', 'two'])
  await server.stop()
  const inCookie = 'cookie' in session ? { inCookie: 'sid=S1' } : {}
  expect(sent).toEqual([{}, { inBody: 'S1', inHeader: 'S1', ...inCookie }])
})

test('two messages at once do not begin two sessions: the second waits for the id of the first', async () => {
  const sent: unknown[] = []
  const server = await loopback((text, response) => {
    sent.push(JSON.parse(text).session ?? null)
    setTimeout(() => response.end('{"reply":"ok","sessionId":"S1"}'), 20)
  })
  const agent = agentAt({ url: server.url, session: { body: '$.sessionId' }, body: { session: '{{session}}' } })
  const session = await agent.open({
    conversationId: 'c',
    channel: 'chat',
    customer: {},
    values: {},
    clock: wallClock(),
    signal: new AbortController().signal,
    onEvent() {},
  })
  await Promise.all([session.send({ text: 'a' }), session.send({ text: 'b' }), session.send({ text: 'c' })])
  await agent.close()
  await server.stop()
  expect(sent).toEqual([null, 'S1', 'S1'])
})

test('an answer far longer than allowed is stopped, and is garbage', async () => {
  let written = 0
  const server = await loopback((_, response) => {
    const piece = Buffer.alloc(1_000_000, 'x')
    const more = () => {
      if (written >= 100 || response.destroyed) return response.end()
      written += 1
      return response.write(piece, more)
    }
    more()
  })
  const { failures } = await exchange(agentAt({ url: server.url }), ['hi'])
  await server.stop()
  expect(failures).toEqual([{ culprit: 'agent', code: 'garbage', message: 'The answer is longer than 5000000 bytes.' }])
  expect(written).toBeLessThan(100)
})

test.each([
  [500, 'Internal', { culprit: 'agent', code: 'status', message: 'The agent answered with status 500: "Internal"' }],
  [404, '', { culprit: 'simulator', code: 'status', message: 'The agent answered with status 404' }],
  [302, '', { culprit: 'simulator', code: 'status', message: 'The agent answered with status 302' }],
])('status %i is attributed to whose failure it is', async (status, body, failure) => {
  const server = await loopback((_, response) => {
    response.writeHead(status, { location: '/elsewhere' }).end(body)
  })
  const { failures } = await exchange(agentAt({ url: server.url }), ['hi'])
  await server.stop()
  expect(failures).toEqual([failure])
})

test('an answer without the reply says what it holds instead', async () => {
  const server = await loopback((_, response) => {
    response.end('{"text":"hi","meta":{"id":1,"tags":[]}}')
  })
  const { failures } = await exchange(agentAt({ url: server.url }), ['hi'])
  await server.stop()
  expect(failures).toEqual([
    {
      culprit: 'agent',
      code: 'garbage',
      message:
        'The selector $.reply finds nothing in the answer. The answer holds $.text (text), $.meta.id (number), $.meta.tags (empty list).',
    },
  ])
})

test('bytes that are not UTF-8, and replies that are not text, are garbage', async () => {
  const answers = [Buffer.from([0x7b, 0xff, 0xfe]), Buffer.from('{"reply":{"text":"hi"}}')]
  const server = await loopback((_, response) => {
    response.end(answers.shift())
  })
  const { failures } = await exchange(agentAt({ url: server.url }), ['a', 'b'])
  await server.stop()
  expect(failures).toEqual([
    { culprit: 'agent', code: 'garbage', message: 'The answer is not UTF-8 text.' },
    { culprit: 'agent', code: 'garbage', message: 'The reply at $.reply is not text: "{"text":"hi"}"' },
  ])
})

test('an agent that was never there is our infrastructure; one that answered before has stopped', async () => {
  const server = await loopback((_, response) => {
    response.setHeader('connection', 'close').end('{"reply":"ok"}')
  })
  const known = agentAt({ url: server.url })
  const unknown = agentAt({ url: server.url })
  const open = async (agent: Agent) =>
    agent.open({
      conversationId: 'c',
      channel: 'chat',
      customer: {},
      values: {},
      clock: wallClock(),
      signal: new AbortController().signal,
      onEvent() {},
    })
  const session = await open(known)
  await session.send({ text: 'a' })
  await server.stop()
  const code = ({ culprit, code: word }: AgentFailure) => `${culprit} ${word}`
  expect([
    await session.send({ text: 'b' }).catch(code),
    await (await open(unknown)).send({ text: 'b' }).catch(code),
  ]).toEqual(['agent refused', 'infrastructure refused'])
})

test('a handoff is told once, as long as it stays the same', async () => {
  const server = await loopback((_, response) => {
    response.end('{"reply":"One moment.","handoff":{"to":"front desk","reason":"billing"}}')
  })
  const { events } = await exchange(agentAt({ url: server.url, handoff: '$.handoff' }), ['a', 'b'])
  await server.stop()
  expect(events).toEqual([
    { type: 'handoff', to: 'front desk', because: 'billing' },
    { type: 'message', text: 'One moment.' },
    { type: 'message', text: 'One moment.' },
  ])
})

test('a placeholder that names nothing is our mistake, and names the ones there are', async () => {
  const agent = agentAt({ url: 'http://127.0.0.1:9/', body: { text: '{{mesage}}' } })
  const { failures } = await exchange(agent, ['hi'], { account: 7 })
  expect(failures).toEqual([
    {
      culprit: 'simulator',
      code: 'settings',
      message:
        'The placeholder {{mesage}} names no value. Known here: account, conversationId, channel, customer.phone, session, message.',
    },
  ])
})

test('an agent says in words how it is reached', () => {
  expect(agentAt({ url: 'http://127.0.0.1:1/chat', reply: '$.text' }).explain()).toBe(
    'POST http://127.0.0.1:1/chat, reply at $.text',
  )
})

test('whatever an agent answers, each message ends: with what was said, or with a failure that says whose it is', async () => {
  const answers: Buffer[] = []
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(answers.shift() ?? ''))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const head = fc.constantFrom(
    '',
    'HTTP/1.1 200 OK\r\n\r\n',
    'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n',
    'HTTP/1.1 ',
  )
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
    fc.json({ maxDepth: 2 }).map((text) => Buffer.from(text)),
    fc.json({ maxDepth: 2 }).map((text) => Buffer.from(`data: ${text}\n\n`)),
  )
  await fc.assert(
    fc.asyncProperty(head, body, fc.constantFrom('json', 'sse', 'ndjson', 'text'), async (start, rest, format) => {
      answers.push(Buffer.concat([Buffer.from(start), rest]))
      const { failures } = await exchange(agentAt({ url, format, timeoutMs: 5000 }), ['hi'])
      for (const { culprit, code } of failures) expect(`${culprit} ${code}`).toMatch(/^agent (garbage|disconnected)$/)
    }),
    { numRuns: 150 },
  )
  await new Promise((resolve) => server.close(resolve))
})
