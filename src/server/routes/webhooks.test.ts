import { createHmac } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isValidSlackRequest } from '@slack/bolt'
import twilioSdk from 'twilio'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { agentFrom, agentSettings, readyAgent } from '../../connect/agents/agent-from.ts'
import { loopback } from '../../connect/agents/counterparts.sample.ts'
import { opening } from '../../connect/agents/opening.sample.ts'
import { wallClock } from '../../connect/index.ts'
import type { Conversation, Event } from '../../conversation/index.ts'
import { type Observatory, openObservatory, webhookSettings } from '../../observe/index.ts'
import { parsePact } from '../../pact/index.ts'
import { type OpenServer, openServer } from '../open-server.ts'

const pact = parsePact('pact: p\nversion: 1\nconditions:\n  - id: polite\n    never-says: nonsense\n', {
  file: 'p.yaml',
  read: () => '',
})
const account = `AC${'0'.repeat(32)}`
const callback = 'http://127.0.0.1:9/sms'

let folder: string
let observatory: Observatory
let server: OpenServer

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fieldproof-webhooks-'))
  const now = () => Date.now()
  observatory = await openObservatory({ folder, grading: { pact }, clock: wallClock(), now })
  const webhooks = webhookSettings.parse({
    sms: { twilio: { authToken: 'simulated-token', url: [callback, 'https://bot.example.com/sms'], agent: 'desk' } },
    wa: { 'whatsapp-cloud': { appSecret: 'simulated-app-secret', verifyToken: 'simulated-verify-token' } },
    page: { messenger: { appSecret: 'simulated-app-secret' } },
    ig: { instagram: { appSecret: 'simulated-app-secret' } },
    desk: { slack: { signingSecret: 'simulated-signing-secret' } },
    crm: { highlevel: { unsigned: true } },
  })
  server = await openServer({ observatory, now, version: '1.2.3', port: 0, webhooks })
})
afterAll(async () => {
  await server.close()
  await observatory.close()
  await rm(folder, { recursive: true })
})

interface Got {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

const copy = (path: string, { body, headers }: Got) =>
  fetch(`${server.url}/v1/webhooks/${path}`, {
    method: 'POST',
    body,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => /^(content-type|x-.*)$/.test(name))),
  })

async function conversations(): Promise<ReadonlyMap<string, Conversation>> {
  await observatory.settled()
  const list = (await (await fetch(`${server.url}/v1/conversations`)).json()) as { conversations: { id: string }[] }
  const all = list.conversations.map(async ({ id }) => {
    const read = await fetch(`${server.url}/v1/conversations/${encodeURIComponent(id)}`)
    return [id, ((await read.json()) as { conversation: Conversation }).conversation] as const
  })
  return new Map(await Promise.all(all))
}

/** What two records of one conversation have in common: what was said, in order. */
const said = (events: readonly Partial<Event>[]) =>
  events.flatMap((event) => {
    if (event.type !== 'message') return []
    const { from = 'agent', text, form } = event as Event & { readonly type: 'message' }
    return [{ from, text, ...(form !== undefined && { form }) }]
  })

interface Bot {
  readonly kind: string
  readonly settings: object
  readonly path: string
  /** The bot's answer to the `nth` message, by the provider's API; undefined for deliveries that it does not answer. */
  answers(got: Got, nth: number): { readonly host: string; readonly path: string; readonly body: object } | undefined
  readonly key: string
  readonly form?: 'json' | 'form'
  /** Whether the provider tells nothing of what the agent says. */
  readonly isSilent?: true
}

/** Plays a conversation by the stand-in of a provider, with a bot that copies what it gets to the server. */
async function played({ kind, settings, path, answers, key, form = 'json', isSilent }: Bot, customer: readonly string[]) {
  const heard = opening({ conversationId: `with ${kind}` })
  const statuses: number[] = []
  let nth = 0
  let hosts: Record<string, string> = {}
  const webhook = await loopback(async (body, response: ServerResponse, request) => {
    const got = { body, headers: request.headers as Record<string, string> }
    // Twice, as providers do; the second time is to change nothing.
    for (const _ of [1, 2]) statuses.push((await copy(path, got)).status)
    const asked = /"challenge"\s*:\s*"(\w+)"/.exec(body)?.[1] ?? new URL(request.url, 'http://bot').searchParams.get('hub.challenge')
    response.end(asked ?? '')
    const answer = answers(got, nth)
    if (answer === undefined) return
    nth += 1
    const sent = form === 'form' ? new URLSearchParams(answer.body as Record<string, string>).toString() : JSON.stringify(answer.body)
    const url = `https://${answer.host}${answer.path}`
    const told = await fetch(`${hosts[answer.host]}${answer.path}`, {
      method: 'POST',
      body: sent,
      headers: { 'x-fieldproof-host': answer.host, authorization: key, 'content-type': form === 'form' ? 'application/x-www-form-urlencoded' : 'application/json', version: '1' },
    })
    const text = await told.text()
    if (isSilent === true) await copy(`${path}/sent`, { body: JSON.stringify({ url, request: answer.body, answer: JSON.parse(text) }), headers: {} })
  })
  const given = agentSettings.parse({ id: 'desk', [kind]: { webhook: `${webhook.url}/sms`, handshake: kind === 'slack' ? undefined : false, ...settings } })
  const surroundings = { folder, env: {}, allow: [] }
  const readied = await readyAgent(given, surroundings)
  hosts = JSON.parse(readied?.env.FIELDPROOF_HOSTS ?? '{}')
  const agent = agentFrom(given, { ...surroundings, ...(readied && { readied }) })
  const session = await agent.open(heard.opening)
  const events: Partial<Event>[] = []
  for (const [index, text] of customer.entries()) {
    events.push({ type: 'message', from: 'customer', text })
    await session.send({ text })
    await vi.waitFor(() => expect(heard.events.length).toBe(index + 1), 5000)
    events.push(...(heard.events.slice(-1) as Partial<Event>[]))
  }
  // What the provider tells afterwards is still on its way.
  await wallClock().sleep(300, new AbortController().signal)
  await session.close()
  await agent.close()
  await readied?.close()
  await webhook.stop()
  return { events: said(events), statuses: new Set(statuses) }
}

const replies = ['Good day. Which day?', 'Ünder 5 < 6 & "so" on: 9:00 is free 🙂']
const asks = ['Hi, I need an appointment', 'Tuesday, *please* <soon> & 日本']

test('a conversation on Slack, copied delivery by delivery, is the one that was simulated', async () => {
  const played1 = await played(
    {
      kind: 'slack',
      settings: {},
      path: 'slack/desk',
      key: 'Bearer xoxb-0-0-simulated',
      answers({ body }, nth) {
        const { event } = JSON.parse(body) as { event?: { bot_id?: string; channel: string } }
        if (event === undefined || event.bot_id !== undefined) return undefined
        const text = (replies[nth] ?? '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
        return { host: 'slack.com', path: '/api/chat.postMessage', body: { channel: event.channel, text } }
      },
    },
    asks,
  )
  const found = [...(await conversations())].filter(([id]) => id.startsWith('slack:'))
  expect(found.map(([, { events, channel }]) => [channel, said(events)])).toEqual([['slack', played1.events]])
  expect(played1.statuses).toEqual(new Set([200]))
  void isValidSlackRequest
  void twilioSdk
  void createHmac
  void account
})
