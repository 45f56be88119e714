/**
 * A conversation as plain text, for terminals and issue trackers.
 *
 * Whatever could act on a terminal (escape sequences, carriage returns, text that runs backwards) is
 * shown as a code instead of being performed: transcripts come from strangers.
 */
import type { Conversation, Event, Exchange, Json } from './conversation.ts'
import { exchangeWords } from './exchange-words.ts'

export interface RenderOptions {
  /** Longest text of one tool's arguments or result, in characters. Default 200. */
  readonly maxValue?: number
  /** Put in front of a line, for example to point at what violated a promise. Default nothing. */
  readonly mark?: (eventIndex: number) => string
}

/**
 * One line per event: time since the start, who, what. Tool calls are indented under the speaker; `=>` and `<=` are what
 * the backend proxy saw, `->` and `<-` what anyone else reported.
 */
export function renderConversation(conversation: Conversation, options: RenderOptions = {}): string {
  const { mark, maxValue = 200 } = options
  const head = [conversation.id, conversation.channel, conversation.startedAt, `agent ${conversation.agent.id}`]
  const gaps = conversation.gaps?.length ? [`the record is incomplete: ${conversation.gaps.join(', ')}`] : []
  const lines = conversation.events.map((event, index) => {
    const text = `${clockText(event.atMs)}  ${eventText(event, maxValue)}`
    return mark ? `${mark(index)}${text}` : text
  })
  return [...[head.join('  '), ...gaps].map(visible), ...lines].join('\n')
}

/** Characters that could act on a terminal or hide what is said, as codes. Line breaks and tabs stay. */
export function visible(text: string): string {
  return text.replace(hidden, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

// Controls other than tab and line feed; zero-width spaces and direction marks; line separators. Joiners stay: emoji need them.
const hidden = /[^\P{Cc}\t\n]|[\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu

function clockText(atMs: number): string {
  const tenths = Math.round(atMs / 100)
  const minutes = Math.floor(tenths / 600)
  if (minutes >= 100) return hoursText(Math.floor(tenths / 10))
  return `${minutes}:${((tenths % 600) / 10).toFixed(1).padStart(4, '0')}`.padStart(8)
}

/** `5 s`, `45 min`, `20 h`, `2 days`: in the largest unit that it fills. */
function spanText(ms: number): string {
  const units = [
    [86_400_000, 'days'],
    [3_600_000, 'h'],
    [60_000, 'min'],
  ] as const
  const [unit, name] =
    units.find(([length]) => ms >= length * (length === 86_400_000 ? 2 : 1)) ?? ([1000, 's'] as const)
  return `${Number((ms / unit).toFixed(1))} ${name}`
}

/** As wide as the others below ten hours: ` 3h00:43`. */
function hoursText(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return `${hours}h${String(minutes).padStart(2, '0')}:${String(rest).padStart(2, '0')}`.padStart(hours < 10 ? 8 : 9)
}

function eventText(event: Event, maxValue: number): string {
  switch (event.type) {
    case 'message':
      return `${event.from.padEnd(9)} ${visible(event.text).replaceAll('\n', `\n${' '.repeat(20)}`)}`
    case 'tool-call':
      return `    ${event.seenBy === 'ledger' ? '=>' : '->'} ${visible(event.tool)} ${valueText(event.args, maxValue)}`
    case 'tool-result':
      return `    ${event.seenBy === 'ledger' ? '<=' : '<-'} ${event.outcome} ${valueText(event.value, maxValue)}${exchangeText(event.exchange, maxValue)}`
    case 'state':
      return `    state ${event.when}: ${visible(event.verifier)}, ${Object.keys(event.records).length} records`
    default:
      return `    ${otherText(event)}`
  }
}

function exchangeText(exchange: Exchange | undefined, maxValue: number): string {
  if (exchange === undefined) return ''
  const { got } = exchange
  const lines = exchangeWords(exchange).map((line, index) =>
    index === 0 && got !== undefined ? `${visible(line)} ${valueText(got, maxValue)}` : visible(line),
  )
  return lines.map((line) => `\n${' '.repeat(17)}${line}`).join('')
}

function otherText(event: Exclude<Event, { type: 'message' | 'tool-call' | 'tool-result' | 'state' }>): string {
  switch (event.type) {
    case 'handoff':
      return `handed over${event.to ? ` to ${visible(event.to)}` : ''}${event.because ? `: ${visible(event.because)}` : ''}`
    case 'silence':
      return `${event.from} silent for ${spanText(event.forMs)}${event.backOn === undefined ? '' : `, back on ${visible(event.backOn)}`}`
    case 'delivery':
      return `message at event ${event.message + 1} ${event.status}`
    case 'audio':
      return `${event.from} spoke for ${event.forMs} ms${event.heard === undefined ? '' : `, heard: ${visible(event.heard)}`}`
    case 'error':
      return `error of the ${event.culprit}: ${visible(event.code)}: ${visible(event.message)}`
  }
}

function valueText(value: Json, max: number): string {
  const text = visible(JSON.stringify(value) ?? '').replaceAll('\n', ' ')
  return text.length > max ? `${text.slice(0, max)}… (${text.length} characters)` : text
}
