/**
 * The customer is shown the inside of a machine: a stack trace, a page of HTML, a blob of JSON, an
 * unfilled template, the word "undefined".
 *
 * What the customer pasted first may be quoted back. Code words of a call that failed (`slot-taken`, `ERR_TIMEOUT`) are
 * known from what the backend said, so a word that is plain in one conversation is raw in another.
 */
import { z } from 'zod'
import type { ConditionKind } from '../condition.ts'
import { anyOf, patternsOption } from '../pattern.ts'
import { codeWordsSeen } from './code-words.ts'
import { agentMessages, customerTextBefore, excerpt } from './messages.ts'

const options = z.strictObject({
  unless: patternsOption.optional().describe('Messages that match are left out.'),
})

export const rawError: ConditionKind<z.infer<typeof options>> = {
  kind: 'raw-error',
  summary: 'The customer never sees a stack trace, HTML, JSON, an unfilled template, "undefined" or "NaN".',
  example: `id: no-raw-errors
raw-error: {}`,
  dimension: 'tone',
  selfEvident: true,
  options,
  create({ unless }) {
    const excused = unless === undefined ? undefined : anyOf(unless)
    return {
      explain: () =>
        `never shows the customer a raw error, markup or unfilled template${excused ? `, unless it says ${excused.source}` : ''}`,
      check(conversation) {
        const messages = agentMessages(conversation)
        if (messages.length === 0) return { outcome: 'not-applicable' }
        const codes = codeWordsSeen(conversation)
        const found = messages.flatMap(({ at, text }) => {
          const inside = excused?.test(text) ? undefined : (rawPartOf(text) ?? codes(text, at))
          const quoted = inside !== undefined && customerTextBefore(conversation, at).includes(inside.words)
          return inside && !quoted ? [{ at, what: inside.what, words: excerpt(text, inside.start) }] : []
        })
        const [first] = found
        if (!first) return { outcome: 'held' }
        const because = `the customer was shown ${first.what}: "${first.words}"`
        return { outcome: 'violated', because, at: found.map(({ at }) => at) }
      },
    }
  },
}

/** Each takes time linear in the text: no part of a pattern can match the same characters in two ways. */
const signs: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  {
    what: 'a stack trace',
    pattern: /Traceback \(most recent call last\)|^\s{0,12}at [\w$.<>/ ]{1,120}\(?[^\s()]{1,200}:\d+:\d+\)?/m,
  },
  {
    what: 'a stack trace',
    pattern: /\bFile "[^"\n]{1,200}", line \d+|\bat [\w$.]{3,120}\([\w$]{1,60}\.(?:java|kt|scala|cs):\d+\)/,
  },
  {
    what: 'a raw error',
    pattern:
      /\b(?:[A-Z]\w{0,60}(?:Error|Exception)|Error|Exception|panic|Fatal error): (?=\S)|\b(?:ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTFOUND|EPIPE|SQLSTATE)\b|\bUnhandled(?:PromiseRejection| exception)/,
  },
  {
    what: 'an error of a server',
    pattern:
      /\b(?:HTTP|status(?: code)?|error(?: code)?)[ :=]{1,3}[45]\d\d\b|\b(?:400 Bad Request|401 Unauthorized|403 Forbidden|404 Not Found|429 Too Many Requests|500 Internal Server Error|502 Bad Gateway|503 Service Unavailable|504 Gateway Time-?out)\b/i,
  },
  {
    what: 'a page of HTML',
    pattern: /<!doctype html|<\/?(?:html|head|body|script|style|div|span|table|iframe)\b[^<>]{0,300}>/i,
  },
  {
    what: 'an unfilled template',
    pattern:
      /\{\{[^{}\n]{0,80}\}\}|\$\{[^{}\n]{1,80}\}|<%[^%\n]{0,80}%>|%\([a-z_]{1,40}\)s|\[(?:insert|your) [a-z ]{2,40}\]/i,
  },
  {
    what: 'a value that is none',
    pattern:
      /\[object [A-Z]\w{1,30}\]|\bundefined\b|\bNaN\b|\bnull\b(?! and void)|\bInvalid Date\b|\bNone(?=[,.]? (?:at|on|for) None\b)/,
  },
]

interface RawPart {
  readonly what: string
  readonly start: number
  readonly words: string
}

function rawPartOf(text: string): RawPart | undefined {
  for (const { what, pattern } of signs) {
    const match = pattern.exec(text)
    if (match) return { what, start: match.index, words: match[0] }
  }
  const start = jsonStart(text)
  return start === -1 ? undefined : { what: 'a blob of JSON', start, words: text.slice(start).trim() }
}

/** Where JSON starts that takes up a whole message, a fenced block, or a line of its own; -1 when none does. */
function jsonStart(text: string): number {
  if (isStructure(text)) return text.search(/\S/)
  let offset = 0
  for (const line of text.split('\n')) {
    if (isStructure(line)) return offset
    offset += line.length + 1
  }
  return text.search(/\{\s{0,10}"[\w-]{1,60}"\s{0,10}:\s{0,10}(?:["{[\d]|true|false|null)/)
}

function isStructure(text: string): boolean {
  const trimmed = text.trim()
  if (!/^(?:\{[\s\S]*\}|\[\s*[{"[][\s\S]*\])$/.test(trimmed)) return false
  try {
    const value: unknown = JSON.parse(trimmed)
    return typeof value === 'object'
  } catch {
    return false
  }
}
