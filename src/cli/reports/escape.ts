/**
 * Text of strangers, made harmless for HTML and XML.
 *
 * What agents and customers say is hostile until shown otherwise: it is escaped at every place where it
 * enters markup, and what could hide or reverse it is shown as a code.
 */
import { visible } from '../../conversation/index.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** For element content and for attributes in quotes, in HTML and in XML 1.0, whose few forbidden characters are replaced. */
export function escapeMarkup(text: string): string {
  return visible(text)
    .replace(/[&<>"']/g, (character) => entities[character] ?? character)
    .replace(/\p{Surrogate}|[\ufffe\uffff]/gu, '\ufffd')
}

/** At most `max` characters; a longer text says how long it was. Never cuts a character in half. */
export function clipped(text: string, max: number): string {
  if (text.length <= max) return text
  return `${text.slice(0, max).replace(/[\ud800-\udbff]$/, '')}… (${text.length.toLocaleString('en-GB')} characters)`
}
