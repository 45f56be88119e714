/**
 * Twilio: what customers write by SMS and WhatsApp, what became of the agent's messages, and both sides of the
 * Conversations product. A status callback names a message without its words.
 *
 * @see https://www.twilio.com/docs/messaging/guides/webhook-request
 * @see https://www.twilio.com/docs/conversations/conversations-webhooks
 */
import { z } from 'zod'
import { isSignature, twilioJsonAddress, twilioSignature, twimlTexts } from '../../../connect/index.ts'
import { type DeliveryEvent, type Json, momentOf } from '../../../conversation/index.ts'
import { countOf, fieldOf, textOf } from '../../formats/values.ts'
import type { Understood } from '../reader.ts'
import { deep, delivered, found, mediaKind, message, placeholders, skipped, talkOf } from './told.ts'
import { sourceSettings, type WebhookProvider } from './webhook.ts'

const settings = z.strictObject({
  authToken: z.string().min(1).optional().describe("Twilio's auth token: '{{env.TWILIO_AUTH_TOKEN}}'."),
  url: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .describe(
      'The address that Twilio calls, as it is set there: it is signed. Several for several webhooks of a number.',
    ),
  agents: z
    .array(z.string())
    .default([])
    .describe('In Conversations: identities that the agent writes as. Messages by the API are its own anyway.'),
  ...sourceSettings,
})

type Settings = z.output<typeof settings>

export const twilio: WebhookProvider<Settings> = {
  kind: 'twilio',
  summary: 'Twilio: SMS, WhatsApp and Conversations',
  settings,
  lacks: ({ authToken, url }) =>
    authToken === undefined ? 'authToken' : url === undefined ? 'url, the address that Twilio signs' : undefined,
  isSigned({ headers, body }, { authToken = '', url = [] }) {
    const given = headers['x-twilio-signature']
    const fields = Object.fromEntries(new URLSearchParams(body.toString('utf8')))
    const isOf = (address: string) =>
      isSignature(given, twilioSignature(authToken, address, fields)) ||
      isSignature(given, twilioSignature(authToken, twilioJsonAddress(address, body), {}))
    return [url].flat().some(isOf)
  },
  // Anything that is not TwiML is noted as a failure.
  acknowledgement: { status: 200, type: 'text/xml', text: '<Response/>' },
  kept: ({ agents }) => ({ agents }),
  understand(body, kept, receivedMs) {
    if (deep(body, 'EventType') !== undefined) return happened(body, kept, receivedMs)
    const [id, from, to] = [deep(body, 'MessageSid'), deep(body, 'From'), deep(body, 'To')]
    if (id === undefined || from === undefined || to === undefined) return skipped('no message')
    const status = deep(body, 'MessageStatus')
    const isWritten = fieldOf(body, 'Body') !== undefined || fieldOf(body, 'NumMedia') !== undefined
    if (status !== undefined && !isWritten) {
      const known = statuses[status]
      return known === undefined
        ? skipped('a status on the way')
        : found([delivered(between(from, to, kept), id, known, receivedMs)])
    }
    const told = { id, atMs: receivedMs, cameMs: receivedMs }
    return found(message(between(to, from, kept), told, { from: 'customer', text: wordsOf(body) }))
  },
  understandSent(copy, kept, receivedMs) {
    const answer = fieldOf(copy, 'answer')
    const atMs = momentOf(deep(copy, 'at') ?? '') ?? receivedMs
    if (typeof answer === 'string')
      return answeredBy(answer, fieldOf(copy, 'request') ?? null, kept, { atMs, receivedMs })
    const [id, from, to] = [deep(answer, 'sid'), deep(answer, 'from'), deep(answer, 'to')]
    if (id === undefined || from === undefined || to === undefined) return skipped('nothing sent')
    const media = countOf(fieldOf(answer, 'num_media') ?? null) ?? 0
    const text = deep(answer, 'body') ?? placeholders(Array.from({ length: Math.min(media, 10) }, () => 'file'))
    return found(message(between(from, to, kept), { id, atMs, cameMs: receivedMs }, { from: 'agent', text }))
  },
}

