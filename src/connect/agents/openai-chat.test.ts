import { expect, test } from 'vitest'
import { agentConformance, type Counterpart, type Deed, deedFor } from './agent.conformance.ts'
import { doOverHttp, loopback } from './counterparts.sample.ts'
import { openaiChatAgent } from './openai-chat.ts'
import { failureOf, opening } from './opening.sample.ts'

const around = { id: 'agent', folder: '.', env: { CHAT_KEY: 'k-1' } }
const agentAt = (settings: Readonly<Record<string, unknown>>) =>
  openaiChatAgent.create(openaiChatAgent.settings.parse({ model: 'm', ...settings }), around)

const whole = (deed: Deed) =>
  JSON.stringify({
    choices: [{ message: { role: 'assistant', content: deed.replies.join('') || null }, finish_reason: 'stop' }],
  })
const chunk = (delta: object, reason: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ delta, finish_reason: reason }] })}\n\n`
const streamed = (deed: Deed) =>
  `${[...deed.replies.join('')].map((content) => chunk({ content })).join('') + chunk({}, 'stop')}data: [DONE]\n\n`

function counterpart(stream: boolean) {
  return async (): Promise<Counterpart> => {
    const received: string[] = []
    const server = await loopback((text, response, { headers }) => {
      const { messages } = JSON.parse(text)
      const id = String(headers['x-conversation'])
      const message = messages.at(-1).content
      received.push(`${id}: ${message}`)
      const deed = deedFor(message, id)
      doOverHttp(
        deed,
        response,
        stream ? streamed(deed) : whole(deed),
        stream ? 'text/event-stream' : 'application/json',
      )
    })
    return {
      agent: (timeoutMs) =>
        agentAt({
          baseUrl: `${server.url}/v1/`,
          stream,
          timeoutMs,
          headers: { 'X-Conversation': '{{conversationId}}' },
        }),
      received: () => received,
      stop: server.stop,
    }
  }
}

agentConformance('openai-chat, whole answers', counterpart(false), { several: false, tools: false })
agentConformance('openai-chat, streamed answers', counterpart(true), { several: false, tools: false })

test('the history, the filled system prompt, the tools and the key go with every message; a failed message leaves no trace', async () => {
  const requests: unknown[] = []
  const server = await loopback((text, response, { url, headers }) => {
    requests.push({ url, key: headers.authorization, ...JSON.parse(text) })
    if (requests.length === 2) return response.writeHead(429, { 'retry-after': '1' }).end()
    return response.end(whole({ ...deedFor('nothing', ''), replies: [`answer ${requests.length}`] }))
  })
  const tools = [{ type: 'function', function: { name: 'book' } }]
  const agent = agentAt({
    baseUrl: `${server.url}/v1`,
    apiKeyEnv: 'CHAT_KEY',
    system: 'You serve {{customer.name}}.',
    tools,
    parameters: { temperature: 0 },
  })
  const { opening: begun } = opening({ customer: { name: 'Ana' } })
  const session = await agent.open(begun)
  await session.send({ text: 'one' })
  await failureOf(session.send({ text: 'two' }))
  await session.send({ text: 'two again' })
  await agent.close()
  await server.stop()
  const system = { role: 'system', content: 'You serve Ana.' }
  const user = (content: string) => ({ role: 'user', content })
  const base = { url: '/v1/chat/completions', key: 'Bearer k-1', temperature: 0, model: 'm', tools }
  const answered = { role: 'assistant', content: 'answer 1' }
  expect(requests).toEqual([
    { ...base, messages: [system, user('one')] },
    { ...base, messages: [system, user('one'), answered, user('two')] },
    { ...base, messages: [system, user('one'), answered, user('two again')] },
  ])
})

const call = { type: 'tool-call', callId: 'x1', tool: 'book', args: { at: '14:00' } }

test.each([
  [
    false,
    JSON.stringify({
      choices: [
        {
          message: {
            content: 'One moment.',
            tool_calls: [{ id: 'x1', function: { name: 'book', arguments: '{"at":"14:00"}' } }],
          },
        },
      ],
    }),
  ],
  [
    true,
    chunk({ content: 'One ' }) +
      chunk({ content: 'moment.' }) +
      chunk({ tool_calls: [{ index: 0, id: 'x1', function: { name: 'book', arguments: '' } }] }) +
      chunk({ tool_calls: [{ index: 0, function: { arguments: '{"at":' } }] }) +
      chunk({ tool_calls: [{ index: 0, function: { arguments: '"14:00"}' } }] }) +
      chunk({}, 'tool_calls'),
  ],
])('tool calls are reported after the words that came with them (streamed: %s)', async (stream, answer) => {
  const server = await loopback((_, response) => {
    response.end(answer)
  })
  const agent = agentAt({ baseUrl: server.url, stream })
  const { opening: begun, events } = opening()
  await (await agent.open(begun)).send({ text: 'book' })
  await agent.close()
  await server.stop()
  expect(events).toEqual([{ type: 'message', text: 'One moment.' }, call])
})

test('a stream that ends early is garbage, though what was said of it has been heard', async () => {
  const server = await loopback((_, response) => {
    response.end(chunk({ content: 'Your appointment is' }))
  })
  const agent = agentAt({ baseUrl: server.url, stream: true })
  const { opening: begun, events } = opening()
  const session = await agent.open(begun)
  expect(await failureOf(session.send({ text: 'hi' }))).toEqual({
    culprit: 'agent',
    code: 'garbage',
    message: 'The stream ended before the answer was complete.',
  })
  await agent.close()
  await server.stop()
  expect(events).toEqual([{ type: 'message', text: 'Your appointment is' }])
})

test('a key that is not in the environment is told before anything is sent', () => {
  expect(() => agentAt({ baseUrl: 'http://127.0.0.1:1', apiKeyEnv: 'NO_KEY' })).toThrow(
    'The environment variable NO_KEY holds no key.',
  )
})
