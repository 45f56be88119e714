import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import twilioSdk from 'twilio'
import { expect, test } from 'vitest'
import type { Conversation, Json } from '../../../conversation/index.ts'
import { problemsIn } from '../../../problem.ts'
import { assemble } from '../../assemble/assemble.ts'
import { marksOf, redacted } from '../../redaction/index.ts'
import { readObserveSettings } from '../../settings.ts'
import { readerNamed } from '../index.ts'
import type { Item } from '../reader.ts'
import { webhookSettings, webhookSources } from './index.ts'
import type { WebhookRequest } from './webhook.ts'

const noon = Date.UTC(2026, 2, 9, 12)
const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const settings = webhookSettings.parse({
  sms: { twilio: { authToken: 'token', url: ['https://bot.example.com/sms?of=1', 'https://bot.example.com/status'] } },
  wa: { 'whatsapp-cloud': { appSecret: 'app', verifyToken: 'verify' } },
  page: { messenger: { appSecret: 'app' } },
  desk: { slack: { signingSecret: 'signing' } },
  crm: { highlevel: { publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() } },
})
const sources = webhookSources(settings, () => noon)
const open = webhookSources(
  Object.fromEntries(Object.entries(settings).map(([name, given]) => [name, unsigned(given)])),
  () => noon,
)

function unsigned(given: object) {
  return Object.fromEntries(Object.entries(given).map(([kind, own]) => [kind, { ...own, unsigned: true as const }]))
}

const request = (body: string, headers: Record<string, string>, query = ''): WebhookRequest => ({
  method: query === '' ? 'POST' : 'GET',
  query: new URLSearchParams(query),
  headers: { 'content-type': 'application/json', ...headers },
  body: Buffer.from(body),
})
const codeOf = (deed: () => unknown) => {
  try {
    deed()
    return 'taken'
  } catch (thrown) {
    return problemsIn(thrown)[0]?.code
  }
}

/** What a body in the log is understood as. */
function itemsIn(kind: string, body: Json, { clean = (values: Json) => values, at = noon } = {}): readonly Item[] {
  const name = Object.entries(settings).find(([, given]) => Object.keys(given)[0] === kind)?.[0]
  const receipt = open.receive(kind, name, request(JSON.stringify(body), {}))
  if (receipt.kind !== 'take') throw new Error('answered')
  const reader = readerNamed(receipt.reader)
  const { values } = reader?.decode(receipt.body, '') ?? { values: null }
  return reader?.understand(clean(values), at).items ?? []
}

function sentItems(kind: string, body: Json, at = noon): readonly Item[] {
  const { reader: name, body: copy } = open.sent(kind, undefined, Buffer.from(JSON.stringify(body)))
  const reader = readerNamed(name)
  return reader?.understand(reader.decode(copy, '').values, at).items ?? []
}

function conversationIn(items: readonly Item[]): Conversation | undefined {
  const ids = [
    ...new Set(items.map((item) => (item.kind === 'event' || item.kind === 'delivery' ? item.conversation : ''))),
  ]
  expect(ids.length).toBe(1)
  return assemble(ids[0] ?? '', [...new Map(items.map((item) => [item.key, item])).values()], 'desk')
}

const linesOf = (conversation: Conversation | undefined) =>
  conversation?.events.map((event) => {
    if (event.type === 'message') return `${event.from}: ${event.text}`
    return event.type === 'delivery' ? `${event.status} ${event.message}` : event.type
  })