/** What stands in the answer to the webhook. Its messages get their names only afterwards, so they are numbered. */
function answeredBy(
  twiml: string,
  request: Json,
  kept: Json,
  { atMs, receivedMs }: { atMs: number; receivedMs: number },
) {
  const received = typeof request === 'string' ? Object.fromEntries(new URLSearchParams(request)) : request
  const [id, customer, business] = [deep(received, 'MessageSid'), deep(received, 'From'), deep(received, 'To')]
  if (id === undefined || customer === undefined || business === undefined) return skipped('nothing sent')
  const talk = between(business, customer, kept)
  return found(
    twimlTexts(twiml).flatMap((text, place) =>
      message(talk, { id: `${id} answer ${place}`, atMs, cameMs: receivedMs + place / 1000 }, { from: 'agent', text }),
    ),
  )
}

const statuses: Readonly<Record<string, DeliveryEvent['status'] | undefined>> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  failed: 'failed',
  undelivered: 'failed',
}

/** `whatsapp:+1…` is a number on WhatsApp, a bare one a telephone's. */
function between(business: string, customer: string, kept: Json) {
  const [, channel = 'sms'] = /^(\w+):/.exec(customer) ?? []
  return talkOf({ channel, business: bare(business), customer: bare(customer), kept })
}

const bare = (address: string) => address.replace(/^\w+:/, '')

function wordsOf(body: Json): string {
  const written = textOf(fieldOf(body, 'Body'))
  if (written !== undefined) return written
  const media = Array.from({ length: Math.min(countOf(fieldOf(body, 'NumMedia')) ?? 0, 10) }, (_, index) =>
    mediaKind(deep(body, `MediaContentType${index}`) ?? ''),
  )
  return placeholders(deep(body, 'Latitude') === undefined ? media : ['location'])
}

/** Conversations: everyone's messages, by the conversation that Twilio keeps. */
function happened(body: Json, kept: Json, receivedMs: number): Understood {
  const [event, id, thread] = [deep(body, 'EventType'), deep(body, 'MessageSid'), deep(body, 'ConversationSid')]
  if (id === undefined || thread === undefined) return skipped('no message')
  const [author = '', source = ''] = [deep(body, 'Author'), deep(body, 'Source')]
  const channel = /^(sms|whatsapp|messenger|chat)$/.exec(source.toLowerCase())?.[1]
  const talk = talkOf({ channel: channel ?? 'chat', business: 'twilio', customer: thread, kept })
  const { channel: _, customer: __, ...about } = talk.about
  const isAgent = source === 'API' || isListed(author, kept)
  const known = {
    conversation: `twilio:${thread}`,
    // Only the customer's own messages tell on which channel the customer is, and where.
    about: { ...about, ...(!isAgent && channel !== undefined && { channel, customer: bare(author) }) },
  }
  if (event === 'onDeliveryUpdated') {
    const status = statuses[deep(body, 'Status') ?? '']
    return status === undefined ? skipped('a status on the way') : found([delivered(known, id, status, receivedMs)])
  }
  if (event !== 'onMessageAdded') return skipped('an event without a message')
  const atMs = momentOf(deep(body, 'DateCreated') ?? '') ?? receivedMs
  const text = deep(body, 'Body') ?? placeholders(mediaOf(body))
  return found(message(known, { id, atMs, cameMs: receivedMs }, { from: isAgent ? 'agent' : 'customer', text }))
}

function isListed(author: string, kept: Json): boolean {
  const agents = fieldOf(kept, 'agents')
  return Array.isArray(agents) && agents.includes(author)
}

function mediaOf(body: Json): readonly string[] {
  const types = (deep(body, 'Media') ?? '').matchAll(/"ContentType"\s*:\s*"([^"]+)"/gi)
  return [...types].map(([, type = '']) => mediaKind(type))
}
