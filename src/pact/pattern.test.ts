import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { openDocument } from '../document.ts'
import { placeText, problemsIn } from '../problem.ts'
import { anyOf, patternOf, patternsOption } from './pattern.ts'

test('plain words match whole words, in any case, spacing and kind of apostrophe', () => {
  const pattern = patternOf("you're booked")
  expect(pattern.find('Great, You’re  BOOKED!')).toEqual({ start: 7, end: 21, text: 'You’re  BOOKED' })
  expect(patternOf('book').test('rebooked')).toBe(false)
  expect(patternOf('às').test('das 9h às 18h')).toBe(true)
  expect(patternOf('às').test('tàse')).toBe(false)
  expect(patternOf('C++').test('we teach C++.')).toBe(true)
})

test('a pattern between slashes is a regular expression', () => {
  expect(patternOf('/guarantee(d|s)?/i').find('Fully GUARANTEED.')).toEqual({ start: 6, end: 16, text: 'GUARANTEED' })
  expect(patternOf('/^b$/m').test('a\nb\nc')).toBe(true)
  expect(patternOf('/\\$\\d+/').all('$5 or $10 or $5')).toEqual(['$5', '$10'])
})

test('several patterns are read as any of them, and the first match in the text wins', () => {
  expect(anyOf(['late', '/so+n/']).find('soon, not late')).toEqual({ start: 0, end: 4, text: 'soon' })
  expect(anyOf(['late', '/so+n/']).source).toBe('"late" or /so+n/')
})

test('plain words are found wherever they stand as written', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string({ minLength: 1 }), (before, after, words) => {
      fc.pre(words.trim() !== '' && !/^\/.+\/[a-z]*$/s.test(words))
      expect(patternOf(words).test(`${before} ${words.trim()} ${after}`)).toBe(true)
    }),
  )
})

test('patterns that would hang a backtracking engine finish on a megabyte', () => {
  const text = `${'a'.repeat(1_000_000)}!`
  for (const hostile of ['/(a+)+$/', '/(a|a)+$/', '/(a|aa)+$/', '/(.*a){12}b$/']) {
    expect(patternOf(hostile).test(text)).toBe(false)
  }
})

test('a pattern that cannot work is told where it stands, with a way out', () => {
  const text = 'a: [fine, "/(?=look)/", "/x/g"]\nb: "/(a/"\nc: "/(a{0,100}){0,100}{0,100}/"\nd: " "\n'
  try {
    openDocument(text, { file: 'pact.yaml', schema: z.record(z.string(), patternsOption), code: 'pact/invalid' })
  } catch (thrown) {
    expect(
      problemsIn(thrown).map(({ at, code, message, hint }) => `${at && placeText(at)} [${code}] ${message} ${hint}`),
    ).toMatchInlineSnapshot(`
      [
        "pact.yaml:1:11 [pact/broken-pattern] Item 2 of "a" is a pattern that cannot be read: invalid or unsupported Perl syntax: \`(?=\`. Write it without look-arounds and back-references: patterns run in linear time, which rules them out.",
        "pact.yaml:1:25 [pact/broken-pattern] Item 3 of "a" has the flag "g", which means nothing here. Use the flags i, m and s, for example /refund/i.",
        "pact.yaml:2:4 [pact/broken-pattern] "b" is a pattern that cannot be read: missing closing ): \`(a\`. Mend the pattern, or write plain words without slashes.",
        "pact.yaml:3:4 [pact/broken-pattern] "c" is a pattern that cannot be read: invalid repeat count: \`{0,100}\`. Mend the pattern, or write plain words without slashes.",
        "pact.yaml:4:4 [pact/broken-pattern] "d" holds nothing but spaces. Write the words to look for, or /a pattern/i.",
      ]
    `)
  }
})
