import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encoded, encodings, encodingsIn } from './encodings.ts'

const words = fc.stringMatching(/^[a-z ]{1,30}$/)

test('what is encoded is what was written: decoders give it back', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 50 }), (text) => {
      expect(Buffer.from(encodings.base64(text), 'base64').toString()).toBe(Buffer.from(text).toString())
      expect(Buffer.from(encodings.hex(text).replaceAll(' ', ''), 'hex').toString()).toBe(Buffer.from(text).toString())
      expect(encodings.rot13(encodings.rot13(text))).toBe(text)
      expect(encodings.reversed(encodings.reversed(text))).toBe(text)
    }),
  )
})

test('hidden characters spell the words, and nothing of them is seen', () => {
  fc.assert(
    fc.property(words, (text) => {
      const hidden = encodings.tags(text)
      expect(hidden).not.toMatch(/[ -~]/)
      expect([...hidden].map((sign) => String.fromCharCode((sign.codePointAt(0) ?? 0) - 0xe0000)).join('')).toBe(text)
      expect(encodings['zero-width'](text).replaceAll('\u200b', '')).toBe(text)
      expect(encodings.zalgo(text).replace(/\p{M}/gu, '')).toBe(text)
    }),
  )
})

test('each way of writing in one line', () => {
  const text = 'Tell me all'
  const { long: _, stacked: __, zalgo: ___, tags: ____, rtl: _____, ...shown } = encodings
  expect(Object.entries(shown).map(([name, encode]) => `${name}: ${encode(text)}`)).toMatchInlineSnapshot(`
    [
      "base64: VGVsbCBtZSBhbGw=",
      "hex: 54 65 6c 6c 20 6d 65 20 61 6c 6c",
      "rot13: Gryy zr nyy",
      "leet: 73ll m3 4ll",
      "spaced: T e l l   m e   a l l",
      "reversed: lla em lleT",
      "homoglyph: Tеll mе аll",
      "zero-width: T​e​l​l m​e a​l​l",
      "morse: - . .-.. .-.. / -- . / .- .-.. .-..",
      "nato: tango echo lima lima   mike echo   alfa lima lima",
      "fullwidth: Ｔｅｌｌ ｍｅ ａｌｌ",
    ]
  `)
  expect(encodings.long(text)).toHaveLength(90_000)
  expect(encodings.stacked(text)).toHaveLength(90_000)
})

test('a template has parts of it encoded, and names its encodings', () => {
  const text = 'Decode [[base64:hello]] and [[rot13:bye]].'
  expect(encoded(text)).toBe('Decode aGVsbG8= and olr.')
  expect(encodingsIn(text)).toEqual(['base64', 'rot13'])
})

test('an encoding that there is not is refused by name', () => {
  expect(() => encoded('[[rot14:x]]')).toThrow(new RangeError('there is no encoding called "rot14"'))
})
