import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { agentConformance, deedFor } from '../agents/agent.conformance.ts'
import { agentFrom, agentSettings, readyAgent } from '../agents/agent-from.ts'
import { doOverHttp, loopback } from '../agents/counterparts.sample.ts'
import { type Heard, opening } from '../agents/opening.sample.ts'

agentConformance(
  'a provider whose webhook answers',
  async () => {
    const received: string[] = []
    const server = await loopback((body, response) => {
      const { From = '', Body = '' } = Object.fromEntries(new URLSearchParams(body))
      received.push(`${From}: ${Body}`)
      const deed = deedFor(Body, From)
      const escaped = deed.replies.map((text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;'))
      const twiml = `<Response>${escaped.map((text) => `<Message>${text}</Message>`).join('')}</Response>`
      doOverHttp(deed, response, twiml, 'text/xml')
    })
    return {
      agent: (patienceMs) => {
        const twilio = { webhook: `${server.url}/sms`, delivery: { patienceMs } }
        return agentFrom(agentSettings.parse({ twilio }), { folder: '.', env: {} })
      },
      received: () => received,
      stop: server.stop,
    }
  },
  // Webhooks report no tools; what is no TwiML says nothing; and no provider heeds a rate limit by waiting as told.
  { tools: false, garbage: false, rateLimits: false, waits: true },
)

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

interface Got {
  readonly body: string
  readonly headers: IncomingMessage['headers']
}

/** A webhook that does what it is told and keeps what it got. */
async function webhook(answer: (nth: number, response: ServerResponse, got: Got) => void) {
  const got: Got[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const one = { body: Buffer.concat(chunks).toString(), headers: request.headers }
      got.push(one)
      answer(got.length, response, one)
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  stops.push(async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  })
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` }
}

async function connected(kind: string, settings: object) {
  const given = agentSettings.parse({ id: 'desk', [kind]: settings })
  const surroundings = { folder: '.', env: {}, allow: [] }
  const readied = await readyAgent(given, surroundings)
  const agent = agentFrom(given, { ...surroundings, ...(readied && { readied }) })
  stops.push(async () => {
    await agent.close()
    await readied?.close()
  })
  return { agent, hosts: JSON.parse(readied?.env.FIELDPROOF_HOSTS ?? '{}') as Record<string, string> }
}

async function talk(kind: string, settings: object, heard: Heard = opening()) {
  const { agent, hosts } = await connected(kind, settings)
  const session = await agent.open(heard.opening)
  stops.push(() => session.close())
  return { session, hosts, heard, agent }
}

const fine = (_: number, response: ServerResponse) => response.end()
const texts = (got: readonly Got[]) => got.map(({ body }) => new URLSearchParams(body).get('Body'))
const events = (got: readonly Got[]) =>
  got.map(({ body }) => JSON.parse(body) as { event_id: string; event: { text: string } })

test('a delivery that is doubled is the same message again, and says so where the provider does', async () => {
  const { got, url } = await webhook(fine)
  const { session } = await talk('slack', {
    webhook: url,
    handshake: false,
    delivery: { duplicate: 1, duplicateAfterMs: 1 },
  })
  await session.send({ text: 'book me in' })
  await vi.waitFor(() => expect(got.length).toBe(2))
  const [first, second] = events(got)
  expect(second).toEqual(first)
  expect(got.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1'])
})

test('what is not acknowledged is tried again as often as the provider does, with its reason, and put on record', async () => {
  const { got, url } = await webhook((nth, response) => response.writeHead(nth < 3 ? 500 : 200).end())
  const { session, heard } = await talk('slack', { webhook: url, handshake: false, delivery: { retryMs: [0, 5, 5] } })
  await session.send({ text: 'hello' })
  await vi.waitFor(() => expect(got.length).toBe(3))
  expect(got.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']])).toEqual([
    [undefined, undefined],
    ['1', 'http_error'],
    ['2', 'http_error'],
  ])
  expect(new Set(events(got).map(({ event_id }) => event_id)).size).toBe(1)
  expect(heard.failures.map(({ culprit, code }) => [culprit, code])).toEqual([['agent', 'status']])
})

test('an acknowledgement that comes too late counts as none, so that a slow agent gets its messages twice', async () => {
  const { got, url } = await webhook((nth, response) => (nth === 1 ? undefined : response.end()))
  const delivery = { patienceMs: 50, retryMs: [0] }
  const { session, heard } = await talk('slack', { webhook: url, handshake: false, delivery })
  await session.send({ text: 'hello' })
  await vi.waitFor(() => expect(got.length).toBe(2))
  expect([got[1]?.headers['x-slack-retry-reason'], heard.failures.map(({ code }) => code)]).toEqual([
    'http_timeout',
    ['timeout'],
  ])
})

test('where a provider gives up at once, the message failed', async () => {
  const { got, url } = await webhook((_, response) => response.writeHead(503).end('down'))
  const { session } = await talk('twilio', { webhook: url })
  await expect(session.send({ text: 'hello' })).rejects.toMatchObject({ culprit: 'agent', code: 'status' })
  expect(got.length).toBe(1)
})

test('some try again only what was told to come later', async () => {
  const { got, url } = await webhook((nth, response) => response.writeHead([429, 500][nth - 1] ?? 200).end())
  const { session, heard } = await talk('highlevel', { webhook: url, delivery: { retryMs: [0, 0, 0] } })
  await session.send({ text: 'hello' })
  await vi.waitFor(() => expect(heard.failures.length).toBe(2))
  expect([got.length, heard.failures.map(({ code }) => code)]).toEqual([2, ['status', 'status']])
})

test('a webhook that refuses what is signed is a mistake in the settings, not the agent’s', async () => {
  const { got, url } = await webhook((_, response) => response.writeHead(403).end())
  const { session } = await talk('slack', { webhook: url, handshake: false })
  await expect(session.send({ text: 'hello' })).rejects.toMatchObject({ culprit: 'simulator', code: 'status' })
  expect(got.length).toBe(1)
})

test('two messages come in one request where the provider batches, and else one after the other', async () => {
  const { got, url } = await webhook(fine)
  const delivery = { batched: 1, holdMs: 5000 }
  const whatsapp = await talk('whatsapp-cloud', { webhook: url, handshake: false, delivery })
  await Promise.all([whatsapp.session.send({ text: 'one' }), whatsapp.session.send({ text: 'two' })])
  expect(got.map(({ body }) => body.match(/"body":"(\w+)"/g))).toEqual([['"body":"one"', '"body":"two"']])
  got.splice(0)
  const sms = await talk('twilio', { webhook: url, delivery })
  await Promise.all([sms.session.send({ text: 'one' }), sms.session.send({ text: 'two' })])
  expect(texts(got)).toEqual(['one', 'two'])
})

test('messages swap places, and one that nothing follows is only late', async () => {
  const { got, url } = await webhook(fine)
  const swapped = await talk('twilio', { webhook: url, delivery: { swapped: 1, holdMs: 5000 } })
  await Promise.all([swapped.session.send({ text: 'one' }), swapped.session.send({ text: 'two' })])
  expect(texts(got)).toEqual(['two', 'one'])
  got.splice(0)
  const alone = await talk('twilio', { webhook: url, delivery: { swapped: 1, holdMs: 5 } })
  await alone.session.send({ text: 'alone' })
  expect(texts(got)).toEqual(['alone'])
})

test('a message that the provider refuses is put on record: the customer never got it, and nothing else shows that', async () => {
  const { url } = await webhook(fine)
  const { hosts, heard } = await talk('whatsapp-cloud', { webhook: url, handshake: false, customer: '+1 555 123 4567' })
  const send = (body: string) =>
    fetch(`${hosts['graph.facebook.com']}/v21.0/100000000000001/messages`, {
      method: 'POST',
      headers: { 'x-fieldproof-host': 'graph.facebook.com', authorization: 'Bearer simulated-access-token' },
      body: JSON.stringify({ messaging_product: 'whatsapp', to: '+1 555 123 4567', type: 'text', text: { body } }),
    })
  expect([(await send('a'.repeat(4097))).status, (await send('hello')).status]).toEqual([400, 200])
  expect([heard.events, heard.failures.map(({ culprit, message }) => [culprit, message.split(' {')[0]])]).toEqual([
    [{ type: 'message', text: 'hello' }],
    [['agent', 'whatsapp-cloud refused a message to this customer: 400']],
  ])
})

test('an agent that is told the address of the stand-in need not name the host that it stands for', async () => {
  const { url } = await webhook(fine)
  const { hosts, heard } = await talk('slack', { webhook: url, handshake: false, customer: 'U900000001' })
  const answer = await fetch(`${hosts['slack.com']}/api/chat.postMessage`, {
    method: 'POST',
    headers: { authorization: 'Bearer xoxb-0-0-simulated' },
    body: new URLSearchParams({ channel: 'D900000001', text: 'hello' }),
  })
  expect([((await answer.json()) as { ok: boolean }).ok, heard.events]).toEqual([
    true,
    [{ type: 'message', text: 'hello' }],
  ])
})

test('what the agent sends to nobody, and with a key that is not known, is told; what comes late is not', async () => {
  const { url } = await webhook(fine)
  const { hosts, agent, session } = await talk('slack', { webhook: url, handshake: false, customer: 'U900000001' })
  const post = (channel: string, token: string) =>
    fetch(`${hosts['slack.com']}/api/chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: new URLSearchParams({ channel, text: 'hello' }),
    })
  await session.close()
  await post('D900000001', 'xoxb-0-0-simulated')
  expect(agent.told?.()).toEqual([])
  await post('C0GENERAL', 'xoxb-0-0-simulated')
  await post('D900000001', 'xoxb-of-production')
  await post('D900000001', 'xoxb-of-production')
  expect(agent.told?.()).toEqual([
    'The agent sent 1 message by slack to nobody who was in a conversation, such as U0GENERAL.',
    '2 calls of the agent to slack had another key, or asked for what is not there, such as POST /api/chat.postMessage: 200 {"ok":false,"error":"invalid_auth"}.',
  ])
})

