import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { agentFrom, agentSettings, readyAgent } from '../agents/agent-from.ts'
import { opening } from '../agents/opening.sample.ts'
import { explainSending, sendingOf, sendingSettings } from './sending.ts'

interface Statuses {
  readonly entry: readonly {
    readonly changes: readonly { readonly value: { readonly statuses?: readonly Status[] } }[]
  }[]
}
interface Status {
  readonly status: string
  readonly errors?: readonly { readonly code: number }[]
}

/** A WhatsApp agent that sends `n` messages to its customer: what it was answered, what it was told, what came. */
async function sendingBack(sending: object, n: number) {
  const told: Status[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const piece of request) body += piece
    response.end()
    const { entry } = JSON.parse(body) as Statuses
    told.push(...entry.flatMap(({ changes }) => changes.flatMap(({ value }) => value.statuses ?? [])))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const webhook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`
  const customer = '15551234567'
  const given = agentSettings.parse({ id: 'desk', 'whatsapp-cloud': { webhook, handshake: false, customer, sending } })
  const surroundings = { folder: '.', env: {}, allow: [] }
  const readied = await readyAgent(given, surroundings)
  const agent = agentFrom(given, { ...surroundings, ...(readied && { readied }) })
  const heard = opening()
  const session = await agent.open(heard.opening)
  onTestFinished(async () => {
    await session.close()
    await agent.close()
    await readied?.close()
    server.closeAllConnections()
    server.close()
  })
  const api = (JSON.parse(readied?.env.FIELDPROOF_HOSTS ?? '{}') as Record<string, string>)['graph.facebook.com']
  const codes: (number | undefined)[] = []
  for (let nth = 1; nth <= n; nth += 1) {
    const response = await fetch(`${api}/v21.0/100000000000001/messages`, {
      method: 'POST',
      headers: { 'x-fieldproof-host': 'graph.facebook.com', authorization: 'Bearer simulated-access-token' },
      body: JSON.stringify({ messaging_product: 'whatsapp', to: customer, type: 'text', text: { body: `${nth}` } }),
    })
    codes.push(((await response.json()) as { error?: { code: number } }).error?.code)
  }
  return { codes, told, came: heard.events.length, lines: agent.told?.() ?? [], failures: heard.failures }
}

test('a message that is turned away is answered as the provider does, and does not come', async () => {
  expect(await sendingBack({ limited: 1 }, 2)).toEqual({
    codes: [131_056, 131_056],
    told: [],
    came: 0,
    lines: ['As "sending:" asks for, whatsapp-cloud turned away as too many 2 messages of the agent.'],
    failures: [],
  })
})

test('a message that is never brought is taken, and its status says later that it failed', async () => {
  const { codes, told, came, lines } = await sendingBack({ undelivered: 1 }, 1)
  await vi.waitFor(() => expect(told).toHaveLength(2), { timeout: 60_000 })
  expect([codes, came, told.map(({ status, errors }) => [status, errors?.[0]?.code])]).toEqual([
    [undefined],
    0,
    [
      ['sent', undefined],
      ['failed', 131_026],
    ],
  ])
  expect(lines).toEqual(['As "sending:" asks for, whatsapp-cloud took and never brought 1 message of the agent.'])
})

test('what is sent again is drawn anew, so that an agent that tries again gets through', async () => {
  const { codes, came } = await sendingBack({ limited: 0.5 }, 20)
  expect(came).toBe(codes.filter((code) => code === undefined).length)
  expect([came > 0, came < 20]).toEqual([true, true])
})

test('the same seed turns the same messages away, and settings are told in words', () => {
  const given = sendingSettings.parse({ limited: 0.3, undelivered: 0.3 })
  const drawn = (seed: number) => Array.from({ length: 50 }, (_, nth) => sendingOf(given, seed, nth + 1))
  expect(drawn(7)).toEqual(drawn(7))
  expect(new Set(drawn(7))).toEqual(new Set(['taken', 'limited', 'undelivered']))
  expect(explainSending(given)).toBe('30 % of answers turned away as too many, 30 % of answers never brought')
  expect(explainSending(sendingSettings.parse({}))).toBe('')
})
