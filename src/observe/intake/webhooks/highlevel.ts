/**
 * HighLevel: both sides of conversations on whatever channel it carries.
 *
 * @see https://marketplace.gohighlevel.com/docs/webhook/InboundMessage
 * @see https://marketplace.gohighlevel.com/docs/webhook/OutboundMessage
 */
import { createPublicKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { isHighLevelSigned } from '../../../connect/index.ts'
import { type DeliveryEvent, type Json, momentOf } from '../../../conversation/index.ts'
import { fieldOf } from '../../formats/values.ts'
import { deep, delivered, found, mediaKind, message, placeholders, skipped, talkOf } from './told.ts'
import { noted, sourceSettings, type WebhookProvider } from './webhook.ts'

const settings = z.strictObject({
  publicKey: z
    .string()
    .refine((pem) => pem.includes('{{') || keyOf(pem) !== undefined, 'Not a public key as PEM text.')
    .optional()
    .describe('The public key that HighLevel publishes for its webhooks, as PEM: Ed25519, or the older RSA one.'),
  ...sourceSettings,
})

type Settings = z.output<typeof settings>

export const highLevel: WebhookProvider<Settings> = {
  kind: 'highlevel',
  summary: 'HighLevel, on any channel that it carries',
  settings,
  lacks: ({ publicKey }) => (publicKey === undefined ? 'publicKey' : undefined),
  isSigned({ headers, body }, { publicKey = '' }) {
    const key = keyOf(publicKey)
    return key !== undefined && isHighLevelSigned(headers, body, key)
  },
  acknowledgement: noted,
  kept: () => ({}),
  understand(body, kept, receivedMs) {
    const from = sides[deep(body, 'type') ?? '']
    const [customer, business] = [deep(body, 'contactId'), deep(body, 'locationId')]
    const channel = channels[(deep(body, 'messageType') ?? 'Custom').toLowerCase()]
    if (from === undefined || customer === undefined || business === undefined) return skipped('no message')
    if (channel === undefined) return skipped('an event without a message')
    const talk = talkOf({ channel, business, customer, kept })
    const atMs = momentOf(deep(body, 'dateAdded') ?? deep(body, 'timestamp') ?? '') ?? receivedMs
    const id = deep(body, 'messageId') ?? deep(body, 'emailMessageId') ?? deep(body, 'webhookId')
    if (id === undefined) return skipped('no message')
    const text = deep(body, 'body') ?? placeholders(mediaOf(fieldOf(body, 'attachments')))
    const subject = deep(body, 'subject')
    const status = from === 'agent' ? statuses[deep(body, 'status') ?? ''] : undefined
    return found([
      ...message(
        talk,
        { id, atMs, cameMs: receivedMs },
        { from, text, ...(subject !== undefined && { form: { subject } }) },
      ),
      ...(status === undefined || text === '' ? [] : [delivered(talk, id, status, atMs)]),
    ])
  },
}

function mediaOf(attached: Json | undefined): readonly string[] {
  return Array.isArray(attached) ? attached.map((each) => mediaKind(String(each))) : []
}

const sides: Readonly<Record<string, 'customer' | 'agent' | undefined>> = {
  InboundMessage: 'customer',
  OutboundMessage: 'agent',
}

/** Calls and voicemails are no messages. */
const channels: Readonly<Record<string, string | undefined>> = {
  sms: 'sms',
  email: 'email',
  whatsapp: 'whatsapp',
  ig: 'instagram',
  fb: 'messenger',
  custom: 'chat',
  live_chat: 'chat',
  gmb: 'chat',
}

const statuses: Readonly<Record<string, DeliveryEvent['status'] | undefined>> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  opened: 'read',
  failed: 'failed',
  undelivered: 'failed',
}

function keyOf(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(pem)
  } catch {
    return undefined
  }
}
