import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lettersOf } from './letters.ts'
import { segmentsOf } from './segments.ts'

const inShort = (text: string): string => {
  const { encoding, used, capacity } = segmentsOf(text)
  return `${encoding} ${used.join('+')} of ${capacity}`
}

test('a message is one segment up to 160 letters, and 153 each from there', () => {
  expect(inShort('a'.repeat(160))).toBe('GSM-7 160 of 160')
  expect(inShort('a'.repeat(161))).toBe('GSM-7 153+8 of 153')
  expect(inShort('')).toBe('GSM-7 0 of 160')
})

test('euro signs and brackets take two places, and are not cut in the middle', () => {
  expect(inShort('€'.repeat(80))).toBe('GSM-7 160 of 160')
  expect(inShort('€'.repeat(81))).toBe('GSM-7 152+10 of 153')
  expect(inShort(`${'a'.repeat(152)}[${'b'.repeat(10)}`)).toBe('GSM-7 152+12 of 153')
})

test('one letter outside the alphabet more than halves what a message carries', () => {
  expect(inShort(`${'a'.repeat(69)}’`)).toBe('UCS-2 70 of 70')
  expect(inShort(`${'a'.repeat(70)}’`)).toBe('UCS-2 67+4 of 67')
  expect(segmentsOf('Your slot – 9:00').turnedBy).toBe(10)
  expect(segmentsOf('Your slot - 9:00')).toEqual({
    encoding: 'GSM-7',
    parts: ['Your slot - 9:00'],
    used: [16],
    capacity: 160,
  })
})

test('an emoji is never cut in two', () => {
  expect(inShort('😀'.repeat(35))).toBe('UCS-2 70 of 70')
  expect(inShort('😀'.repeat(36))).toBe('UCS-2 66+6 of 67')
  const family = '👨‍👩‍👧‍👦'
  expect(segmentsOf(`${'a'.repeat(60)}${family} and on`).parts).toEqual(['a'.repeat(60), `${family} and on`])
})

test('a letter that alone is longer than a segment is cut between its accents', () => {
  const { parts } = segmentsOf(`e${'\u0301'.repeat(100)}`)
  expect(parts.map(({ length }) => length)).toEqual([67, 34])
})

const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.string({ unit: 'binary', maxLength: 400 }))

test('the parts of any text are that text, and none holds more than it can', () => {
  fc.assert(
    fc.property(text, (written) => {
      const { parts, used, capacity } = segmentsOf(written)
      expect(parts.join('')).toBe(written)
      expect(used).toHaveLength(parts.length)
      for (const size of used) expect(size).toBeLessThanOrEqual(capacity)
      for (const part of parts) expect(part).not.toMatch(/[\uD800-\uDBFF]$/)
    }),
  )
})

test('the letters of any text are that text', () => {
  fc.assert(
    fc.property(text, (written) => {
      expect(lettersOf(written).join('')).toBe(written)
    }),
  )
})

test('flags, skin tones, joined emoji and accents are one letter; a line break of two characters is two', () => {
  expect(lettersOf('🇩🇪🇫🇷👍🏽👩🏽‍⚕️e\u0301한\r\n')).toEqual(['🇩🇪', '🇫🇷', '👍🏽', '👩🏽‍⚕️', 'e\u0301', '한', '\r', '\n'])
})
