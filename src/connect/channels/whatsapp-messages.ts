/** What may be sent by WhatsApp's Cloud API, with its limits, and what a customer sees of it. */
import { z } from 'zod'
import type { MessageForm } from '../../conversation/index.ts'
import { type Fields, objectIn } from './sent-fields.ts'

interface ReadMessage {
  /** As the agent wrote it. */
  readonly input: string
  /** In digits. */
  readonly to: string
  /** Absent where the customer sees no message, such as of a reaction. */
  readonly text?: string
  readonly form?: MessageForm
}

interface Refused {
  readonly to: string
  readonly refusal: { readonly code: number; readonly message: string; readonly details: string }
}

const limited = (what: string, most: number) =>
  z.string(`${what} is missing`).refine((text) => text !== '' && [...text].length <= most, {
    error: `${what} length invalid. Min length: 1, Max length: ${most}`,
  })

const one = <Item extends z.ZodType>(item: Item, what: string, most: number) =>
  z.array(item, `${what} are missing`).refine((items) => items.length >= 1 && items.length <= most, {
    error: `Invalid ${what} count. Min allowed ${what}: 1, Max allowed ${what}: ${most}`,
  })

const around = {
  header: z.looseObject({ text: limited('Header', 60).optional() }).optional(),
  body: z.looseObject({ text: limited('Body text', 1024) }, 'Body is missing'),
  footer: z.looseObject({ text: limited('Footer', 60) }).optional(),
}

const reply = z.looseObject({ id: limited('Button id', 256), title: limited('Button title', 20) }, 'Button is missing')
const row = z.looseObject({
  id: limited('Row id', 200),
  title: limited('Row title', 24),
  description: limited('Row description', 72).optional(),
})
const section = z.looseObject({ title: limited('Section title', 24).optional(), rows: z.array(row) })

const interactive = z.discriminatedUnion(
  'type',
  [
    z.looseObject({
      type: z.literal('button'),
      ...around,
      action: z.looseObject({
        buttons: one(z.looseObject({ reply }), 'buttons', 3).refine(
          (all) => new Set(all.map((each) => each.reply.id)).size === all.length,
          { error: 'Button ids must be unique' },
        ),
      }),
    }),
    z.looseObject({
      type: z.literal('list'),
      ...around,
      action: z.looseObject({
        button: limited('Button', 20),
        sections: one(section, 'sections', 10)
          .refine((all) => all.length === 1 || all.every(({ title }) => title !== undefined), {
            error: 'Every section needs a title where there are several',
          })
          .refine((all) => between(1, all.flatMap(({ rows }) => rows).length, 10), {
            error: 'Total row count exceed max allowed count: 10',
          }),
      }),
    }),
    z.looseObject({
      type: z.literal('cta_url'),
      ...around,
      action: z.looseObject({
        parameters: z.looseObject({
          display_text: limited('Button title', 20),
          url: z.string('Button url is missing'),
        }),
      }),
    }),
  ],
  { error: 'Unknown interactive type' },
)

type Interactive = z.output<typeof interactive>

const between = (least: number, n: number, most: number) => n >= least && n <= most

const named = z.looseObject({ name: z.string().min(1), components: z.array(z.unknown()).default([]) })

/** Kinds of messages in which the customer sees something else than words. */
const media = ['image', 'video', 'audio', 'document', 'sticker', 'location', 'contacts']

/** @returns `noted` for what is said about a message that came, such as that it was read */
export function readWhatsApp(given: Fields): ReadMessage | Refused | 'noted' {
  const { to: input, type = 'text', status } = given
  if (given.messaging_product !== 'whatsapp') return invalid('', 'The parameter messaging_product is required.')
  if (status !== undefined) return 'noted'
  const to = typeof input === 'string' || typeof input === 'number' ? `${input}`.replace(/\D/g, '') : ''
  if (to === '') return invalid('', 'The parameter to is required.')
  const head = { to, input: `${input}` }
  if (type === 'text') return text(head, objectIn(given.text))
  if (type === 'interactive') return chosen(head, objectIn(given.interactive))
  if (type === 'template') return template(head, objectIn(given.template))
  if (type === 'reaction') return head
  if (typeof type !== 'string' || !media.includes(type)) {
    return invalid(
      to,
      `Param type must be one of {TEXT, INTERACTIVE, TEMPLATE, REACTION, ${media.join(', ').toUpperCase()}}.`,
    )
  }
  const { caption } = z.looseObject({ caption: z.string().optional() }).safeParse(objectIn(given[type])).data ?? {}
  return { ...head, text: caption ?? `[${type}]` }
}

type Head = Pick<ReadMessage, 'to' | 'input'>

function text(head: Head, given: unknown): ReadMessage | Refused {
  const { body } = z.looseObject({ body: z.string() }).safeParse(given).data ?? {}
  if (body === undefined || body === '') return invalid(head.to, "The parameter text['body'] is required.")
  if ([...body].length > 4096) return invalid(head.to, "Param text['body'] must be at most 4096 characters long.")
  return { ...head, text: body }
}

function template(head: Head, given: unknown): ReadMessage | Refused {
  const read = named.safeParse(given)
  if (!read.success) return invalid(head.to, "The parameter template['name'] is required.")
  return { ...head, text: wordsIn(read.data.components).join(' '), form: { template: read.data.name } }
}

/** What fills a template's blanks; its own words are Meta's to know. */
function wordsIn(given: unknown): readonly string[] {
  if (Array.isArray(given)) return given.flatMap(wordsIn)
  if (typeof given !== 'object' || given === null) return []
  return Object.entries(given).flatMap(([name, value]) =>
    name === 'text' && typeof value === 'string' ? [value] : name === 'parameters' ? wordsIn(value) : [],
  )
}

function chosen(head: Head, given: unknown): ReadMessage | Refused {
  const read = interactive.safeParse(given)
  if (!read.success) {
    const details = read.error.issues[0]?.message ?? 'Invalid interactive'
    return { to: head.to, refusal: { code: 131_009, message: 'Parameter value is not valid', details } }
  }
  const { header, body, footer } = read.data
  const form: MessageForm = {
    ...(header?.text !== undefined && { header: header.text }),
    ...(footer !== undefined && { footer: footer.text }),
    ...choicesOf(read.data),
  }
  return { ...head, text: body.text, form }
}

function choicesOf(given: Interactive): MessageForm {
  if (given.type === 'button')
    return { buttons: given.action.buttons.map(({ reply: { id, title } }) => ({ title, id })) }
  if (given.type === 'cta_url') return { buttons: [{ title: given.action.parameters.display_text }] }
  const { button, sections } = given.action
  return {
    list: {
      button,
      sections: sections.map(({ title, rows }) => ({
        ...(title !== undefined && { title }),
        rows: rows.map((each) => ({
          title: each.title,
          id: each.id,
          ...(each.description !== undefined && { description: each.description }),
        })),
      })),
    },
  }
}

function invalid(to: string, details: string): Refused {
  return { to, refusal: { code: 100, message: 'Invalid parameter', details } }
}
