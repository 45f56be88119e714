/**
 * Messenger and Instagram: what customers write and tap, the echoes of what the agent writes, and up to where it was read.
 *
 * @see https://developers.facebook.com/docs/messenger-platform/reference/webhook-events
 */
import { readPageMessage } from '../../../connect/index.ts'
import type { Json } from '../../../conversation/index.ts'
import { fieldOf } from '../../formats/values.ts'
import type { Item, Understood } from '../reader.ts'
import { type MetaSettings, meta } from './meta.ts'
import {
  deep,
  delivered,
  deliveredUntil,
  found,
  message,
  objectsOf,
  placeholders,
  skipped,
  type Talk,
  talkOf,
  together,
} from './told.ts'
import type { WebhookProvider } from './webhook.ts'

export const messenger = pages('messenger', 'Messenger, by the page that customers write to')
export const instagram = pages('instagram', 'Instagram, by the account that customers write to')

function pages(channel: 'messenger' | 'instagram', summary: string): WebhookProvider<MetaSettings> {
  return {
    ...meta,
    kind: channel,
    summary,
    understand(body, kept, receivedMs) {
      const happened = objectsOf(fieldOf(body, 'entry')).flatMap((entry) => objectsOf(entry.messaging))
      if (happened.length === 0) return skipped('no message')
      return together(happened.map((each, place) => understood(each, { channel, kept, receivedMs, place })))
    },
  }
}

interface Place {
  readonly channel: string
  readonly kept: Json
  readonly receivedMs: number
  readonly place: number
}

function understood(given: Json, { channel, kept, receivedMs, place }: Place): Understood {
  const [sender, recipient] = [deep(given, 'sender', 'id'), deep(given, 'recipient', 'id')]
  if (sender === undefined || recipient === undefined) return skipped('no message')
  const isEcho = fieldOf(fieldOf(given, 'message'), 'is_echo') === true
  const [business, customer] = isEcho ? [sender, recipient] : [recipient, sender]
  const talk = talkOf({ channel, business, customer, kept })
  const stamp = Number(deep(given, 'timestamp'))
  const at = { atMs: Number.isFinite(stamp) ? stamp : receivedMs, cameMs: receivedMs + place / 1000 }
  const said = fieldOf(given, 'message')
  if (said !== undefined) return wrote(talk, said, { ...at, from: isEcho ? 'agent' : 'customer' })
  const [tapped, title] = [deep(given, 'postback', 'mid'), deep(given, 'postback', 'title')]
  if (title !== undefined) {
    // Older deliveries of a tap have no id of their own.
    const id = tapped ?? `postback ${at.atMs}`
    return found(message(talk, { ...at, id }, { from: 'customer', text: title }))
  }
  const statuses = [
    ...became(talk, fieldOf(given, 'delivery'), 'delivered', at.atMs),
    ...became(talk, fieldOf(given, 'read'), 'read', at.atMs),
  ]
  return statuses.length === 0 ? skipped('an event without a message') : found(statuses)
}

/** Limits are for what is sent; this was. */
const anySize = { text: Number.POSITIVE_INFINITY, unit: 'characters' } as const

interface Writing {
  readonly atMs: number
  readonly cameMs: number
  readonly from: 'customer' | 'agent'
}

function wrote(talk: Talk, said: Json, { from, ...at }: Writing): Understood {
  const id = deep(said, 'mid')
  if (id === undefined || fieldOf(said, 'is_deleted') === true) return skipped('a note on a message')
  const attached = objectsOf(fieldOf(said, 'attachments'))
  const template = attached.find(({ type }) => type === 'template')
  const read = template === undefined ? undefined : readPageMessage({ attachment: template }, anySize)
  if (read !== undefined && 'text' in read && read.text !== '')
    return found(message(talk, { ...at, id }, { from, text: read.text, ...(read.form && { form: read.form }) }))
  const quick = objectsOf(fieldOf(said, 'quick_replies'))
  const offered = readPageMessage({ text: deep(said, 'text') ?? '', quick_replies: quick }, anySize)
  const form = 'form' in offered && offered.form !== undefined ? { form: offered.form } : {}
  const text = deep(said, 'text') ?? placeholders(attached.map(({ type }) => String(type ?? 'file')))
  return found(message(talk, { ...at, id }, { from, text, ...form }))
}

/** Named messages where they are named, else all up to a moment. */
function became(talk: Talk, given: Json | undefined, status: 'delivered' | 'read', atMs: number): readonly Item[] {
  if (given === undefined) return []
  const mids = fieldOf(given, 'mids') ?? [fieldOf(given, 'mid') ?? null]
  const named = Array.isArray(mids) ? mids.filter((mid) => typeof mid === 'string') : []
  if (named.length > 0) return named.map((mid) => delivered(talk, mid, status, atMs))
  const untilMs = Number(deep(given, 'watermark'))
  return Number.isFinite(untilMs) ? [deliveredUntil(talk, status, untilMs)] : []
}
