/**
 * A mail as it came, read: who it is from, which one it answers, what it says itself and what it quotes.
 *
 * Whatever is no mail gives an empty one or a failure to read it, never anything else; what is kept of it is bounded.
 */
import type { Address, Email } from 'postal-mime'
import type { MessageForm } from '../../conversation/index.ts'
import { partsOf } from './mail-quotes.ts'

/** A mail besides its text, as a record keeps it. */
export interface MailForm extends MessageForm {
  /** All mails that it says it follows, the first of the thread first. */
  readonly references?: readonly string[]
  /** Others whom it was sent to, openly. */
  readonly others?: readonly string[]
  /** What it says of being sent by a program: `auto-replied`, `auto-generated`. */
  readonly automatic?: string
  /** What it quotes of older mails. */
  readonly quoted?: string
  readonly attachments?: readonly string[]
}

export interface ReadMail {
  readonly text: string
  readonly form: MailForm
  /** Where answers go to. */
  readonly answerTo: string
  /** Who it says it is from, as a reader sees it. */
  readonly from: string
  /** When it says it was written, as ISO 8601. */
  readonly date?: string
  /** What stands in it as text, quotes and signature included. */
  readonly whole: string
}

/** Longest header value that is kept, in characters: RFC 5322's longest line. */
const longestValue = 998
const mostReferences = 50
/** More lines are no mail: reading takes time for each. 5 MB of attachments have 70,000. */
const mostLines = 200_000

/**
 * @param mine the address of the customer who reads it
 * @throws Error when it is nested, headed or broken into lines beyond all measure
 */
export async function readMail(raw: Uint8Array, mine: string): Promise<ReadMail> {
  if (linesIn(raw) > mostLines) throw new Error(`it has more than ${mostLines} lines`)
  const { default: PostalMime } = await import('postal-mime')
  const mail = await PostalMime.parse(raw, {
    maxNestingDepth: 30,
    maxHeadersSize: 262_144,
    forceRfc822Attachments: true,
  })
  const html = mail.html
  const written = bare(mail.text ?? '')
  const htmlOnly = written.trim() === '' && html !== undefined && html.trim() !== ''
  const whole = htmlOnly ? textOf(withoutQuotes(html)) : written
  const { own, quoted, signature } = partsOf(whole)
  const date = mail.date !== undefined && !Number.isNaN(Date.parse(mail.date)) ? mail.date : undefined
  return {
    // What only quotes says nothing of its own, and is shown as it is.
    text: own === '' ? whole : own,
    form: formOf(mail, { mine, quoted, signature, htmlOnly, html: html && withoutQuotes(html) }),
    answerTo: boxesIn([...(mail.replyTo ?? []), ...[mail.from ?? []].flat()])[0]?.address ?? '',
    from: shown(boxesIn([mail.from ?? []].flat())[0]),
    ...(date !== undefined && { date }),
    whole,
  }
}

function linesIn(raw: Uint8Array): number {
  let lines = 1
  for (let at = raw.indexOf(10); at !== -1; at = raw.indexOf(10, at + 1)) lines += 1
  return lines
}

/** With the ends of lines that text has here, and without those that a mail gains on its way. */
function bare(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').replaceAll('\0', '')
  let end = lines.length
  while (lines[end - 1] === '\n') end -= 1
  return lines.slice(0, end)
}

interface Around {
  readonly mine: string
  readonly quoted: string
  readonly signature: string
  readonly html: string | undefined
  readonly htmlOnly: boolean
}

