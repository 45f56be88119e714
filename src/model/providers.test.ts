import { afterEach, describe, expect, test } from 'vitest'
import type { Problem } from '../problem.ts'
import { jumpingClock } from './jumping-clock.conformance.ts'
import { modelConformance, plain, structuredQuestion } from './model.conformance.ts'
import type { Model } from './model.ts'
import { type Mood, type Protocol, type ProtocolServer, protocolServer } from './protocol-server.conformance.ts'
import { modelFrom, type ProviderOptions } from './providers.ts'
import { retrying } from './retrying.ts'

const env = { DESK_KEY: 'key-of-the-desk-4182' }
const open: ProtocolServer[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

async function served(
  protocol: Protocol,
  moods: readonly Mood[],
  options: ProviderOptions = {},
): Promise<{ readonly model: Model; readonly server: ProtocolServer }> {
  const server = await protocolServer(protocol, moods)
  open.push(server)
  const { baseUrl } = server
  return { server, model: modelFrom(`${protocol}:desk`, { baseUrl, apiKeyEnv: 'DESK_KEY', env, ...options }) }
}

const problemOf = (asked: Promise<unknown>): Promise<Problem> =>
  asked.then(
    () => expect.unreachable('an answer arrived'),
    (thrown) => thrown,
  )

const protocols: readonly Protocol[] = ['openai-compatible', 'anthropic', 'google']

for (const protocol of protocols) {
  modelConformance(`${protocol} over HTTP`, async (texts) => {
    const { model, server } = await served(
      protocol,
      texts.map((says) => ({ says })),
    )
    return { model, close: () => server.close() }
  })
}

describe.each(protocols)('%s', (protocol) => {
  test('sends the instructions, the question, the limit and the key, and counts the tokens and the money', async () => {
    const price = { inputPerMillion: 2, outputPerMillion: 10 }
    const { model, server } = await served(protocol, [{ says: 'closed' }], { price, clock: jumpingClock() })
    const answer = await model.ask(plain)
    expect(answer.usage).toEqual({ inputTokens: 120, outputTokens: 30, cost: 0.00054 })
    expect(answer.latencyMs).toBe(0)
    const [request] = server.requests
    expect(request?.key).toContain('key-of-the-desk-4182')
    const sent = JSON.stringify(request?.body)
    for (const part of ['Answer in one word.', 'Is the clinic open on Sunday?', '50']) expect(sent).toContain(part)
  })

  test('sends the schema of a structured answer in the form the protocol knows', async () => {
    const { model, server } = await served(protocol, [{ says: '{"open":true}' }])
    await model.ask(structuredQuestion)
    expect(JSON.stringify(server.requests[0]?.body)).toContain('"open":{"type":"boolean"}')
  })

  test('waits as many seconds as Retry-After says, then asks again', async () => {
    const clock = jumpingClock()
    const busy: Mood = { status: 429, headers: { 'retry-after': '7' } }
    const { model, server } = await served(protocol, [busy, { says: 'closed' }])
    const answer = await retrying(model, { clock }).ask(plain)
    expect(answer.text).toBe('closed')
    expect(clock.slept).toEqual([7000])
    expect(server.requests).toHaveLength(2)
  })

  test('waits until the date that Retry-After names', async () => {
    const clock = jumpingClock(Date.parse('2026-03-02T10:00:00Z'))
    const busy: Mood = { status: 429, headers: { 'retry-after': 'Mon, 02 Mar 2026 10:00:12 GMT' } }
    const { model } = await served(protocol, [busy, { says: 'closed' }])
    expect((await retrying(model, { clock }).ask(plain)).text).toBe('closed')
    expect(clock.slept).toEqual([12_000])
  })

  test('asks again after a 500, a cut connection and a reset, waiting longer each time', async () => {
    const clock = jumpingClock()
    const { model, server } = await served(protocol, [{ status: 500 }, 'cut-off', 'resets', { says: 'closed' }])
    expect((await retrying(model, { clock }).ask(plain)).text).toBe('closed')
    expect(server.requests).toHaveLength(4)
    const [first = 0, second = 0, third = 0] = clock.slept
    expect(first).toBeGreaterThanOrEqual(250)
    expect(first).toBeLessThanOrEqual(500)
    expect(second).toBeGreaterThanOrEqual(500)
    expect(second).toBeLessThanOrEqual(1000)
    expect(third).toBeGreaterThanOrEqual(1000)
    expect(third).toBeLessThanOrEqual(2000)
  })

  test('names each failure by its own code, and says whether asking again may help', async () => {
    const moods: Mood[] = [
      { status: 429 },
      { status: 503, body: '<html>Bad gateway</html>' },
      'cut-off',
      'resets',
      { status: 401, body: '{"error":{"message":"bad key key-of-the-desk-4182","type":"auth","code":401}}' },
      { status: 404 },
      { raw: '<html>Welcome to the router</html>', contentType: 'text/html' },
      { raw: '{"choices": [' },
      { raw: '"just a text"' },
    ]
    const { model } = await served(protocol, moods)
    const seen: string[] = []
    for (const _ of moods) {
      const problem = await problemOf(model.ask(plain))
      expect(problem.message).not.toContain('key-of-the-desk-4182')
      seen.push(`${problem.code} ${'retryable' in problem && problem.retryable ? 'again' : 'for good'}`)
    }
    expect(seen).toEqual([
      'model/rate-limited again',
      'model/provider-failed again',
      'model/unreachable again',
      'model/unreachable again',
      'model/rejected for good',
      'model/rejected for good',
      'model/garbled for good',
      'model/garbled for good',
      'model/garbled for good',
    ])
  })

  test('a provider that refuses is an answer that was refused, not a failure', async () => {
    const { model } = await served(protocol, ['refuses'])
    const answer = await model.ask(structuredQuestion)
    expect(answer).toMatchObject({ finish: 'refused', text: '', malformed: 'the model refused to answer' })
  })

  test('a server that never answers is given up after the timeout', async () => {
    const { model } = await served(protocol, ['hangs'], { timeoutMs: 50 })
    expect(await problemOf(model.ask(plain))).toMatchObject({
      code: 'model/timed-out',
      message: `Model "${protocol}:desk" did not answer within 50 ms.`,
      retryable: true,
    })
  })

  test('stopping while the server thinks ends the question with the reason that was given', async () => {
    const { model, server } = await served(protocol, ['hangs'])
    const stop = new AbortController()
    const asked = problemOf(retrying(model, { clock: jumpingClock() }).ask(plain, stop.signal))
    const reason = new Error('stopped by the user')
    stop.abort(reason)
    expect(await asked).toBe(reason)
    expect(server.requests.length).toBeLessThanOrEqual(1)
  })
})

test('says what a provider does not honour, so that nobody counts on a seed that is not kept', async () => {
  const { model } = await served('anthropic', [{ says: 'closed' }])
  expect((await model.ask({ ...plain, seed: 4182 })).ignored).toContain('seed')
})

test('a server that takes no schema is asked for plain JSON', async () => {
  const { model, server } = await served('openai-compatible', [{ says: '{"open":true}' }], { takesSchema: false })
  expect((await model.ask(structuredQuestion)).value).toEqual({ open: true })
  expect(server.requests[0]?.body).toMatchObject({ response_format: { type: 'json_object' } })
})

test.each(['anthropic', 'google', 'openai-compatible'] as const)(
  '%s: what is to go with every question goes with it',
  async (protocol) => {
    const traceparent = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`
    const { model, server } = await served(protocol, [{ says: 'closed' }], { headers: { traceparent } })
    await model.ask(plain)
    expect(server.requests.map(({ trace }) => trace)).toEqual([traceparent])
  },
)

test('ollama needs no key and costs nothing', async () => {
  const server = await protocolServer('openai-compatible', [{ says: 'closed' }])
  open.push(server)
  const answer = await modelFrom('ollama:llama3.2', { baseUrl: server.baseUrl, env: {} }).ask(plain)
  expect(answer).toMatchObject({ text: 'closed', usage: { inputTokens: 120, outputTokens: 30, cost: 0 } })
  expect(server.requests[0]?.path).toBe('/chat/completions')
  expect(server.requests[0]?.key).toBeUndefined()
})

test('a model that cannot be made says what is missing before anything is asked', () => {
  const trouble = (id: string, options: ProviderOptions = {}) => {
    try {
      return modelFrom(id, { env: {}, ...options }).id
    } catch (thrown) {
      return `${(thrown as Problem).code}: ${(thrown as Problem).message} ${(thrown as Problem).hint}`
    }
  }
  expect([
    trouble('gpt-5'),
    trouble('toString:x'),
    trouble('ollama:'),
    trouble('openai-compatible:desk'),
    trouble('anthropic:claude-sonnet-4-5'),
    trouble('google:gemini-2.5-pro', { apiKeyEnv: 'TEAM_KEY' }),
  ]).toMatchInlineSnapshot(`
    [
      "model/unknown-provider: "gpt-5" names no model: it must be a provider, a colon and the provider's name for the model. Providers: anthropic, google, openai-compatible, ollama. For example ollama:llama3.2.",
      "model/unknown-provider: "toString:x" names no model: it must be a provider, a colon and the provider's name for the model. Providers: anthropic, google, openai-compatible, ollama. For example ollama:llama3.2.",
      "model/unknown-provider: "ollama:" names no model: it must be a provider, a colon and the provider's name for the model. Providers: anthropic, google, openai-compatible, ollama. For example ollama:llama3.2.",
      "model/no-base-url: Model "openai-compatible:desk" has no address. Give "baseUrl", the address before /chat/completions, for example http://127.0.0.1:8000/v1.",
      "model/no-key: Model "anthropic:claude-sonnet-4-5" needs a key, and the environment variable ANTHROPIC_API_KEY is not set. Set ANTHROPIC_API_KEY, name another variable with "apiKeyEnv", or use a model that needs no key, for example ollama:llama3.2.",
      "model/no-key: Model "google:gemini-2.5-pro" needs a key, and the environment variable TEAM_KEY is not set. Set TEAM_KEY, name another variable with "apiKeyEnv", or use a model that needs no key, for example ollama:llama3.2.",
    ]
  `)
})
