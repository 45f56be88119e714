/**
 * Email: a subject, a thread, what was quoted, and one signature.
 *
 * Subjects and threads are judged where the record keeps them (`form.subject`, `form.messageId`, `form.inReplyTo`).
 *
 * @see RFC 5322, 2.1.1 (lines of a header) and 3.6.4 (In-Reply-To); RFC 2046, 5.1.4 (alternatives); RFC 3676, 4.3 (signatures)
 */
import type { Breach, Channel, Rule } from './channel.ts'
import { noHtml, noScript } from './html.ts'
import { charactersOf, whole } from './length.ts'
import { notHidden, unbroken } from './links.ts'
import { leaksIn, quoted } from './markup.ts'

const markdown: Rule = ({ text, form }) =>
  leaksIn(form?.html === undefined ? text : wordsOf(form.html), [
    'bold',
    'heading',
    'link',
    'table',
    'struck',
    'slack-link',
    'fence',
  ])

function wordsOf(html: string): string {
  return html.replace(/<[^<>]{0,2000}>/g, '')
}

const headline = /^\s{0,9}(?:\*\*)?(?:subject|betreff|asunto|assunto|objet|oggetto)(?:\*\*)?[ \t]{0,3}:[^\n]{1,300}/i

const subject: Rule = ({ text, form }) => {
  const inText = headline.exec(text)
  return [
    ...(inText ? [subjectBreach(`has its subject in the text: ${quoted(inText[0])}`, 'garbled', inText.index)] : []),
    ...(form === undefined ? [] : subjectLine(form.subject)),
  ]
}

function subjectLine(line: string | undefined): readonly Breach[] {
  if (line === undefined || line.trim() === '') return [subjectBreach('has no subject', 'garbled')]
  if (/[\r\n]/.test(line)) return [subjectBreach('has a line break in its subject', 'refused')]
  const used = charactersOf(line)
  return used <= 78 ? [] : [subjectBreach(`has a subject of ${used} characters, and 78 are advised`, 'unwise')]
}

function subjectBreach(because: string, effect: Breach['effect'], at?: number): Breach {
  return { rule: 'subject', effect, because, ...(at === undefined ? {} : { at }) }
}

/** Answers in the thread of the customer's message, as far as both say. */
const threaded: Rule = ({ form }, { answers }) => {
  const asked = answers?.form
  if (!form || !asked) return []
  const unlinked = asked.messageId !== undefined && form.inReplyTo === undefined
  const renamed =
    asked.subject !== undefined && form.subject !== undefined && topicOf(asked.subject) !== topicOf(form.subject)
  return [
    ...(unlinked ? [threadBreach('does not say which message it answers, so it starts a new thread')] : []),
    ...(renamed
      ? [threadBreach(`answers ${quoted(asked.subject)} under another subject: ${quoted(form.subject)}`)]
      : []),
  ]
}

function threadBreach(because: string): Breach {
  return { rule: 'thread', effect: 'garbled', because }
}

/** A subject without what replies put before it. */
function topicOf(line: string): string {
  return line
    .replace(/^(?:\s{0,5}(?:re|aw|sv|antw|rif|res|fwd?|wg)\s{0,2}(?:\[\d{1,3}\])?\s{0,2}:){1,20}/i, '')
    .trim()
    .toLowerCase()
}

const quoting: Rule = ({ text }) => {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const own = lines.filter(
    (line) => !/^\s{0,3}>/.test(line) && !/^\s{0,3}(?:On|Am|El|Em|Le|Il) .{3,200}:\s*$/.test(line),
  )
  if (lines.length === 0 || own.length > 0) return []
  return [{ rule: 'quoting', effect: 'garbled', because: 'quotes what was written before and says nothing itself' }]
}

const unsigned =
  /\[(?:your|my|agent|company|business|team|sender|first|full|practice|position|title|phone|contact)[\w' -]{0,40}\]/i
const signOff =
  /^[ \t]{0,3}(?:(?:best|kind|warm|warmest|many|with best|with kind) regards|regards|sincerely|yours (?:truly|sincerely|faithfully)|best wishes|mit freundlichen gr[üu](?:ß|ss)en|viele gr[üu](?:ß|ss)e|saludos(?: cordiales)?|atentamente|atenciosamente|cordialement)[ \t]{0,3}[,.!]?[ \t]{0,3}$/gim

const signature: Rule = ({ text, form }) => {
  const blank = unsigned.exec(text) ?? unsigned.exec(form?.footer ?? '')
  const own = text
    .split('\n')
    .filter((line) => !/^\s{0,3}>/.test(line))
    .join('\n')
  const closings = own.match(signOff)?.length ?? 0
  return [
    ...(blank ? [signatureBreach(`has a blank that somebody was to fill in: ${quoted(blank[0])}`)] : []),
    ...(closings > 1 ? [signatureBreach(`is signed ${closings} times`)] : []),
  ]
}

function signatureBreach(because: string): Breach {
  return { rule: 'signature', effect: 'garbled', because }
}

const alternative: Rule = ({ text, form }) =>
  form?.html === undefined || form.html.trim() === '' || (text.trim() !== '' && form.htmlOnly !== true)
    ? []
    : [{ rule: 'html', effect: 'garbled', because: 'has no text beside its HTML, which some readers cannot show' }]

export const email: Channel = {
  name: 'email',
  aliases: ['mail', 'e mail', 'smtp', 'imap'],
  carries: 'text, or text and HTML, under a subject and in a thread; signed once',
  carry: whole('characters'),
  rules: [markdown, noHtml, alternative, noScript, unbroken, notHidden, subject, threaded, quoting, signature],
}
