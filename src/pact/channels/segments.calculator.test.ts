/**
 * Segments as Twilio's own calculator counts them (sms-segments-calculator, MIT), on texts made to be awkward.
 *
 * They differ in three things, which the texts here leave out. A letter that alone is longer than a segment (dozens of accents
 * on one base) is cut here, and overfills a segment there. Accents of scripts that came to Unicode after 2017 stay with their
 * letter here, and may be cut off there. So may the second skin tone of two people who are joined by a heart.
 */
import fc from 'fast-check'
import { SegmentedMessage } from 'sms-segments-calculator'
import { expect, test } from 'vitest'
import { segmentsOf } from './segments.ts'
import { smartlyEncoded } from './typography.ts'

const emoji = fc.constantFrom(
  ...[
    '😀',
    '👍🏽',
    '👨‍👩‍👧‍👦',
    '🏳️‍🌈',
    '👩‍🦰',
    '❤️‍🔥',
    '🇩🇪',
    '🇫🇷',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    '1️⃣',
    '👩🏽‍⚕️',
    '🤌🏽',
    '🧑‍🎄',
    '🏴‍☠️',
    '🫱🏻‍🫲🏿',
    '👨‍❤️‍💋‍👨',
  ],
)
const typographic = fc.constantFrom(...'“”‘’—–…•«»\u00A0\u202F')
const extended = fc.constantFrom(...'^{}[]~|\\€\f')
const joining = fc.constantFrom('\u200D', '\u200B', '\uFE0F', '\u0301', 'e\u0301\u0302', '\r\n', '\r', '\n')
const words = fc.constantFrom('нет', '힣', '한국', 'नमस्ते', 'क्ष', 'กำ', 'مرحبا', '漢字', 'São', 'mañana', 'Ωmega', 'ça')
/** Blocks that Unicode 10 had whole, which is what the calculator knows, and lone halves of letters. */
const blocks = [
  [0x20, 0x7e],
  [0xa0, 0x6ff],
  [0x900, 0x97f],
  [0xe01, 0xe5b],
  [0x1100, 0x11ff],
  [0x2000, 0x2bff],
  [0x3041, 0x30ff],
  [0xac00, 0xd7a3],
  [0xd800, 0xdfff],
  [0xfe00, 0xfe0f],
  [0x1f1e6, 0x1f3fa],
  [0x1f400, 0x1f64f],
  [0x1f900, 0x1f9ff],
] as const
const letter = fc
  .oneof(...blocks.map(([min, max]) => fc.integer({ min, max })))
  .map((code) => String.fromCodePoint(code))
const piece = fc.oneof(
  { weight: 6, arbitrary: fc.string({ minLength: 1, maxLength: 40 }) },
  { weight: 3, arbitrary: emoji },
  { weight: 2, arbitrary: typographic },
  { weight: 3, arbitrary: extended },
  { weight: 2, arbitrary: joining },
  { weight: 2, arbitrary: words },
  { weight: 2, arbitrary: letter },
)
/** Nothing outside GSM-7, so that its own borders are met: 160, 153, 306. */
const gsm = fc.string({ unit: fc.constantFrom(...'abc xyz@£é{|€ÄΩ\n'), maxLength: 330, size: 'max' })
const text = fc.oneof(
  fc.array(piece, { maxLength: 30, size: 'max' }).map((pieces) => pieces.join('')),
  gsm,
  fc.tuple(gsm, fc.oneof(emoji, typographic)).map((both) => both.join('')),
)

test('10,000 texts take the segments, and the encoding, that the provider’s calculator says', () => {
  const seen = { 'GSM-7': 0, 'UCS-2': 0, several: 0 }
  fc.assert(
    fc.property(text, (written) => {
      const theirs = new SegmentedMessage(written)
      const ours = segmentsOf(written)
      expect({ encoding: ours.encoding, parts: ours.parts }).toEqual({
        encoding: theirs.getEncodingName(),
        parts: theirs.segments.map((segment) => textOf(segment)),
      })
      seen[ours.encoding] += 1
      if (ours.parts.length > 1) seen.several += 1
    }),
    { numRuns: 10_000, seed: 21_617, endOnFailure: true },
  )
  expect(seen).toMatchInlineSnapshot(`
    {
      "GSM-7": 3522,
      "UCS-2": 6478,
      "several": 5620,
    }
  `)
})

test('what Smart Encoding replaces takes what the calculator says of it, but for spaces, which it doubles', () => {
  const replaced = fc.constantFrom(...'‘’‛ʼ`´“”„‟«»‚‐–—―•⁃…\u200B\u2060\uFEFF')
  const written = fc.array(fc.oneof(gsm, replaced), { maxLength: 6 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(written, (message) => {
      const theirs = new SegmentedMessage(message, 'auto', true)
      expect(segmentsOf(smartlyEncoded(message)).parts).toEqual(theirs.segments.map((segment) => textOf(segment)))
    }),
    { numRuns: 1000, seed: 21_617 },
  )
})

/** The letters of one of the calculator's segments, without its header. */
function textOf(segment: Iterable<{ readonly raw?: string }>): string {
  return Array.from(segment, ({ raw = '' }) => raw).join('')
}
