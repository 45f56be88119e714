/**
 * Markdown that a channel does not turn into layout, so that the customer sees its signs.
 *
 * Each channel says which signs leak on it. Every pattern takes time linear in the text: repetitions are bounded and no
 * two parts can match the same characters.
 */
import type { Breach, Rule } from './channel.ts'

const signs = {
  bold: /\*\*(?=[^\s*])[^*\n]{1,300}\*\*/,
  underlined: /(?<![\w_])__(?=[^\s_])[^_\n]{1,300}__(?![\w_])/,
  heading: /^[ \t]{0,3}#{1,6}[ \t]{1,3}\S[^\n]{0,80}/m,
  link: /!?\[[^[\]\n]{1,200}\]\((?:[a-z]{2,10}:|www\.|[\w-]{1,60}[./]|\/|#)[^\s()<>]{0,500}\)/i,
  table: /^[ \t]{0,3}\|?(?:[ \t]{0,3}:?-{2,30}:?[ \t]{0,3}\|){1,30}(?:[ \t]{0,3}:?-{2,30}:?)?[ \t]{0,3}$/m,
  struck: /~~(?=[^\s~])[^~\n]{1,200}~~/,
  fence: /^[ \t]{0,3}```/m,
  code: /(?<!`)`[^`\n]{1,200}`(?!`)/,
  star: /(?<![\w*\\])\*(?=[^\s*])[^*\n]{0,200}[^\s*]\*(?![\w*])/,
  underscore: /(?<![\w_/])_(?=[^\s_])[^_\n]{0,200}[^\s_]_(?![\w_])/,
  'slack-link': /<(?:https?:\/\/|mailto:)[^|\s<>]{1,500}\|[^<>|\n]{1,200}>/,
  bullet: /^[ \t]{0,8}\*[ \t]\S/m,
} as const

/** A sign of markup. */
export type Sign = keyof typeof signs

const words: Readonly<Record<Sign, string>> = {
  bold: 'the signs of bold text',
  underlined: 'the signs of bold text',
  heading: 'the signs of a heading',
  link: 'a link in brackets',
  table: 'a table drawn with dashes',
  struck: 'the signs of struck text',
  fence: 'the signs of a block of code',
  code: 'the signs of code',
  star: 'the signs of emphasis',
  underscore: 'the signs of emphasis',
  'slack-link': 'a link in angle brackets',
  bullet: 'the asterisks of a list',
}

/** What no channel without markup turns into layout. */
export const everySign: readonly Sign[] = [
  'bold',
  'underlined',
  'heading',
  'link',
  'table',
  'struck',
  'fence',
  'code',
  'star',
  'underscore',
  'slack-link',
]

/** Shows none of these signs. */
export function without(leaking: readonly Sign[]): Rule {
  return ({ text }) => leaksIn(text, leaking)
}

/** The signs that a text would show. */
export function leaksIn(text: string, leaking: readonly Sign[]): readonly Breach[] {
  return leaking.flatMap((sign): readonly Breach[] => {
    const found = signs[sign].exec(text)
    if (!found) return []
    return [
      { rule: 'markdown', effect: 'garbled', because: `shows ${words[sign]}: ${quoted(found[0])}`, at: found.index },
    ]
  })
}

/** A piece of a text, short and on one line. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= 48 ? `"${line}"` : `"${[...line].slice(0, 47).join('')}…"`
}
