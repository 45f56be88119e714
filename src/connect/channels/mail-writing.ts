/**
 * A customer's mail as mail programs write it: the answer on top, a signature below it, then what it answers.
 *
 * The same conversation writes the same mails, but for their ids and dates; a mail that is delivered twice is the same to the byte.
 */
import { keyedRandom } from '../../stats/index.ts'
import { quote } from './mail-quotes.ts'
import type { MailForm, ReadMail } from './mail-reading.ts'
import { phoneOf } from './signing.ts'

/** How one customer writes mails. */
export interface Habits {
  readonly quotes: boolean
  readonly html: boolean
  /** Below their words; absent for none. */
  readonly signature?: string
  /** How many out-of-office replies they send. */
  readonly autoReplies: number
}

export interface HabitSettings {
  readonly quotes: boolean
  readonly html: number
  readonly signature: number
  readonly autoReply: number
  readonly autoReplies: number
}

/** @param name the customer's, where it is known */
export function habitsOf(given: HabitSettings, seed: number, name: string): Habits {
  const draw = (what: string) => keyedRandom(seed, 'mail', what)
  const signature = draw('signature').chance(given.signature)
  const formal = `-- \n${[name, `Mobile: ${phoneOf(`signature ${seed}`)}`, 'Please consider the environment before printing.'].filter(Boolean).join('\n')}`
  return {
    quotes: given.quotes,
    html: draw('html').chance(given.html),
    ...(signature && { signature: draw('which').pick([formal, '-- \nSent from my phone', 'Sent from my phone']) }),
    autoReplies: draw('auto-reply').chance(given.autoReply) ? given.autoReplies : 0,
  }
}

/** What a mail is, before it is put into bytes. */
export interface Letter {
  readonly text: string
  readonly html?: string
  readonly form: MailForm
  readonly headers: Readonly<Record<string, string>>
}

/** The mail that is answered, read or written, as far as it matters for that. */
export type Before = Pick<ReadMail, 'form'> & Partial<Pick<ReadMail, 'from' | 'date' | 'whole'>>

/** @param subject of the first mail */
export function letter(text: string, messageId: string, subject: string, habits: Habits, before?: Before): Letter {
  const quoted = habits.quotes && before?.whole !== undefined && before.whole !== '' ? before.whole : undefined
  const head = quoted === undefined ? '' : attributionOf(before ?? {})
  const parts = [text, habits.signature ?? [], quoted === undefined ? [] : `${head}\n${quote(quoted)}`].flat()
  return {
    text: parts.join('\n\n'),
    ...(habits.html && { html: htmlOf(text, habits.signature, head, quoted) }),
    form: threadOf(messageId, subject, before),
    headers: {},
  }
}

/** What a mailbox answers by itself while its owner is away. @see RFC 3834 */
export function outOfOffice(messageId: string, before: Before): Letter {
  const thread = threadOf(messageId, '', before)
  return {
    text: 'Thank you for your message. I am out of the office with limited access to my mail, and will answer when I am back.',
    form: { ...thread, subject: `Automatic reply: ${topic(before.form.subject ?? '')}`, automatic: 'auto-replied' },
    headers: { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All', Precedence: 'bulk' },
  }
}

function threadOf(messageId: string, subject: string, before: Before | undefined): MailForm {
  if (before === undefined) return { messageId, subject }
  const { messageId: answered, references = [], inReplyTo } = before.form
  const line = [...(references.length > 0 ? references : [inReplyTo ?? []].flat()), ...[answered ?? []].flat()]
  // The first of the thread and its latest mails, as RFC 5322 advises where the line grows long.
  const kept = line.length > 20 ? [...line.slice(0, 1), ...line.slice(-19)] : line
  return {
    messageId,
    subject: `Re: ${topic(before.form.subject ?? subject)}`,
    ...(answered !== undefined && { inReplyTo: answered }),
    ...(kept.length > 0 && { references: kept }),
  }
}

/** A subject without what answers put before it. */
function topic(subject: string): string {
  return subject.replace(/^(?:\s{0,5}(?:re|aw|sv|antw|fwd?|wg)\s{0,2}:){1,20}/i, '').trim()
}

/** A subject made of how a message begins, for scenarios that give none. */
export function subjectOf(text: string): string {
  const [line = ''] = text.trim().split(/[\n.!?]/)
  const words = line.split(/\s+/).slice(0, 8).join(' ')
  return [...words].slice(0, 60).join('').trim() || 'Question'
}

function attributionOf({ from = '', date }: Partial<Before>): string {
  if (date === undefined) return `${from || 'You'} wrote:`
  const { day, month, year, hour, minute, weekday } = partsOfDate(date)
  return `On ${weekday}, ${day} ${month} ${year} at ${hour}:${minute}, ${from} wrote:`
}

function partsOfDate(date: string): Readonly<Record<string, string>> {
  // Tue, 17 Mar 2026 09:30:00 GMT
  const [weekday = '', day = '', month = '', year = '', time = ''] = new Date(date)
    .toUTCString()
    .replace(',', '')
    .split(' ')
  const [hour = '', minute = ''] = time.split(':')
  return { weekday, day, month, year, hour, minute }
}

function htmlOf(text: string, signature: string | undefined, head: string, quoted: string | undefined): string {
  const own = `<div dir="ltr">${marked(text)}</div>`
  const below = signature === undefined ? '' : `<br><div class="signature">${marked(signature)}</div>`
  const older =
    quoted === undefined
      ? ''
      : `<br><div class="quote">${marked(head)}<br><blockquote style="margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex">${marked(quoted)}</blockquote></div>`
  return `<html><body>${own}${below}${older}</body></html>`
}

function marked(text: string): string {
  const safe = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
  return safe.replace(/\r\n?|\n/g, '<br>')
}

/** Who a letter is from and to. */
export interface Address {
  readonly name: string
  readonly address: string
}

/** The bytes of a mail, as they travel. */
export async function bytesOf(written: Letter, from: Address, to: string): Promise<Uint8Array> {
  const { createTransport } = await import('nodemailer')
  const writer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  const { messageId, subject, inReplyTo, references } = written.form
  const { message } = await writer.sendMail({
    from,
    to,
    subject: subject ?? '',
    messageId: messageId ?? '',
    ...(inReplyTo !== undefined && { inReplyTo }),
    ...(references !== undefined && { references: [...references] }),
    headers: { ...written.headers },
    text: written.text,
    ...(written.html !== undefined && { html: written.html }),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return message as Uint8Array
}
