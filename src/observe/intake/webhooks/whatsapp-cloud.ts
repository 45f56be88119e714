/**
 * WhatsApp by Meta's Cloud API: what customers write and tap, what became of the agent's messages, and what was written
 * in the business's own app. The API tells no echo of what is sent by it.
 *
 * Its clock shows whole seconds. So all of a talk is told in whole seconds, and what is of the same second stands in the
 * order in which it came: a finer clock for one side would put answers before or behind the wrong question.
 *
 * @see https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/payload-examples
 */
import { readWhatsApp } from '../../../connect/index.ts'
import { type DeliveryEvent, type Json, momentOf } from '../../../conversation/index.ts'
import { fieldOf } from '../../formats/values.ts'
import type { Understood } from '../reader.ts'
import { type MetaSettings, meta } from './meta.ts'
import { deep, delivered, found, message, objectsOf, skipped, talkOf, together } from './told.ts'
import type { WebhookProvider } from './webhook.ts'

export const whatsappCloud: WebhookProvider<MetaSettings> = {
  ...meta,
  kind: 'whatsapp-cloud',
  summary: "WhatsApp, by Meta's Cloud API",
  understand(body, kept, receivedMs) {
    const changes = objectsOf(fieldOf(body, 'entry')).flatMap((entry) => objectsOf(entry.changes))
    const all = changes.flatMap(({ value }) => {
      const business = deep(value, 'metadata', 'phone_number_id') ?? ''
      const at = { business, kept, receivedMs }
      return [
        ...objectsOf(fieldOf(value, 'messages')).map((each, place) => written(each, 'customer', at, place)),
        ...objectsOf(fieldOf(value, 'message_echoes')).map((each, place) => written(each, 'agent', at, place)),
        ...objectsOf(fieldOf(value, 'statuses')).map((each) => became(each, at)),
      ]
    })
    return all.length === 0 ? skipped('no message') : together(all)
  },
  understandSent(copy, kept, receivedMs) {
    const [answered] = objectsOf(fieldOf(fieldOf(copy, 'answer'), 'messages'))
    const [id, business] = [deep(answered, 'id'), /\/(\d+)\/messages/.exec(deep(copy, 'url') ?? '')?.[1]]
    if (id === undefined || business === undefined) return skipped('nothing sent')
    const read = readWhatsApp((fieldOf(copy, 'request') ?? {}) as { readonly [key: string]: Json })
    if (read === 'noted' || 'refusal' in read || read.text === undefined) return skipped('a note on a message')
    const customer = deep(objectsOf(fieldOf(fieldOf(copy, 'answer'), 'contacts'))[0], 'wa_id') ?? read.to
    const talk = talkOf({ channel: 'whatsapp', business, customer, kept })
    const { text, form } = read
    const sentMs = momentOf(deep(copy, 'at') ?? '') ?? receivedMs
    const told = { id, atMs: Math.floor(sentMs / 1000) * 1000, cameMs: receivedMs }
    return found(message(talk, told, { from: 'agent', text, ...(form !== undefined && { form }) }))
  },
}

interface Place {
  readonly business: string
  readonly kept: Json
  readonly receivedMs: number
}

function written(
  given: Json,
  from: 'customer' | 'agent',
  { business, kept, receivedMs }: Place,
  place: number,
): Understood {
  const [id, customer] = [deep(given, 'id'), deep(given, from === 'customer' ? 'from' : 'to')]
  if (id === undefined || customer === undefined) return skipped('no message')
  const text = wordsOf(given)
  if (text === undefined) return skipped('a note on a message')
  const talk = talkOf({ channel: 'whatsapp', business, customer, kept })
  const told = { id, atMs: secondsOf(given) ?? receivedMs, cameMs: receivedMs + place / 1000 }
  return found(message(talk, told, { from, text }))
}

/** Kinds of which the customer's chat shows nothing new. */
const notes: readonly string[] = ['reaction', 'system', 'unsupported', 'ephemeral', 'revoke', 'edit']

function wordsOf(given: Json): string | undefined {
  const type = deep(given, 'type') ?? ''
  if (notes.includes(type)) return undefined
  if (type === 'text') return deep(given, 'text', 'body')
  if (type === 'button') return deep(given, 'button', 'text')
  if (type === 'interactive') {
    const how = deep(given, 'interactive', 'type') ?? ''
    return deep(given, 'interactive', how, 'title') ?? deep(given, 'interactive', 'body', 'text')
  }
  return deep(given, type, 'caption') ?? `[${type}]`
}

const statuses: Readonly<Record<string, DeliveryEvent['status'] | undefined>> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  played: 'read',
  failed: 'failed',
}

function became(given: Json, { business, kept, receivedMs }: Place): Understood {
  const [id, customer, status] = [deep(given, 'id'), deep(given, 'recipient_id'), statuses[deep(given, 'status') ?? '']]
  if (id === undefined || customer === undefined || status === undefined) return skipped('a status on the way')
  const talk = talkOf({ channel: 'whatsapp', business, customer, kept })
  return found([delivered(talk, id, status, secondsOf(given) ?? receivedMs)])
}

function secondsOf(given: Json): number | undefined {
  const seconds = Number(deep(given, 'timestamp'))
  return Number.isFinite(seconds) ? seconds * 1000 : undefined
}