test('deliveries that providers and their libraries sign are taken, and anything else is refused', () => {
  const form = { MessageSid: 'SM1', From: '+12995550100', To: '+15005550006', Body: 'ü & co' }
  const url = 'https://bot.example.com/sms?of=1'
  const signature = twilioSdk.getExpectedTwilioSignature('token', url, form)
  const twilioBody = new URLSearchParams(form).toString()
  // What is no form is signed by a hash of it in the address.
  const json = JSON.stringify(form)
  const hash = createHash('sha256').update(json).digest('hex')
  const signedUrl = `${url}&bodySHA256=${hash}`
  const jsonSignature = twilioSdk.getExpectedTwilioSignature('token', signedUrl, {})
  expect(twilioSdk.validateRequestWithBody('token', jsonSignature, signedUrl, json)).toBe(true)
  const slackStamp = `${noon / 1000}`
  const hmac = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('hex')
  const slackHeads = (stamp: string) => ({
    'x-slack-request-timestamp': stamp,
    'x-slack-signature': `v0=${hmac('signing', `v0:${stamp}:{}`)}`,
  })
  const stale = `${noon / 1000 - 301}`
  const tries: readonly (readonly [string, string, string, Record<string, string>, unknown])[] = [
    ['twilio', 'sms', twilioBody, { 'x-twilio-signature': signature }, 'taken'],
    ['twilio', 'sms', `${twilioBody}&More=1`, { 'x-twilio-signature': signature }, 'ingest/wrong-signature'],
    ['twilio', 'sms', twilioBody, {}, 'ingest/wrong-signature'],
    ['twilio', 'sms', json, { 'x-twilio-signature': jsonSignature }, 'taken'],
    ['twilio', 'sms', `${json} `, { 'x-twilio-signature': jsonSignature }, 'ingest/wrong-signature'],
    ['whatsapp-cloud', 'wa', '{}', { 'x-hub-signature-256': `sha256=${hmac('app', '{}')}` }, 'taken'],
    ['whatsapp-cloud', 'wa', '{ }', { 'x-hub-signature-256': `sha256=${hmac('app', '{}')}` }, 'ingest/wrong-signature'],
    ['messenger', 'page', '{}', { 'x-hub-signature-256': 'sha256=' }, 'ingest/wrong-signature'],
    ['slack', 'desk', '{}', slackHeads(slackStamp), 'taken'],
    ['slack', 'desk', '{}', slackHeads(stale), 'ingest/wrong-signature'],
    [
      'slack',
      'desk',
      '{}',
      { ...slackHeads(stale), 'x-slack-request-timestamp': slackStamp },
      'ingest/wrong-signature',
    ],
    ['slack', 'desk', '{}', { ...slackHeads('NaN'), 'x-slack-request-timestamp': 'NaN' }, 'ingest/wrong-signature'],
    [
      'highlevel',
      'crm',
      '{}',
      { 'x-ghl-signature': sign(null, Buffer.from('{}'), privateKey).toString('base64') },
      'taken',
    ],
    [
      'highlevel',
      'crm',
      '{"a":1}',
      { 'x-ghl-signature': sign(null, Buffer.from('{}'), privateKey).toString('base64') },
      'ingest/wrong-signature',
    ],
    ['highlevel', 'crm', '{}', { 'x-ghl-signature': 'x' }, 'ingest/wrong-signature'],
    ['slack', 'nobody', '{}', {}, 'ingest/unknown-webhook'],
    ['constructor', 'desk', '{}', {}, 'ingest/unknown-webhook'],
  ]
  for (const [kind, name, body, headers, wanted] of tries) {
    const type = kind === 'twilio' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}
    const code = codeOf(() => sources.receive(kind, name, request(body, { ...type, ...headers })))
    expect([kind, body, code]).toEqual([kind, body, wanted])
  }
})

test('no bytes make it throw anything but a refusal', () => {
  const heads = fc.dictionary(
    fc.constantFrom(
      'x-twilio-signature',
      'x-hub-signature-256',
      'x-slack-signature',
      'x-slack-request-timestamp',
      'x-ghl-signature',
      'content-type',
    ),
    fc.string(),
  )
  const kinds = ['twilio', 'whatsapp-cloud', 'messenger', 'slack', 'highlevel']
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.string(), heads, fc.jsonValue(), (kind, body, headers, value) => {
      expect(codeOf(() => sources.receive(kind, undefined, request(body, headers)))).toBe('ingest/wrong-signature')
      expect(itemsIn(kind, { type: 'event_callback', event: value as Json, entry: [value as Json] })).toEqual([])
    }),
  )
})

test('a challenge is answered where the token is known, and a secret that is missing is told when the server starts', () => {
  const asked = (token: string) => {
    const receipt = sources.receive(
      'whatsapp-cloud',
      'wa',
      request('', {}, `hub.mode=subscribe&hub.challenge=42&hub.verify_token=${token}`),
    )
    return receipt.kind === 'answer' ? [receipt.answer.status, receipt.answer.text] : []
  }
  expect([asked('verify'), asked('other')]).toEqual([
    [200, '42'],
    [403, 'another token'],
  ])
  const started = (given: object) => codeOf(() => webhookSources(webhookSettings.parse({ desk: given }), () => noon))
  expect([
    started({ slack: {} }),
    started({ twilio: { authToken: 't' } }),
    started({ slack: { unsigned: true } }),
  ]).toEqual(['observe/webhook-without-secret', 'observe/webhook-without-secret', 'taken'])
  expect(webhookSettings.safeParse({ desk: { slack: {}, twilio: {} } }).error?.issues[0]?.message).toContain(
    'Name one provider',
  )
})

