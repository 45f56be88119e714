/**
 * WhatsApp by Meta's Cloud API: one webhook for messages and for what became of those that were sent.
 *
 * @see https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/payload-examples
 * @see https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages
 */
import { z } from 'zod'
import type { Json } from '../../conversation/index.ts'
import {
  metaHandshake,
  metaRetries,
  metaSettings,
  nothingThere,
  placeOf,
  refusedByMeta,
  signedJson,
  strangerToMeta,
  tokenOf,
} from './meta.ts'
import type { ApiAnswer, Incoming, Moment, Provider } from './provider.ts'
import { type Fields, sentFields } from './sent-fields.ts'
import { phoneOf } from './signing.ts'
import { readWhatsApp } from './whatsapp-messages.ts'

const settings = z.strictObject({
  ...metaSettings,
  phoneNumberId: z
    .string()
    .default('100000000000001')
    .describe('The number by which the API knows the agent. Default one that does not exist.'),
  accountId: z.string().default('100000000000002').describe('The WhatsApp business account.'),
  number: z.string().default('15550000000').describe("The agent's number, in digits."),
  accessToken: z.string().default('simulated-access-token').describe('Opens the API.'),
})

type Settings = z.output<typeof settings>

export const whatsappCloud: Provider<Settings> = {
  kind: 'whatsapp-cloud',
  summary: "An agent on WhatsApp, by Meta's Cloud API.",
  example: `whatsapp-cloud: { webhook: 'http://127.0.0.1:3000/webhook' }`,
  settings,
  hosts: ['graph.facebook.com'],
  patienceMs: 10_000,
  retries: metaRetries,
  batches: true,
  env: ({ accessToken, phoneNumberId, accountId, appSecret, verifyToken }) => ({
    WHATSAPP_TOKEN: accessToken,
    WHATSAPP_ACCESS_TOKEN: accessToken,
    WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
    WHATSAPP_BUSINESS_ACCOUNT_ID: accountId,
    WHATSAPP_APP_SECRET: appSecret,
    WHATSAPP_VERIFY_TOKEN: verifyToken,
    PHONE_NUMBER_ID: phoneNumberId,
    APP_SECRET: appSecret,
    VERIFY_TOKEN: verifyToken,
  }),
  addressOf: (conversation) => phoneOf(conversation).slice(1),
  plain: (address) => address.replace(/\D/g, ''),
  handshake: metaHandshake,

  deliver(messages, given) {
    const customers = [...new Set(messages.map(({ from }) => from))]
    return told(given, {
      contacts: customers.map((wa_id) => ({ profile: { name: 'Customer' }, wa_id })),
      messages: messages.map((each) => messageOf(each, given)),
    })
  },

  tooMany(moment) {
    const message = '(#131056) (Business Account, Consumer Account) pair rate limit hit'
    const details =
      'Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time.'
    const error_data = { messaging_product: 'whatsapp', details }
    return refusedByMeta({ code: 131_056, message, more: { error_data } }, moment)
  },

  api(call, given, moment) {
    if (tokenOf(call) !== given.accessToken) return strangerToMeta(401, moment)
    const [account, what, ...more] = placeOf(call)
    const isThere = account === given.phoneNumberId && what === 'messages' && more.length === 0
    if (!isThere || call.method !== 'POST') return nothingThere(call, moment)
    return taken(sentFields(call), given, moment)
  },
}

function taken(fields: Fields, given: Settings, moment: Moment): ApiAnswer {
  const read = readWhatsApp(fields)
  if (read === 'noted') return { status: 200, body: { success: true } }
  const { to } = read
  if ('refusal' in read) {
    const { code, message, details } = read.refusal
    const error_data = { messaging_product: 'whatsapp', details }
    return {
      ...refusedByMeta({ code, message: `(#${code}) ${message}`, more: { error_data } }, moment),
      ...(to !== '' && { refusedTo: to }),
    }
  }
  const id = `wamid.${moment.id('message')}`
  const body = {
    messaging_product: 'whatsapp',
    contacts: [{ input: read.input, wa_id: to }],
    messages: [{ id }],
  }
  if (read.text === undefined) return { status: 200, body }
  const { text, form } = read
  return {
    status: 200,
    body,
    sent: [{ to, text, id, ...(form !== undefined && { form }) }],
    afterwards: ['sent', 'delivered', 'read'].map((status) =>
      told(given, { statuses: [statusOf(status, id, to, moment)] }),
    ),
    lost: [
      told(given, { statuses: [statusOf('sent', id, to, moment)] }),
      told(given, { statuses: [{ ...statusOf('failed', id, to, moment), errors: [undeliverable] }] }),
    ],
  }
}

function messageOf({ id, text, from, atMs, tapped }: Incoming, { number }: Settings): Json {
  const head = { from, id: `wamid.${id}`, timestamp: seconds(atMs) }
  if (tapped === undefined) return { ...head, type: 'text', text: { body: text } }
  const { how, title, id: choice, description } = tapped
  const reply = { id: choice, title, ...(description !== undefined && { description }) }
  return {
    ...head,
    context: { from: number, id: tapped.of },
    type: 'interactive',
    interactive:
      how === 'row' ? { type: 'list_reply', list_reply: reply } : { type: 'button_reply', button_reply: reply },
  }
}

const undeliverable = {
  code: 131_026,
  title: 'Message undeliverable',
  message: 'Message undeliverable',
  error_data: { details: 'Message Undeliverable.' },
}

function statusOf(status: string, id: string, recipient_id: string, { nowMs }: Moment) {
  return { id, status, timestamp: seconds(nowMs), recipient_id }
}

const seconds = (ms: number) => `${Math.floor(ms / 1000)}`

function told(given: Settings, what: Readonly<Record<string, Json>>) {
  const metadata = { display_phone_number: given.number, phone_number_id: given.phoneNumberId }
  const value = { messaging_product: 'whatsapp', metadata, ...what }
  const entry = [{ id: given.accountId, changes: [{ value, field: 'messages' }] }]
  return signedJson({ object: 'whatsapp_business_account', entry }, given)
}
