/**
 * Conversations in our own form: whole, or event by event, one JSON value, a list, or one per line.
 *
 * `{ "conversation": { … } }` or a bare conversation gives a whole one, and a later one with the same id replaces it.
 * `{ "id", "events": [{ "at": "2026-…Z", … }], "agent", "channel", "ended": true }` adds events as they happen.
 */
import { z } from 'zod'
import { eventSchema, isObject, type Json, momentOf, parseConversation } from '../../conversation/index.ts'
import { Problem, problemsIn } from '../../problem.ts'
import { hash64 } from '../../stats/index.ts'
import { eventKey } from './keys.ts'
import type { Item, Reader, Understood } from './reader.ts'

const moment = z.iso.datetime({ offset: true }).transform((text) => momentOf(text) ?? 0)

const eventsForm = z.object({
  id: z.string().min(1),
  events: z.array(z.looseObject({ at: moment, id: z.string().optional() })).default([]),
  agent: z.object({ id: z.string(), version: z.string().optional(), model: z.string().optional() }).optional(),
  channel: z.string().optional(),
  customerId: z.string().optional(),
  timeZone: z.string().optional(),
  ended: z.boolean().optional(),
  endedAt: moment.optional(),
})

export const conversations: Reader = {
  name: 'conversations',
  summary: 'conversations in our own form, whole or event by event',
  decode(body) {
    const values = valuesIn(body)
    const kept: Json[] = []
    let because: string | undefined
    for (const value of values) {
      try {
        itemsOf(value, 0)
        kept.push(value)
      } catch (thrown) {
        because ??= problemsIn(thrown)[0]?.message ?? String(thrown)
      }
    }
    const count = values.length - kept.length
    return { values: kept, records: values.length, refused: { count, ...(because !== undefined && { because }) } }
  },
  values: valuesIn,
  understand(values, receivedMs): Understood {
    const all = values as readonly Json[]
    const production = all.filter((value) => !isSimulated(value))
    const simulated = all.length - production.length
    return {
      items: production.flatMap((value) => itemsOf(value, receivedMs)),
      skipped: simulated === 0 ? {} : { simulation: simulated },
    }
  },
}

function valuesIn(body: Buffer): readonly Json[] {
  const text = body.toString('utf8')
  const whole = parsed(text)
  if (whole !== undefined) return Array.isArray(whole) ? whole : [whole]
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const values = lines.map(parsed)
  const bad = values.indexOf(undefined)
  if (bad === -1 && values.length > 0) return values as readonly Json[]
  throw new Problem({
    code: 'ingest/undecodable',
    message: lines.length > 1 ? `Line ${bad + 1} of the body is not JSON.` : 'The body is not JSON.',
    hint: 'Send one JSON value, a list of them, or one per line.',
  })
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function itemsOf(value: Json, receivedMs: number): readonly Item[] {
  const at = { file: 'request' }
  const inner = isObject(value) && isObject(value.conversation) ? value.conversation : value
  if (isObject(inner) && 'startedAt' in inner) {
    const conversation = { ...parseConversation(inner, at), origin: 'production' as const }
    return [{ kind: 'whole', key: `whole/${conversation.id}`, conversation }]
  }
  return eventItems(inner, receivedMs)
}

/** Recordings of simulations say so themselves. */
function isSimulated(value: Json): boolean {
  const inner = isObject(value) && isObject(value.conversation) ? value.conversation : value
  return isObject(inner) && inner.origin === 'simulated'
}

function eventItems(value: Json, receivedMs: number): readonly Item[] {
  const read = eventsForm.safeParse(value)
  if (!read.success) throw unreadable(read.error.issues[0])
  const { id, events, agent, channel, customerId, timeZone, ended, endedAt } = read.data
  const about = {
    ...(agent !== undefined && { agent: defined(agent) }),
    ...(channel !== undefined && { channel }),
    ...(customerId !== undefined && { customer: customerId }),
    ...(timeZone !== undefined && { timeZone }),
  }
  const alike = new Map<string, number>()
  const items = events.map((given, index): Item => {
    const { at, id: own, ...rest } = given
    // What a sender tells of its tools is what the agent itself saw of them.
    const seen = String(rest.type).startsWith('tool-') ? { seenBy: 'agent' } : {}
    const content = hash64(JSON.stringify(given))
    const before = alike.get(content) ?? 0
    alike.set(content, before + 1)
    const event = eventSchema.safeParse({ ...seen, ...rest, atMs: at })
    if (!event.success) throw unreadable(event.error.issues[0], ['events', index])
    return {
      kind: 'event',
      // What is alike within one request happened as often; in another request, it was sent again.
      key: eventKey(id, own ?? (before === 0 ? content : `${content}/${before}`)),
      conversation: id,
      event: event.data,
      about,
      // Of the same moment, the order in which they were sent; ids of the sender's own say the order themselves.
      ...(own === undefined && { cameMs: receivedMs + index / 1000 }),
    }
  })
  if (ended !== true && endedAt === undefined) return items
  const atMs = endedAt ?? Math.max(0, ...events.map(({ at }) => at))
  return [...items, { kind: 'end', key: `end/${id}`, conversation: id, atMs }]
}

function unreadable(issue: z.core.$ZodIssue | undefined, above: readonly PropertyKey[] = []): Problem {
  const path = [...above, ...(issue?.path ?? [])]
  const where = path.length === 0 ? '' : `${path.join('.')}: `
  return new Problem({
    code: 'ingest/unreadable-record',
    message: `${where}${issue?.message ?? 'not a conversation'}`,
    hint: 'fieldproof schema conversation prints the form of a conversation.',
  })
}

/** Without fields that are undefined. */
function defined<Value extends object>(value: Value): { [Key in keyof Value]: Exclude<Value[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as never
}
