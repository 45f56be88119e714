/**
 * Typographic letters that turn a text message to UCS-2 although a plain one says the same.
 *
 * Language models write curly quotes, dashes and bullets; each may double what a message costs. Letters of a language,
 * which no plain one replaces, are left as they are.
 */
import type { Rule } from './channel.ts'
import { quoted } from './markup.ts'
import { segmentsOf } from './segments.ts'

const plainer: readonly (readonly [letters: string, plain: string])[] = [
  ['\u2018\u2019\u201A\u201B\u02BC\u2032`\u00B4', "'"],
  ['\u201C\u201D\u201E\u201F\u00AB\u00BB\u2033', '"'],
  ['\u2010\u2011\u2012\u2013\u2014\u2015\u2212', '-'],
  ['\u2022\u00B7\u25CF\u25AA\u2023\u25E6\u2219', '-'],
  ['\u00A0\u2002\u2003\u2007\u2009\u202F', ' '],
  ['\u200B\u2060\uFEFF', ''],
  ['\u2026', '...'],
  ['\u00D7', 'x'],
  ['\u2192', '->'],
]
const plainFor = new Map(plainer.flatMap(([letters, plain]) => [...letters].map((letter) => [letter, plain] as const)))
const typographic = new RegExp(`[${[...plainFor.keys()].join('')}]`, 'g')

/** The same words in letters that cost less. */
export function inPlainLetters(text: string): string {
  return text.replace(typographic, (letter) => plainFor.get(letter) ?? letter)
}

/** Takes no more segments than the same words in plain letters would. */
export const plainTypography: Rule = ({ text }) => {
  const { parts, turnedBy } = segmentsOf(text)
  if (turnedBy === undefined) return []
  const without = segmentsOf(inPlainLetters(text)).parts.length
  if (without >= parts.length) return []
  const letters = [...new Set(text.match(typographic))].slice(0, 5).join('')
  const because = `takes ${parts.length} segments for the sake of ${quoted(letters)}; in plain letters it takes ${without}`
  return [{ rule: 'typography', effect: 'costly', because, at: text.search(typographic) }]
}
