/** Items as deliveries tell of them: what was said in which talk, and what became of it. */
import { type DeliveryEvent, type Event, isObject, type Json, type MessageForm } from '../../../conversation/index.ts'
import { fieldOf, textOf } from '../../formats/values.ts'
import { eventKey } from '../keys.ts'
import type { About, Item, Understood } from '../reader.ts'

/** One customer and one business on one channel. */
export interface Talk {
  readonly conversation: string
  readonly about: About
}

export interface TalkParts {
  readonly channel: string
  /** Address of the business, as the provider writes it. */
  readonly business: string
  readonly customer: string
  /** What sets one talk of the two apart from another. */
  readonly thread?: string
  /** What was kept of the source's settings. */
  readonly kept: Json
}

/** Named by channel, business and customer: `sms:+15005550006:+12995550100`. */
export function talkOf({ channel, business, customer, thread, kept }: TalkParts): Talk {
  const [agent, timeZone] = [textOf(fieldOf(kept, 'agent')), textOf(fieldOf(kept, 'timeZone'))]
  return {
    conversation: [channel, business, customer, ...(thread === undefined ? [] : [thread])].join(':'),
    about: {
      channel,
      customer,
      ...(agent !== undefined && { agent: { id: agent } }),
      ...(timeZone !== undefined && { timeZone }),
    },
  }
}

export interface Told {
  /** The provider's id of the message. */
  readonly id: string
  readonly atMs: number
  readonly cameMs: number
}

/** A message. One without words tells nothing and is none. */
export function message(
  talk: Talk,
  { id, atMs, cameMs }: Told,
  {
    from,
    text,
    form = {},
  }: { readonly from: 'customer' | 'agent'; readonly text: string; readonly form?: MessageForm },
): readonly Item[] {
  if (text === '') return []
  const event: Event = { type: 'message', atMs, from, text, ...(Object.keys(form).length > 0 && { form }) }
  return [{ kind: 'event', key: eventKey(talk.conversation, id), ...talk, event, cameMs }]
}

/** What became of the message of this id. */
export function delivered(
  { conversation, about }: Talk,
  id: string,
  status: DeliveryEvent['status'],
  atMs: number,
): Item {
  const key = `delivery/${conversation}/${id}/${status}`
  return { kind: 'delivery', key, conversation, about, atMs, status, of: eventKey(conversation, id) }
}

/** Everything that the agent said up to then has reached this status. */
export function deliveredUntil({ conversation, about }: Talk, status: DeliveryEvent['status'], untilMs: number): Item {
  const key = `delivery/${conversation}/until ${untilMs}/${status}`
  return { kind: 'delivery', key, conversation, about, atMs: untilMs, status, of: { untilMs } }
}

/** Something that is no part of any conversation, or is not understood. */
export function skipped(reason: string): Understood {
  return { items: [], skipped: { [reason]: 1 } }
}

export function found(items: readonly Item[]): Understood {
  return items.length === 0 ? skipped('nothing said') : { items, skipped: {} }
}

export function together(all: readonly Understood[]): Understood {
  const counts: Record<string, number> = {}
  for (const { skipped: reasons } of all)
    for (const [reason, n] of Object.entries(reasons)) counts[reason] = (counts[reason] ?? 0) + n
  return { items: all.flatMap(({ items }) => items), skipped: counts }
}

/** The objects in a list; nothing where there is no list. */
export function objectsOf(value: Json | undefined): readonly { readonly [key: string]: Json }[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

/** A text further in: `deep(message, 'text', 'body')`. */
export function deep(value: Json | undefined, ...path: readonly string[]): string | undefined {
  return textOf(path.reduce(fieldOf, value))
}

/** How media stand in a transcript: `[image]`. */
export function placeholders(kinds: readonly string[]): string {
  return kinds.map((kind) => `[${kind}]`).join(' ')
}

/** The kind of a file by its media type or the ending of its name. */
export function mediaKind(type: string): string {
  const [, kind] = /^(image|video|audio)\//.exec(type) ?? []
  if (kind !== undefined) return kind
  const ending = /\.(\w+)(?:\?.*)?$/.exec(type)?.[1]?.toLowerCase() ?? ''
  return endings[ending] ?? (/^(?:application\/|text\/)|\.\w+(?:\?.*)?$/.test(type) ? 'document' : 'file')
}

const endings: Readonly<Record<string, string | undefined>> = {
  jpg: 'image',
  jpeg: 'image',
  png: 'image',
  gif: 'image',
  webp: 'image',
  mp4: 'video',
  mov: 'video',
  mp3: 'audio',
  ogg: 'audio',
  m4a: 'audio',
  wav: 'audio',
}