function formOf(mail: Email, { mine, quoted, signature, html, htmlOnly }: Around): MailForm {
  const references = idsIn(mail.references).slice(-mostReferences)
  const others = boxesIn([...(mail.to ?? []), ...(mail.cc ?? [])])
    .map(({ address }) => clipped(address.toLowerCase()))
    .filter((address) => address !== '' && address !== mine)
  const automatic = automaticIn(mail)
  const attachments = mail.attachments.map(({ filename, mimeType }) => clipped(filename ?? mimeType))
  const messageId = idsIn(mail.messageId)[0]
  const inReplyTo = idsIn(mail.inReplyTo)[0]
  return {
    ...(mail.subject !== undefined && { subject: clipped(mail.subject) }),
    ...(html !== undefined && html.trim() !== '' && { html }),
    ...(htmlOnly && { htmlOnly }),
    ...(signature !== '' && { footer: signature }),
    ...(messageId !== undefined && { messageId }),
    ...(inReplyTo !== undefined && { inReplyTo }),
    ...(references.length > 0 && { references }),
    ...(others.length > 0 && { others: others.slice(0, mostReferences) }),
    ...(automatic !== undefined && { automatic }),
    ...(quoted !== '' && { quoted }),
    ...(attachments.length > 0 && { attachments: attachments.slice(0, mostReferences) }),
  }
}

/** @see RFC 3834, 5 */
function automaticIn({ headers }: Email): string | undefined {
  const said = headers
    .find(({ key }) => key === 'auto-submitted')
    ?.value.trim()
    .toLowerCase()
  if (said !== undefined && said !== 'no') return clipped(said.replace(/[;(\s].*$/s, ''))
  const precedence = headers
    .find(({ key }) => key === 'precedence')
    ?.value.trim()
    .toLowerCase()
  return precedence === 'auto_reply' || precedence === 'bulk' ? precedence : undefined
}

function idsIn(value: string | undefined): readonly string[] {
  return (value ?? '').slice(-20_000).match(/<[^<>\s]{1,900}>/g) ?? []
}

interface Box {
  readonly name: string
  readonly address: string
}

function boxesIn(addresses: readonly Address[]): readonly Box[] {
  return addresses.flatMap((each): readonly Box[] => ('group' in each && each.group ? each.group : [each as Box]))
}

function shown(box: Box | undefined): string {
  if (box === undefined) return ''
  return clipped(box.name === '' ? box.address : `${box.name} <${box.address}>`)
}

function clipped(value: string): string {
  return value.slice(0, longestValue)
}

/** HTML without the older mail that it quotes. */
function withoutQuotes(html: string): string {
  const from = html.search(/<blockquote\b|<div[^<>]{0,200}\bclass="?gmail_quote/i)
  if (from === -1) return html
  let to = html.length
  for (const { index, 0: end } of html.matchAll(/<\/blockquote>/gi)) if (index > from) to = index + end.length
  return html.slice(0, from) + html.slice(to)
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** What a reader sees of HTML that has no text beside it, roughly. Linear in its length. */
function textOf(html: string): string {
  const text = ['style', 'script', 'head', 'title']
    .reduce(withoutElement, html)
    .replace(/<(?:br|\/p|\/div|\/tr|\/li|\/h[1-6])\b[^<>]{0,200}>/gi, '\n')
    .replace(/<[^<>]{0,5000}>/g, '')
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (all, ten?: string, hex?: string, name = '') => {
      const code = ten === undefined ? Number.parseInt(hex ?? '', 16) : Number(ten)
      if (Number.isNaN(code)) return named[name.toLowerCase()] ?? all
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all
    })
  const lines = text.split('\n').map((line) => line.trimEnd())
  return lines
    .filter((line, at) => line !== '' || lines[at - 1] !== '')
    .join('\n')
    .trim()
}

function withoutElement(html: string, name: string): string {
  const kept: string[] = []
  const opens = new RegExp(`<${name}\\b`, 'gi')
  const closes = new RegExp(`</${name}\\s{0,20}>`, 'gi')
  let from = 0
  for (let open = opens.exec(html); open !== null; open = opens.exec(html)) {
    closes.lastIndex = open.index
    if (closes.exec(html) === null) break
    kept.push(html.slice(from, open.index))
    from = closes.lastIndex
    opens.lastIndex = from
  }
  return kept.join('') + html.slice(from)
}
