import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
/** HighLevel signs with a key that only it has; who stands in for it has this one. */
const highLevel = generateKeyPairSync('ed25519')
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
    page: { messenger: { appSecret: 'simulated-app-secret', verifyToken: 'simulated-verify-token' } },
    ig: { instagram: { appSecret: 'simulated-app-secret', verifyToken: 'simulated-verify-token' } },
    desk: { slack: { signingSecret: 'simulated-signing-secret' } },
    crm: { highlevel: { publicKey: highLevel.publicKey.export({ type: 'spki', format: 'pem' }) } },
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
async function played(
  { kind, settings, path, answers, key, form = 'json', isSilent }: Bot,
  customer: readonly string[],
) {
  const heard = opening({ conversationId: `with ${kind}` })
  const statuses = new Set<number>()
  let nth = 0
  let hosts: Record<string, string> = {}
  const webhook = await loopback(async (body, response: ServerResponse, request) => {
    const got = { body, headers: request.headers as Record<string, string> }
    if (body === '') {
      const { search } = new URL(request.url, 'http://bot')
      response.end(await (await fetch(`${server.url}/v1/webhooks/${path}${search}`)).text())
      return
    }
    // Twice, as providers do; the second time is to change nothing.
    const copies = [await copy(path, got), await copy(path, got)]
    for (const { status } of copies) statuses.add(status)
    response.end(await copies[0]?.text())
    const answer = answers(got, nth)
    if (answer === undefined) return
    nth += 1
    const sent =
      form === 'form'
        ? new URLSearchParams(answer.body as Record<string, string>).toString()
        : JSON.stringify(answer.body)
    const url = `https://${answer.host}${answer.path}`
    const told = await fetch(`${hosts[answer.host]}${answer.path}`, {
      method: 'POST',
      body: sent,
      headers: {
        'x-fieldproof-host': answer.host,
        authorization: key,
        'content-type': form === 'form' ? 'application/x-www-form-urlencoded' : 'application/json',
        version: '1',
      },
    })
    const text = await told.text()
    if (isSilent === true)
      await copy(`${path}/sent`, {
        body: JSON.stringify({ url, request: answer.body, answer: JSON.parse(text) }),
        headers: {},
      })
  })
  const given = agentSettings.parse({
    id: 'desk',
    [kind]: { webhook: `${webhook.url}/sms`, ...settings },
  })
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
  return {
    events: said(events),
    statuses,
    async close() {
      await session.close()
      await agent.close()
      await readied?.close()
      await webhook.stop()
    },
  }
}

const replies = ['Good day. Which day?', 'Ünder 5 < 6 & "so" on: 9:00 is free 🙂']
const asks = ['Hi, I need an appointment', 'Tuesday, *please* <soon> & 日本']

