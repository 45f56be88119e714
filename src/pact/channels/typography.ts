/**
 * Typographic letters that turn a text message to UCS-2 although a plain one says the same.
 *
 * Language models write curly quotes, dashes and bullets; each may double what a message costs. Letters of a language,
 * which no plain one replaces, are left as they are.
 */
import type { Rule } from './channel.ts'
import { quoted } from './markup.ts'
import { segmentsOf } from './segments.ts'

/** Typographic letters, with the plain one that says the same. */
type Plainer = readonly (readonly [letters: string, plain: string])[]

/** What Twilio's Smart Encoding replaces by itself, as far as language models write it. */
const replacedByTwilio: Plainer = [
  ['\u2018\u2019\u201B\u02BC`\u00B4', "'"],
  ['\u201C\u201D\u201E\u201F\u00AB\u00BB', '"'],
  ['\u201A', ','],
  ['\u2010\u2013\u2014\u2015\u2022\u2043', '-'],
  ['\u00A0\u2002\u2003\u2007\u2009\u202F', ' '],
  ['\u200B\u2060\uFEFF', ''],
  ['\u2026', '...'],
]

const others: Plainer = [
  ['\u2032', "'"],
  ['\u2033', '"'],
  ['\u2011\u2012\u2212', '-'],
  ['\u00B7\u25CF\u25AA\u2023\u25E6\u2219', '-'],
  ['\u00D7', 'x'],
  ['\u2192', '->'],
]

/** The same words once Twilio's Smart Encoding has replaced what it replaces. */
export const smartlyEncoded = replacing(replacedByTwilio)

/** The same words in letters that cost less. */
const inPlainLetters = replacing([...replacedByTwilio, ...others])

function replacing(letters: Plainer): (text: string) => string {
  const plainFor = new Map(letters.flatMap(([from, plain]) => [...from].map((letter) => [letter, plain] as const)))
  const any = new RegExp(`[${[...plainFor.keys()].join('')}]`, 'g')
  return (text) => text.replace(any, (letter) => plainFor.get(letter) ?? letter)
}

/** Takes no more segments than the same words in plain letters would. */
export const plainTypography: Rule = ({ text }, { smartEncoding }) => {
  const { parts } = segmentsOf(smartEncoding ? smartlyEncoded(text) : text)
  const without = segmentsOf(inPlainLetters(text)).parts.length
  if (without >= parts.length) return []
  const costly = Array.from(text.matchAll(/[^\0-~]|`/gu)).filter(([letter]) => inPlainLetters(letter) !== letter)
  const letters = [...new Set(costly.map(([letter]) => letter))].filter(
    (letter) => !smartEncoding || smartlyEncoded(letter) === letter,
  )
  const because = `takes ${parts.length} segments for the sake of ${quoted(letters.slice(0, 5).join(''))}; in plain letters it takes ${without}`
  return [{ rule: 'typography', effect: 'costly', because, at: costly[0]?.index ?? 0 }]
}