const whatsapp = (value: object) => ({
  object: 'whatsapp_business_account',
  entry: [{ id: '2', changes: [{ field: 'messages', value: { metadata: { phone_number_id: '1' }, ...value } }] }],
})
const second = (n: number) => `${noon / 1000 + n}`
const parts: readonly (readonly Item[])[] = [
  itemsIn(
    'whatsapp-cloud',
    whatsapp({
      messages: [
        { from: '12995550100', id: 'w1', timestamp: second(0), type: 'text', text: { body: 'one' } },
        { from: '12995550100', id: 'w2', timestamp: second(0), type: 'image', image: { id: '7' } },
      ],
    }),
  ),
  sentItems('whatsapp-cloud', {
    url: 'https://graph.facebook.com/v21.0/1/messages',
    request: {
      messaging_product: 'whatsapp',
      to: '+1 299 555 0100',
      type: 'template',
      template: { name: 'hello', components: [{ type: 'body', parameters: [{ type: 'text', text: 'Ben' }] }] },
    },
    answer: { contacts: [{ wa_id: '12995550100' }], messages: [{ id: 'w3' }] },
    at: new Date(noon + 4900).toISOString(),
  }),
  ...['sent', 'read', 'delivered'].map((status) =>
    itemsIn(
      'whatsapp-cloud',
      whatsapp({ statuses: [{ id: 'w3', status, timestamp: second(4), recipient_id: '12995550100' }] }),
    ),
  ),
  itemsIn(
    'whatsapp-cloud',
    whatsapp({
      messages: [
        {
          from: '12995550100',
          id: 'w4',
          timestamp: second(9),
          type: 'interactive',
          interactive: { type: 'button_reply', button_reply: { id: 'y', title: 'Yes' } },
        },
      ],
    }),
  ),
]

test('deliveries in any order, and any of them again, give the same conversation', () => {
  const wanted = [
    'customer: one',
    'customer: [image]',
    'agent: Ben',
    'sent 2',
    'delivered 2',
    'read 2',
    'customer: Yes',
  ]
  const shuffled = fc.shuffledSubarray([...parts, ...parts], { minLength: parts.length * 2 })
  fc.assert(
    fc.property(shuffled, (all) => {
      const conversation = conversationIn(all.flat())
      expect([conversation?.id, linesOf(conversation), conversation?.gaps]).toEqual([
        'whatsapp:1:12995550100',
        wanted,
        undefined,
      ])
    }),
  )
})

test('a status of a message that nobody showed leaves a gap, until that message comes', () => {
  const [written = [], sent = [], status = []] = parts
  expect(conversationIn([...written, ...status])?.gaps).toEqual(['truncated'])
  expect(conversationIn([...written, ...status, ...sent])?.gaps).toBe(undefined)
})

test('both sides of HighLevel and of Twilio’s Conversations, and TwiML that answered a webhook, are understood', () => {
  const common = { locationId: 'L', contactId: 'C', messageType: 'SMS' }
  const crm = [
    { type: 'InboundMessage', ...common, messageId: 'm1', body: 'hi', dateAdded: '2026-03-09T12:00:00.000Z' },
    {
      type: 'OutboundMessage',
      ...common,
      messageId: 'm2',
      body: 'hello',
      status: 'delivered',
      dateAdded: '2026-03-09T12:00:05.000Z',
    },
    {
      type: 'InboundMessage',
      ...common,
      messageId: 'm3',
      attachments: ['https://files.example.com/a.jpg'],
      dateAdded: '2026-03-09T12:00:09.000Z',
    },
  ]
  const told = conversationIn(crm.flatMap((body) => itemsIn('highlevel', body)))
  expect([told?.id, told?.channel, linesOf(told)]).toEqual([
    'sms:L:C',
    'sms',
    ['customer: hi', 'agent: hello', 'delivered 1', 'customer: [image]'],
  ])

  const added = { EventType: 'onMessageAdded', ConversationSid: 'CH1' }
  const both = [
    {
      ...added,
      MessageSid: 'IM1',
      Author: '+12995550100',
      Source: 'SMS',
      Body: 'hi',
      DateCreated: '2026-03-09T12:00:00.000Z',
    },
    {
      ...added,
      MessageSid: 'IM2',
      Author: 'system',
      Source: 'API',
      Body: 'hello',
      DateCreated: '2026-03-09T12:00:05.000Z',
    },
  ]
  const kept = conversationIn(both.flatMap((body) => itemsIn('twilio', body)))
  expect([kept?.id, kept?.channel, kept?.customerId, linesOf(kept)]).toEqual([
    'twilio:CH1',
    'sms',
    '+12995550100',
    ['customer: hi', 'agent: hello'],
  ])

  const form = {
    MessageSid: 'SM1',
    From: 'whatsapp:+12995550100',
    To: 'whatsapp:+15005550006',
    Body: 'hi',
    NumMedia: '0',
  }
  const twiml = new twilioSdk.twiml.MessagingResponse()
  twiml.message('5 < 6')
  const answered = sentItems(
    'twilio',
    { request: new URLSearchParams(form).toString(), answer: twiml.toString() },
    noon + 500,
  )
  const talk = conversationIn([...itemsIn('twilio', form), ...answered])
  expect([talk?.id, linesOf(talk)]).toEqual(['whatsapp:+15005550006:+12995550100', ['customer: hi', 'agent: 5 < 6']])
})

