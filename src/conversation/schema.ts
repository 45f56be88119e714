/**
 * The shape of a conversation, as something that can be checked.
 *
 * Unknown fields are kept at every level: a record made elsewhere may carry more than Fieldproof
 * reads, and a round trip must not lose it. Unknown event types and times that run backwards are refused.
 */
import { z } from 'zod'
import { complaintsOf } from '../document-words.ts'
import { type Place, Problem, Problems } from '../problem.ts'
import type {
  Circumstances,
  Conversation,
  Event,
  Exchange,
  ExpectedChange,
  Json,
  MessageChoice,
  MessageForm,
} from './conversation.ts'

const json = z.unknown().refine((value) => value !== undefined, 'is missing') as z.ZodType<Json>
const records = z.record(z.string(), json)
const atMs = z.number().min(0)
const side = z.enum(['customer', 'agent'])
const witness = z.enum(['agent', 'ledger', 'trace'])

const exchange: z.ZodType<Exchange> = z.looseObject({
  backend: z.string(),
  method: z.string(),
  path: z.string(),
  writes: z.boolean(),
  status: z.int().exactOptional(),
  commits: z.int().min(0).exactOptional(),
  delivered: z.enum(['whole', 'changed', 'partly', 'nothing']),
  gotStatus: z.int().exactOptional(),
  got: json.exactOptional(),
  retryAfterMs: z.number().min(0).exactOptional(),
  idempotencyKey: z.string().exactOptional(),
  tookMs: z.number().min(0),
  askedMs: z.number().min(0),
  faults: z.array(z.looseObject({ set: z.string(), kind: z.string(), does: z.string() })).exactOptional(),
  recorded: z.array(z.string()).exactOptional(),
  idleFaults: z.array(z.string()).exactOptional(),
})

const choice: z.ZodType<MessageChoice> = z.looseObject({
  title: z.string(),
  id: z.string().exactOptional(),
  description: z.string().exactOptional(),
})

const form: z.ZodType<MessageForm> = z.looseObject({
  subject: z.string().exactOptional(),
  html: z.string().exactOptional(),
  htmlOnly: z.literal(true).exactOptional(),
  header: z.string().exactOptional(),
  footer: z.string().exactOptional(),
  buttons: z.array(choice).exactOptional(),
  quickReplies: z.array(choice).exactOptional(),
  list: z
    .looseObject({
      button: z.string(),
      sections: z.array(z.looseObject({ title: z.string().exactOptional(), rows: z.array(choice) })),
    })
    .exactOptional(),
  template: z.string().exactOptional(),
  tag: z.string().exactOptional(),
  messageId: z.string().exactOptional(),
  inReplyTo: z.string().exactOptional(),
})

/** One thing that happened; one variant per `type`. */
export const eventSchema: z.ZodType<Event> = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('message'), atMs, from: side, text: z.string(), form: form.exactOptional() }),
  z.looseObject({
    type: z.literal('tool-call'),
    atMs,
    callId: z.string(),
    tool: z.string(),
    args: json,
    seenBy: witness,
  }),
  z.looseObject({
    type: z.literal('tool-result'),
    atMs,
    callId: z.string(),
    outcome: z.enum(['ok', 'error']),
    value: json,
    seenBy: witness,
    exchange: exchange.exactOptional(),
  }),
  z.looseObject({ type: z.literal('state'), atMs, verifier: z.string(), when: z.enum(['before', 'after']), records }),
  z.looseObject({
    type: z.literal('handoff'),
    atMs,
    to: z.string().exactOptional(),
    because: z.string().exactOptional(),
  }),
  z.looseObject({
    type: z.literal('silence'),
    atMs,
    from: side,
    forMs: z.number().min(0),
    backOn: z.string().exactOptional(),
  }),
  z.looseObject({
    type: z.literal('delivery'),
    atMs,
    message: z.int().min(0),
    status: z.enum(['sent', 'delivered', 'read', 'failed', 'duplicated', 'late']),
  }),
  z.looseObject({
    type: z.literal('audio'),
    atMs,
    from: side,
    forMs: z.number().min(0),
    heard: z.string().exactOptional(),
  }),
  z.looseObject({
    type: z.literal('error'),
    atMs,
    culprit: z.enum(['agent', 'simulator', 'judge', 'infrastructure']),
    code: z.string(),
    message: z.string(),
  }),
])

