/**
 * A channel: what it can carry, and what becomes of a message that asks for more.
 *
 * One file per channel, made of rules that are shared; `index.ts` lists them. A rule sees one message and the moment it
 * was sent at, and tells each way in which the channel does not carry it. Nothing here knows who wrote the message.
 */
import type { MessageEvent } from '../../conversation/index.ts'

/** A message as a channel sees it. */
export type Message = Pick<MessageEvent, 'text' | 'form'>

/** Ways in which a message does not fit, in the order of the reference. */
export const channelRules = {
  length: 'longer than the channel carries, or than is advised',
  segments: 'more segments of SMS than the pact allows',
  cost: 'an SMS that costs more than the pact allows',
  typography: 'curly quotes, dashes or bullets that make an SMS take more segments than plain letters would',
  markdown: 'signs of bold text, headings, links, tables or code that the channel shows as they are',
  html: 'tags or entities that the channel shows as they are; an email without text beside its HTML',
  script: 'markup that a browser may run',
  'link-split': 'an address that lies across two segments',
  'link-broken': 'an address that is cut, wrapped, or misspelt before its host',
  'link-bare': 'an address that cannot be tapped for want of `https://`, or that is read aloud',
  'link-hidden': 'a link that shows one address and opens another',
  buttons: 'buttons or quick replies that are too many, too long, or not shown at all',
  list: 'a list with too many rows or too long words, or not shown at all',
  window: 'written so long after the customer that the provider delivers nothing, or templates alone',
  subject: 'an email without a subject, with several lines of it, or with its subject in the text',
  thread: 'an email that answers outside of its thread',
  quoting: 'an email that only quotes',
  signature: 'an email that is signed twice, or has a blank such as [Your Name]',
  emoji: 'an emoji that is read aloud',
} as const
export type RuleName = keyof typeof channelRules
export const ruleNames = Object.keys(channelRules) as readonly RuleName[]

/**
 * What happens to a message that does not fit.
 *
 * `refused` the provider does not send it · `cut` its end is lost · `garbled` the customer sees signs that mean nothing to
 * them · `costly` it costs more than it has to, or may · `unsafe` it may run in the customer's browser · `misleading` it shows
 * another address than it opens · `unwise` it arrives, but is longer than people read or listen
 */
export type Effect = 'refused' | 'cut' | 'garbled' | 'costly' | 'unsafe' | 'misleading' | 'unwise'

/** One way in which a message does not fit. */
export interface Breach {
  readonly rule: RuleName
  readonly effect: Effect
  /** In words that follow "it": `is 1204 bytes long, and instagram carries 1000`. */
  readonly because: string
  /** Where in the text, as an index; absent when it is about the whole message. */
  readonly at?: number
}

/** What a text measures on a channel. */
export interface Size {
  readonly unit: 'characters' | 'bytes' | 'words'
  readonly used: number
  /** The most that the channel carries; absent where it sets none. */
  readonly limit?: number
}

/** How a text travels. */
export interface Carried {
  /** The text in the pieces in which it travels; joined they are the text, unless Smart Encoding changed it on the way. */
  readonly parts: readonly string[]
  readonly size: Size
  /** Of an SMS. */
  readonly encoding?: 'GSM-7' | 'UCS-2'
  /** What its segments cost, where the price of one is known. */
  readonly cost?: number
}

/** What is known besides the message. */
export interface Occasion {
  /** From the customer's last message to this one, in milliseconds. Absent when unknown. */
  readonly sinceCustomerMs?: number
  /** The customer's last message. */
  readonly answers?: Message
  /** What shows the messages of a live chat. Default `markdown`. */
  readonly renders?: Renderer
  /** Own limits, beside the channel's. */
  readonly characters?: number
  readonly segments?: number
  /** Whether Twilio's Smart Encoding stands between the agent and an SMS. Default false. */
  readonly smartEncoding?: boolean
  readonly cost?: { readonly perSegment: number; readonly atMost?: number }
}

/** What a live chat's window makes of markup. */
type Renderer = 'plain' | 'markdown' | 'html'

/** Each way in which a message breaks one rule. */
export type Rule = (message: Message, occasion: Occasion) => readonly Breach[]

/** One channel. */
export interface Channel {
  /** As in a record's `channel`. */
  readonly name: string
  /** Other names for it in records, without regard to case and punctuation. */
  readonly aliases: readonly string[]
  /** What it carries, in words. */
  readonly carries: string
  readonly carry: (text: string, occasion: Occasion) => Carried
  readonly rules: readonly Rule[]
}