test('a webhook is verified once, before anything is delivered; one that cannot prove itself is named', async () => {
  const paths: (string | undefined)[] = []
  const server = createServer((request, response) => {
    paths.push(`${request.method} ${new URL(request.url ?? '', 'http://a').searchParams.get('hub.mode')}`)
    response.end(new URL(request.url ?? '', 'http://a').searchParams.get('hub.challenge'))
    request.resume()
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  stops.push(async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  const { agent } = await connected('whatsapp-cloud', { webhook: url })
  for (const conversationId of ['a', 'b']) {
    const session = await agent.open(opening({ conversationId }).opening)
    await session.send({ text: 'hi' })
    await session.close()
  }
  expect(paths).toEqual(['GET subscribe', 'POST null', 'POST null'])

  const { url: mute } = await webhook((_, response) => response.end('OK'))
  const { agent: silent } = await connected('slack', { webhook: mute })
  await expect(silent.open(opening().opening)).rejects.toMatchObject({
    code: 'connect/webhook-not-verified',
    message: `slack asked ${mute} to prove that it is the agent's, and it did not: answered "OK"`,
  })
})

test('a customer may have an address of their own, and no two at once the same', async () => {
  const { got, url } = await webhook(fine)
  const heard = opening({ values: { customer: { phone: '+12125550100' } } })
  const { agent, session } = await talk('twilio', { webhook: url, customer: '{{customer.phone}}' }, heard)
  await session.send({ text: 'hi' })
  expect(new URLSearchParams(got[0]?.body).get('From')).toBe('+12125550100')
  await expect(agent.open(heard.opening)).rejects.toMatchObject({ code: 'connect/address-taken' })
  await session.close()
  const again = await agent.open(heard.opening)
  await again.close()
})

test('an agent that answers its own echoes is stopped, and that it does is on record', async () => {
  let api = ''
  const { url } = await webhook((_, response, { body }) => {
    response.end()
    const [{ sender, recipient, message }] = JSON.parse(body).entry[0].messaging
    if (message === undefined) return
    void fetch(`${api}/v21.0/me/messages`, {
      method: 'POST',
      headers: { 'x-fieldproof-host': 'graph.instagram.com', authorization: 'Bearer simulated-instagram-token' },
      // An echo comes from the account itself, so that the customer is whom it went to.
      body: JSON.stringify({ recipient: message.is_echo ? recipient : sender, message: { text: 'How can I help?' } }),
    })
  })
  const { session, hosts, heard } = await talk('instagram', { webhook: url, handshake: false })
  api = hosts['graph.instagram.com'] ?? ''
  await session.send({ text: 'hi' })
  await vi.waitFor(() => expect(heard.failures.length).toBe(1), { timeout: 60_000 })
  expect([heard.events.length, heard.failures[0]?.message]).toEqual([
    40,
    'The agent sent more than 40 messages in a row, as one does that answers its own echoes; the rest is left out.',
  ])
})

test('what a webhook refuses of what it need not know is nobody’s failure', async () => {
  const { got, url } = await webhook((_, response, { body }) =>
    response.writeHead(body.includes('statuses') ? 404 : 200).end(),
  )
  const { hosts, heard } = await talk('whatsapp-cloud', { webhook: url, handshake: false, customer: '15551234567' })
  await fetch(`${hosts['graph.facebook.com']}/v21.0/100000000000001/messages`, {
    method: 'POST',
    headers: { 'x-fieldproof-host': 'graph.facebook.com', authorization: 'Bearer simulated-access-token' },
    body: JSON.stringify({ messaging_product: 'whatsapp', to: '15551234567', text: { body: 'hello' } }),
  })
  await vi.waitFor(() => expect(got.length).toBeGreaterThan(0))
  expect([heard.events.length, heard.failures]).toEqual([1, []])
})