const expectedChange: z.ZodType<ExpectedChange> = z.union([
  z.looseObject({ verifier: z.string(), added: records }),
  z.looseObject({ verifier: z.string(), removed: records }),
  z.looseObject({ verifier: z.string(), changed: records, to: records }),
])

/** What must be true after a conversation; the same words in a scenario and in a record. */
export const expectedSchema = z.looseObject({
  changes: z.array(expectedChange).exactOptional(),
  otherwise: z.enum(['unchanged', 'ignored']).exactOptional(),
  told: z.array(z.string()).exactOptional(),
  handoff: z.boolean().exactOptional(),
  calls: z.array(z.looseObject({ tool: z.string(), args: records.exactOptional() })).exactOptional(),
})

const circumstances: z.ZodType<Circumstances> = z.looseObject({
  scenario: z.string().exactOptional(),
  persona: z.string().exactOptional(),
  seed: z.number().exactOptional(),
  repeat: z.int().min(0).exactOptional(),
  kbVersion: z.string().exactOptional(),
  faults: z
    .array(z.looseObject({ id: z.string(), explain: z.string(), always: z.literal(true).exactOptional() }))
    .exactOptional(),
  expected: expectedSchema.exactOptional(),
  ending: z
    .looseObject({
      outcome: z.enum([
        'satisfied',
        'refused',
        'gave-up',
        'left-silently',
        'handed-over',
        'turn-limit',
        'inconclusive',
        'error',
      ]),
      because: z.string().exactOptional(),
      ownAccord: z.literal(true).exactOptional(),
    })
    .exactOptional(),
  checks: z
    .array(
      z.looseObject({
        at: z.int().min(0),
        says: z.string().exactOptional(),
        neverSays: z.string().exactOptional(),
        calls: z.string().exactOptional(),
      }),
    )
    .exactOptional(),
})

/** A whole conversation. */
export const conversationSchema: z.ZodType<Conversation> = z.looseObject({
  id: z.string().min(1),
  origin: z.enum(['simulated', 'production']),
  agent: z.looseObject({
    id: z.string(),
    version: z.string().exactOptional(),
    model: z.string().exactOptional(),
  }),
  channel: z.string().min(1),
  customerId: z.string().exactOptional(),
  startedAt: z.iso.datetime({ offset: true }),
  timeZone: z.string().exactOptional(),
  events: z.array(eventSchema).superRefine((events, context) => {
    const backwards = events.findIndex((event, index) => event.atMs < (events[index - 1]?.atMs ?? 0))
    if (backwards === -1) return
    context.addIssue({
      code: 'custom',
      path: [backwards, 'atMs'],
      message: 'is earlier than the event before it',
      params: { hint: 'Sort the events by time; atMs counts milliseconds from the first event.' },
    })
  }),
  circumstances: circumstances.exactOptional(),
  gaps: z.array(z.enum(['truncated', 'stitched', 'redacted', 'late'])).exactOptional(),
})

/**
 * Checks that a value read from elsewhere is a conversation. Keeps fields it does not know.
 *
 * @param at where the value stands, for problems
 * @throws Problems `conversation/invalid`, every one at once
 */
export function parseConversation(value: unknown, at?: Place): Conversation {
  const checked = complaintsOf(conversationSchema, value)
  if (checked.complaints.length === 0) return checked.value as Conversation
  throw new Problems(
    checked.complaints.map(
      ({ path, message, hint }) =>
        new Problem({
          code: 'conversation/invalid',
          message: `${message.replace(/\.$/, '')}, at ${pathText(path)}.`,
          hint,
          ...(at ? { at } : {}),
        }),
    ),
  )
}

function pathText(path: readonly (string | number)[]): string {
  return path.length === 0 ? 'the top' : path.map((part, index) => partText(part, index)).join('')
}

function partText(part: string | number, index: number): string {
  if (typeof part === 'number') return `[${part}]`
  return index === 0 ? part : `.${part}`
}