const slackBot: Bot = {
  kind: 'slack',
  settings: {},
  path: 'slack/desk',
  key: 'Bearer xoxb-0-0-simulated',
  answers({ body }, nth) {
    const { event } = JSON.parse(body) as { event?: { bot_id?: string; channel: string } }
    if (event === undefined || event.bot_id !== undefined) return undefined
    const text = (replies[nth] ?? '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    const button = { type: 'button', action_id: 'nine', text: { type: 'plain_text', text: '9:00' } }
    const blocks = [
      { type: 'section', text: { type: 'mrkdwn', text } },
      { type: 'actions', elements: [button] },
    ]
    const more = nth === 1 ? { blocks } : {}
    return { host: 'slack.com', path: '/api/chat.postMessage', body: { channel: event.channel, text, ...more } }
  },
}

const twilioBot = (carries: 'sms' | 'whatsapp'): Bot => ({
  kind: 'twilio',
  settings: { carries, signedUrl: 'https://bot.example.com/sms' },
  path: 'twilio/sms',
  key: `Basic ${Buffer.from(`${account}:simulated-token`).toString('base64')}`,
  form: 'form',
  isSilent: true,
  answers({ body }, nth) {
    const { From = '', To = '', Body } = Object.fromEntries(new URLSearchParams(body))
    if (Body === undefined) return undefined
    const path = `/2010-04-01/Accounts/${account}/Messages.json`
    const fields = { From: To, To: From, Body: replies[nth] ?? '', StatusCallback: 'https://bot.example.com/sms' }
    return { host: 'api.twilio.com', path, body: fields }
  },
})

const whatsappBot: Bot = {
  kind: 'whatsapp-cloud',
  settings: {},
  path: 'whatsapp-cloud/wa',
  key: 'Bearer simulated-access-token',
  isSilent: true,
  answers({ body }, nth) {
    const { value } = JSON.parse(body).entry[0].changes[0]
    if (value.messages === undefined) return undefined
    const head = { messaging_product: 'whatsapp', to: value.messages[0].from }
    const button = { type: 'reply', reply: { id: 'nine', title: '9:00' } }
    const interactive = { type: 'button', body: { text: replies[nth] ?? '' }, action: { buttons: [button] } }
    const body1 =
      nth === 0 ? { ...head, text: { body: replies[nth] ?? '' } } : { ...head, type: 'interactive', interactive }
    return { host: 'graph.facebook.com', path: '/v21.0/100000000000001/messages', body: body1 }
  },
}

const pageBot = (kind: 'messenger' | 'instagram', path: string): Bot => ({
  kind,
  settings: { echoes: true },
  path,
  key: `Bearer simulated-${kind === 'messenger' ? 'page' : 'instagram'}-token`,
  answers({ body }, nth) {
    const [{ sender, message }] = JSON.parse(body).entry[0].messaging
    if (message === undefined || message.is_echo === true) return undefined
    const text = replies[nth] ?? ''
    const payload = { template_type: 'button', text, buttons: [{ type: 'postback', title: '9:00', payload: 'nine' }] }
    const written = nth === 0 ? { text } : { attachment: { type: 'template', payload } }
    const host = kind === 'messenger' ? 'graph.facebook.com' : 'graph.instagram.com'
    return { host, path: '/v21.0/me/messages', body: { recipient: { id: sender.id }, message: written } }
  },
})

const highLevelBot: Bot = {
  kind: 'highlevel',
  settings: {
    echoes: true,
    carries: 'Live_Chat',
    signingKey: highLevel.privateKey.export({ type: 'pkcs8', format: 'pem' }),
  },
  path: 'highlevel/crm',
  key: 'Bearer pit-simulated',
  answers({ body }, nth) {
    const { type, contactId } = JSON.parse(body)
    if (type !== 'InboundMessage') return undefined
    const message = { type: 'Live_Chat', contactId, message: replies[nth] ?? '' }
    return { host: 'services.leadconnectorhq.com', path: '/conversations/messages', body: message }
  },
}

test.each([
  ['Slack', slackBot, 'slack', 'slack'],
  ['SMS', twilioBot('sms'), 'sms', 'sms'],
  ['WhatsApp by Twilio', twilioBot('whatsapp'), 'whatsapp', 'whatsapp:+'],
  ['WhatsApp', whatsappBot, 'whatsapp', 'whatsapp:1'],
  ['Messenger', pageBot('messenger', 'messenger'), 'messenger', 'messenger'],
  ['HighLevel', highLevelBot, 'chat', 'chat'],
  ['Instagram', pageBot('instagram', 'instagram/ig'), 'instagram', 'instagram'],
] as const)(
  'a conversation on %s, copied delivery by delivery, is the one that was simulated',
  async (_, bot, channel, start) => {
    const simulated = await played(bot, asks)
    try {
      const wanted = [[channel, simulated.events, undefined]]
      await vi.waitFor(async () => {
        const found = [...(await conversations())].filter(([id]) => id.startsWith(start))
        expect(found.map(([, read]) => [read.channel, said(read.events), read.gaps])).toEqual(wanted)
      }, 5000)
      expect(simulated.statuses).toEqual(new Set([200]))
    } finally {
      await simulated.close()
    }
  },
)
