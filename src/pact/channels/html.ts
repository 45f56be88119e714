/** HTML that reaches the customer as text, and markup that may run in a browser. */
import type { Breach, Rule } from './channel.ts'
import { quoted } from './markup.ts'

const tag =
  /<\/?(?:a|abbr|b|big|blockquote|body|br|button|center|code|dd|div|dl|dt|em|font|form|h[1-6]|head|hr|html|i|iframe|img|input|li|link|meta|object|ol|option|p|pre|s|script|section|select|small|span|strike|strong|style|sub|sup|svg|table|tbody|td|textarea|th|thead|title|tr|u|ul|video)(?:\s{1,5}[\w:-]{1,40}\s{0,3}=[^<>]{0,500})?\s{0,5}\/?>/i
const entity = /&(?:amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[nm]dash|hellip|bull|euro|#\d{1,6}|#x[\da-f]{1,5});/i
const slackEntity =
  /&(?!amp;|lt;|gt;)(?:quot|apos|nbsp|[lr][sd]quo|[nm]dash|hellip|bull|euro|#\d{1,6}|#x[\da-f]{1,5});/i

/** What runs: an element that loads or executes, a handler on any element, an address that is a program. */
const running = [
  /<(?:script|iframe|object|embed|base)\b[^<>]{0,300}>?/i,
  /<[a-z][a-z0-9]{0,15}\s[^<>]{0,500}\bon[a-z]{3,20}\s{0,3}=[^<>]{0,80}/i,
  /(?:\b(?:href|src|action|formaction)\s{0,3}=\s{0,3}["']?|\]\()\s{0,3}(?:javascript|vbscript):[^\s"'<>]{0,80}/i,
  /(?:\b(?:href|src)\s{0,3}=\s{0,3}["']?|\]\()\s{0,3}data:text\/html[^\s"'<>]{0,80}/i,
] as const

/** Shows no tags and no entities. */
export const noHtml: Rule = ({ text }) => tagsIn(text, entity)

/** The same where `&amp;`, `&lt;` and `&gt;` are how the channel itself is written to. */
export const noHtmlButEscapes: Rule = ({ text }) => tagsIn(text, slackEntity)

function tagsIn(text: string, entities: RegExp): readonly Breach[] {
  const found = tag.exec(text) ?? entities.exec(text)
  if (!found) return []
  return [{ rule: 'html', effect: 'garbled', because: `shows HTML: ${quoted(found[0])}`, at: found.index }]
}

/** Carries nothing that a browser would run, whoever shows it. */
export const noScript: Rule = ({ text, form }) => {
  const inText = scriptIn(text)
  const found = inText ?? scriptIn(form?.html ?? '')
  if (!found) return []
  const because = `carries markup that a browser may run: ${quoted(found[0])}`
  return [{ rule: 'script', effect: 'unsafe', because, ...(inText ? { at: inText.index } : {}) }]
}

function scriptIn(text: string): RegExpExecArray | undefined {
  for (const pattern of running) {
    const found = pattern.exec(text)
    if (found) return found
  }
  return undefined
}

/** A text without its code, which a Markdown renderer shows as it is; places stay where they were. */
export function withoutCode(text: string): string {
  if (!text.includes('`')) return text
  return text
    .replace(/```[^`]{0,20000}```/g, (code) => ' '.repeat(code.length))
    .replace(/`[^`\n]{1,300}`/g, (code) => ' '.repeat(code.length))
}