test('in Slack a thread of a channel is a talk, a direct message is one by its channel, and other bots are not heard', () => {
  const envelope = (event: object) => ({
    type: 'event_callback',
    team_id: 'T1',
    api_app_id: 'A1',
    authorizations: [{ user_id: 'UB' }],
    event: { type: 'message', ...event },
  })
  const idOf = (event: object) =>
    itemsIn('slack', envelope(event)).map(
      (item) => item.kind === 'event' && [item.conversation, item.event.type === 'message' && item.event.text],
    )
  expect([
    idOf({ type: 'app_mention', channel: 'C1', user: 'U1', ts: '10.000001', text: '<@UB> hi &amp; hello' }),
    idOf({
      channel: 'C1',
      bot_id: 'B1',
      app_id: 'A1',
      user: 'UB',
      ts: '11.000001',
      thread_ts: '10.000001',
      text: 'yes?',
    }),
    idOf({ channel: 'D1', channel_type: 'im', user: 'U1', ts: '12.000001', thread_ts: '3.1', text: 'hi' }),
    idOf({ channel: 'C1', bot_id: 'B2', app_id: 'A2', user: 'UX', ts: '13.000001', text: 'beep' }),
    idOf({ channel: 'C1', subtype: 'message_changed', ts: '14.000001' }),
  ]).toEqual([
    [['slack:T1:C1:10.000001', 'hi & hello']],
    [['slack:T1:C1:10.000001', 'yes?']],
    [['slack:T1:D1', 'hi']],
    [],
    [],
  ])
})

test('what was redacted before it was kept is still one conversation per customer, in order', () => {
  const marks = marksOf(Buffer.alloc(32, 1), 'default', 'remove')
  const clean = (values: Json) => redacted(values, { marks }).values
  const slackEvent = (user: string, n: number, text: string) => ({
    type: 'event_callback',
    team_id: 'T1',
    event: { type: 'message', channel: `D${user}`, user: `U${user}`, ts: `${second(n)}.000200`, text },
  })
  const whatsappMessage = (from: string, n: number, body: string) =>
    whatsapp({ messages: [{ from, id: `w${from}${n}`, timestamp: second(n), type: 'text', text: { body } }] })
  const page = (from: string, n: number, text: string) => {
    const messaging = [{ sender: { id: from }, recipient: { id: '100000000000003' }, timestamp: noon + n * 1000 }]
    return { entry: [{ messaging: messaging.map((each) => ({ ...each, message: { mid: `m${from}${n}`, text } })) }] }
  }
  const sms = (from: string, n: number, Body: string) => ({
    MessageSid: `SM${from}${n}`,
    From: from,
    To: '+15005550006',
    Body,
  })
  const forms = [
    ['slack', slackEvent],
    ['whatsapp-cloud', whatsappMessage],
    ['messenger', page],
    ['twilio', sms],
  ] as const
  for (const [kind, form] of forms) {
    const from = (customer: string, n: number) =>
      itemsIn(kind, form(customer, n, `call +1 ${customer.slice(-10)}`), { clean, at: noon + n * 1000 })
    const ben = conversationIn([...from('+12125550100', 5), ...from('+12125550100', 2)])
    const ada = conversationIn(from('+12125550199', 1))
    expect([kind, ben?.events.map(({ atMs }) => atMs)]).toEqual([kind, [0, 3000]])
    expect(ben?.id).not.toBe(ada?.id)
    expect(JSON.stringify(ben?.events)).not.toContain('2125550100')
  }
})

test('what the how-to guide shows is read, with secrets from the environment', () => {
  const [block = ''] =
    /(?<=```yaml\n)[\s\S]*?(?=```)/.exec(readFileSync('docs/how-to/observe-chat-providers.md', 'utf8')) ?? []
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const env = { TWILIO_AUTH_TOKEN: 't', APP_SECRET: 'a', SLACK_SIGNING_SECRET: 's', HIGHLEVEL_PUBLIC_KEY: pem }
  const { webhooks } = readObserveSettings(block, 'fieldproof.yaml', { env })
  expect(Object.keys(webhooks)).toEqual(['sms', 'wa', 'page', 'insta', 'desk', 'crm'])
  expect(codeOf(() => webhookSources(webhooks, () => noon))).toBe('taken')
})
